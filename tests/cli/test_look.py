"""facts and explain: figures as a person wants to see them."""

import json
import sqlite3

import pytest


def lines(result):
    """Output lines with their runs of spaces made one."""
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def test_facts_without_a_unit_lists_the_units(filled, jihe):
    result = jihe("facts")
    assert "青禾县档案馆 2030 2031 2 县档案馆" in lines(result)
    assert "青禾县文化馆 2031 1 县文化馆" in lines(result)


def test_facts_of_a_unit_have_a_column_a_year(filled, jihe):
    result = jihe("facts", "青禾县档案馆", lang="zh")
    assert result.exit_code == 0
    assert "项目 单位 2030 2031" in lines(result)
    assert "基本支出 万元 119.52 120; 121.5" in lines(result)
    assert "实有人数 人 12 13" in lines(result)
    assert "活动次数 · 讲座 场 多于 50" in lines(result)
    assert lines(result).index("实有人数 人 12 13") < lines(result).index("基本支出 万元 119.52 120; 121.5")


@pytest.mark.parametrize("words", ["档案馆", "县档案馆", "青禾县档案馆"])
def test_facts_takes_any_part_of_a_name_or_alias(filled, jihe, words):
    assert json.loads(jihe("facts", words, "--json").stdout)["unit"] == "青禾县档案馆"


@pytest.mark.parametrize(
    ("options", "values"),
    [
        pytest.param(("--year", "2030"), ["1195200", "12", "50"], id="year"),
        pytest.param(("--concept", "expenditure"), ["1195200", "1200000", "1215000"], id="concept-with-those-below"),
        pytest.param(("--scenario", "budget"), [], id="scenario"),
        pytest.param(("--measure", "change"), [], id="measure"),
    ],
)
def test_facts_narrows_down(filled, jihe, options, values):
    told = json.loads(jihe("facts", "档案馆", "--json", *options).stdout)
    assert [fact["decimal"] for fact in told["facts"]] == values


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(("facts", "青禾县"), "means several units: 青禾县文化馆", id="several-units"),
        pytest.param(("facts", "水利局"), "No unit is called anything like “水利局”", id="no-unit"),
        pytest.param(("facts", "档案馆", "--measure", "size"), "'size'", id="no-such-measure"),
        pytest.param(("explain", "7"), "no fact 7", id="no-such-fact"),
    ],
)
def test_looking_for_what_is_not_there_exits_2(filled, jihe, words, message):
    result = jihe(*words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_facts_says_when_nothing_meets_the_conditions(filled, jihe):
    assert "No figure" in jihe("facts", "档案馆", "--year", "1999").stdout


def _id_of(text):
    with sqlite3.connect("output/reports.db") as db:
        (found,) = db.execute("select id from facts where quote = ?", [text]).fetchone()
    db.close()
    return found


def test_explain_shows_the_sentence_and_where_it_stands(filled, jihe):
    result = jihe("explain", str(_id_of("基本支出119.52万元")))
    assert "全年基本支出【119.52】万元。" in result.stdout
    told = lines(result)
    for line in (
        "concept basic expenditure (expenditure.basic)",
        "scenario actual",
        "period 2030",
        "value 1195200 CNY",
        "means [119.515, 119.525] 万元",
        "unit 青禾县档案馆",
        "rule fake",
    ):
        assert line in told
    assert any(line.startswith("file ") and line.endswith("2030-青禾县档案馆.txt") for line in told)


def test_explain_says_what_an_approximate_figure_means(filled, jihe):
    result = jihe("explain", str(_id_of("讲座50余场")))
    assert "means more than 50 场" in lines(result)
    assert "item 讲座" in lines(result)


def test_explain_json_holds_the_whole_row(filled, jihe):
    told = json.loads(jihe("explain", str(_id_of("在职12人")), "--json").stdout)
    assert (told["decimal"], told["rule"], told["document_row"]["name"]) == ("12", "fake", "2030-青禾县档案馆.txt")
