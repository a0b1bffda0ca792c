"""What the pages show, on the samples."""

from __future__ import annotations

import io
import re
from html import unescape

import openpyxl
import pytest


def text_of(response):
    """The words of a page."""
    assert response.status_code == 200, response.text[:500]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def test_the_start_page_counts_what_is_there_and_what_is_left(visitor):
    page = text_of(visitor.get("/"))
    assert "29 个问题，29 个待核对" in page
    assert "单位 6" in page
    assert "报告 10" in page
    assert "2021–2024" in page
    assert "合计不符" in page


def test_the_list_is_filtered_and_says_how_many_each_filter_leaves(visitor):
    everything = visitor.get("/findings").text
    assert everything.count("data-item") == 29
    warnings = visitor.get("/findings?severity=warning").text
    assert warnings.count("data-item") == 4
    both = visitor.get("/findings?severity=warning&kind=sum")
    assert "data-item" not in both.text
    assert "没有这样的问题" in both.text


@pytest.mark.parametrize("address", ["/finding/00", "/fact/99", "/report/99", "/unit/99", "/report/999999999999999999"])
def test_what_is_not_there_is_said_to_be_missing(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 404
    assert "没有这一页" in answer.text


def test_a_finding_lays_its_arithmetic_out_with_what_each_figure_may_stand_for(visitor, rows):
    key = rows("select key from findings where kind = 'difference' and document_id = 3")[0]["key"]
    page = text_of(visitor.get(f"/finding/{key}"))
    assert "基本支出 · 增减额写 13.73 万元，应为 13.37 万元" in page
    assert "251.83 万元 251.825 – 251.835 万元" in page
    assert "− 基本支出 2021 年 · 实际 238.46 万元 238.455 – 238.465 万元" in page
    assert "= 两期之差 13.37 万元 13.36 – 13.38 万元" in page
    assert "相差 0.36 万元 舍入最多解释 0.015 万元" in page


def test_a_growth_is_laid_out_with_its_brackets(visitor, rows):
    growth = [row for row in rows("select key, arithmetic from findings") if '"less": 100' in (row["arithmetic"] or "")]
    page = text_of(visitor.get(f"/finding/{growth[0]['key']}"))
    assert re.search(r"÷ .{1,60}万元 .{1,40}万元 − 100% 100% 精确 = 算得增减率 [\d.−]+%", page), page


def test_every_finding_of_the_samples_can_be_shown_in_both_languages(visitor, rows):
    for finding in rows("select key, kind, arithmetic from findings"):
        for language in ("zh", "en"):
            answer = visitor.get(f"/finding/{finding['key']}", **{"accept-language": language})
            page = text_of(answer)
            assert ("算式" in page or "The arithmetic" in page) == (finding["kind"] != "stale")
            assert 'class="f stated' in answer.text


def test_the_figure_at_fault_is_marked_in_its_sentence_and_in_its_table(visitor, rows):
    in_table = rows(
        "select f.key from findings f join finding_facts l on l.finding_id = f.id and l.role = 'stated' "
        "join facts a on a.id = l.fact_id join blocks b on b.id = a.block_id where b.kind = 'cell'"
    )
    page = visitor.get(f"/finding/{in_table[0]['key']}").text
    assert re.search(r'<td class="[^"]*here"[^>]*><a class="f stated"', page)


def test_next_follows_the_list_that_the_reader_came_from(visitor):
    first = re.findall(r'href="(/finding/[^"]+)" data-item', unescape(visitor.get("/findings?kind=sum").text))
    page = unescape(visitor.get(first[0]).text)
    assert f'href="{first[1]}"' in page
    assert "第 1 个，共 6 个" in page


def test_a_report_marks_every_figure_and_shows_findings_beside_its_paragraphs(visitor, rows):
    page = visitor.get("/report/3").text
    ids = {str(row["id"]) for row in rows("select id from facts where document_id = 3")}
    assert set(re.findall(r'id="f(\d+)"', page)) == ids
    assert page.count('class="margin"') == len(rows("select id from findings where document_id = 3"))
    assert 'src="/picture/3/1.jpg"' in page


def test_a_long_report_comes_in_parts_and_a_figure_opens_its_own(visitor, monkeypatch, rows):
    monkeypatch.setattr("pipeline.review.pages.text._PART", 60)
    fact = rows("select max(id) as id from facts where document_id = 3")[0]["id"]
    assert f'id="f{fact}"' not in visitor.get("/report/3").text
    assert f'id="f{fact}"' in visitor.get(f"/report/3?fact={fact}").text


def test_a_unit_shows_its_years_with_changes_and_findings_in_place(visitor):
    answer = visitor.get("/unit/1")
    page = text_of(answer)
    assert "岚溪县残疾人联合会" in page
    assert "支出：预算与决算" in page
    assert "637.45 有问题 +1 +2.8%" in page
    assert answer.text.count('<svg class="chart"') >= 3
    assert "≥ 2,000 人次" in page or "≥ 2,000 人" in page


def test_units_are_ranked_by_a_metric_of_a_year(visitor):
    page = text_of(visitor.get("/across?metric=execution_rate&year=2022"))
    assert "预算执行率 · 2022" in page
    assert "岚溪县残疾人联合会" in page
    assert "中位数" in page


def test_a_workbook_of_a_unit_holds_its_findings_and_the_decision(open_desk, rows):
    visitor = open_desk().visitor
    key = rows("select key from findings where entity_id = 1")[0]["key"]
    token = re.search(r'name="csrftoken" value="([^"]+)"', visitor.get(f"/finding/{key}").text)[1]
    visitor.post(f"/finding/{key}/decide", {"csrftoken": token, "decision": "explained", "note": "含上级专款"})
    answer = visitor.get("/workbook.xlsx?unit=1")
    assert "attachment" in answer.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["问题"]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert "口径不同\n含上级专款" in cells
    assert not any("青萍县" in cell for cell in cells)
    assert visitor.get("/workbook.xlsx?report=3").status_code == 200
    assert visitor.get("/workbook.xlsx").status_code == 200
    assert visitor.get("/workbook.xlsx?unit=99").status_code == 404


def test_a_workbook_of_very_many_reports_is_left_to_the_command(visitor, monkeypatch):
    monkeypatch.setattr("pipeline.review.workbooks.MOST_REPORTS", 9)
    answer = visitor.get("/workbook.xlsx")
    assert answer.status_code == 413
    assert "jihe export" in answer.text


def test_search_finds_words_in_every_report(visitor):
    answer = visitor.get("/search?q=公务接待")
    assert "<mark>公务接待</mark>" in answer.text
    assert "没有找到" in visitor.get("/search?q=月球基地").text


@pytest.mark.parametrize(
    ("header", "fixed", "words"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", None, "个待核对"),
        ("en-GB,en;q=0.9", None, "to decide"),
        ("de", None, "个待核对"),
        ("en", "zh", "个待核对"),
        ("zh", "en", "to decide"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browser_s(open_desk, header, fixed, words):
    visitor = open_desk(language=fixed).visitor
    assert words in visitor.get("/", **{"accept-language": header}).text


def test_a_reader_may_change_the_language(visitor):
    answer = visitor.get("/language?to=en&back=/findings")
    assert answer.headers["location"] == "/findings"
    assert "to decide" in visitor.get("/").text
    assert visitor.get("/language?to=en&back=//evil.example").headers["location"] == "/"


def test_datasette_is_behind_the_desk_with_search_and_decisions(visitor):
    sql = "select count(*) as n from blocks_fts where blocks_fts match bigram_query('公务接待')"
    assert visitor.get(f"/archive.json?sql={sql}&_shape=array").json()[0]["n"] > 5
    assert visitor.get("/archive.json?sql=select count(*) as n from reviews.reviews&_shape=array").json() == [{"n": 0}]


def test_rows_in_datasette_lead_to_their_pages(visitor, rows):
    fact = rows("select fact_id from staffing limit 1")[0]["fact_id"]
    assert f'<a href="/fact/{fact}">{fact}</a>' in visitor.get("/archive/staffing").text
    key = rows("select key from findings limit 1")[0]["key"]
    assert f'<a href="/finding/{key}">{key}</a>' in visitor.get("/archive/findings").text


def test_a_query_that_takes_too_long_is_stopped_and_said_so(visitor, monkeypatch):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    monkeypatch.setattr("pipeline.review.asking._MOST_MS", 50)
    monkeypatch.setattr("pipeline.review.pages.home.ORDER", f"order by ({endless})")
    answer = visitor.get("/")
    assert answer.status_code == 503
    assert "查询超时" in answer.text
