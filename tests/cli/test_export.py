"""export: what a person and a program are told, and what goes wrong."""

import json

import openpyxl
import pytest


def test_export_says_what_it_wrote(filled, jihe):
    done = jihe("export", "--xlsx", "out/给单位.xlsx", "--csv", "out/tables")
    assert done.exit_code == 0, done.output
    assert "out/给单位.xlsx: 0 findings, 7 figures" in done.stdout
    assert "out/tables: 7 figures" in done.stdout
    assert openpyxl.load_workbook(filled / "out" / "给单位.xlsx").sheetnames[0] == "Cover"


def test_export_for_programs(filled, jihe):
    done = json.loads(jihe("export", "--csv", "tables", "--entity", "文化馆", "--json").stdout)
    assert done["exports"] == {"csv": {"facts": 1, "findings": 0, "finding_facts": 0, "documents": 1, "entities": 1}}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--xlsx", "a.xlsx", "--db", "none.db"], "no such database", id="no-database"),
        pytest.param([], "nothing to write", id="no-form"),
        pytest.param(["--csv", "t", "--year", "1999"], "no report meets these conditions", id="no-report"),
        pytest.param(["--xlsx", "reports"], "a folder is there", id="a-folder"),
        pytest.param(["--csv", "reports"], "already there", id="there"),
        pytest.param(["--csv", "reports", "--force"], "holds other files", id="others-files"),
    ],
)
def test_export_says_what_is_wrong(filled, jihe, options, message):
    done = jihe("export", *options)
    assert done.exit_code == 2
    assert message in done.stderr
    assert (filled / "reports" / "copy.txt").exists()


def test_export_replaces_by_force(filled, jihe):
    assert jihe("export", "--xlsx", "a.xlsx").exit_code == 0
    assert "--force" in jihe("export", "--xlsx", "a.xlsx").stderr
    assert jihe("export", "--xlsx", "a.xlsx", "--force").exit_code == 0
