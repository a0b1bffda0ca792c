"""What is handed over: the reports asked for, from one state of the archive."""

import pytest

from pipeline.errors import UsageError
from pipeline.store import Archive, Selection, Wanted


@pytest.fixture
def two(archive, make):
    """Two bodies; the first has reports of two years."""
    spending = "全年支出314200元。", "314200"
    make.save(archive, "a-2030.docx", spending, sha256="aa", year=2030)
    make.save(archive, "a-2031.docx", spending, sha256="bb", year=2031)
    make.save(archive, "b-2031.docx", spending, sha256="cc", year=2031, entity="云陂县档案馆")
    archive.finish()
    return archive


@pytest.mark.parametrize(
    ("wanted", "documents"),
    [
        pytest.param({}, [1, 2, 3], id="everything"),
        pytest.param({"entity": "总工会"}, [1, 2], id="a-body"),
        pytest.param({"year": 2031}, [2, 3], id="a-year"),
        pytest.param({"entity": "总工会", "year": 2031}, [2], id="both"),
        pytest.param({"document": "b-"}, [3], id="a-file"),
        pytest.param({"document": "3"}, [3], id="an-id"),
    ],
)
def test_all_that_hangs_on_the_reports_is_chosen(two, wanted, documents):
    with Archive.open_readonly(two.path) as archive, Selection(archive, Wanted(**wanted)) as selection:
        assert [row["id"] for row in selection.documents()] == documents
        assert [row["document_id"] for row in selection.facts()] == documents
        bodies = {row["entity_id"] for row in selection.documents()}
        assert {row["id"] for row in selection.entities()} == bodies
        assert {row["entity_id"] for row in selection.years()} == bodies


def test_a_selection_of_nothing_is_an_error(two):
    with (
        Archive.open_readonly(two.path) as archive,
        pytest.raises(UsageError, match="no report meets these conditions"),
        Selection(archive, Wanted(year=1999)),
    ):
        pass


def test_what_is_written_meanwhile_is_not_seen(two, make):
    with Archive.open_readonly(two.path) as archive, Selection(archive, Wanted()) as selection:
        make.save(two, "c-2031.docx", ("又支出8元。", "8"), sha256="dd")
        assert [row["id"] for row in selection.documents()] == [1, 2, 3]
    with Archive.open_readonly(two.path) as archive, Selection(archive, Wanted()) as selection:
        assert [row["id"] for row in selection.documents()] == [1, 2, 3, 4]
