"""What a desk refuses, and that nothing of a report, a name or an address becomes HTML, script, SQL or a file."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser

import pytest

EVIL = (
    "\"><script>alert(1)</script><style>*{display:none}</style><img src=x onerror=alert(2)>' onclick='x' {{7*7}} =1+1"
)
HUGE = "九" * 300_000
WORD = "芝麻开门"


def form_of(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


# --- who may ask


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example"]
)
def test_a_name_that_is_not_ours_is_refused(visitor, host):
    assert visitor.get("/", host=host).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost:9", "[::1]:8001"])
def test_the_loopback_s_names_are_ours(visitor, host):
    assert visitor.get("/", host=host).status_code == 200


def test_in_an_office_any_address_and_the_given_name_are_ours(open_desk):
    visitor = open_desk(password=WORD, hosts=frozenset({"*", "desk"})).visitor
    assert visitor.get("/login", host="192.168.1.7:8001").status_code == 200
    assert visitor.get("/login", host="desk:8001").status_code == 200
    assert visitor.get("/login", host="evil.example").status_code == 421


# --- forms


def test_a_form_of_another_site_is_refused(open_desk, rows):
    desk = open_desk()
    key = rows("select key from findings")[0]["key"]
    form = {**form_of(desk.visitor.get(f"/finding/{key}").text), "decision": "confirmed"}
    path = f"/finding/{key}/decide"
    assert desk.visitor.post(path, form, origin="https://evil.example").status_code == 403
    assert desk.visitor.post(path, form, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert desk.visitor.post(path, {**form, "csrftoken": "x"}).status_code == 403
    desk.visitor.cookies.clear()
    assert desk.visitor.post(path, form).status_code == 403
    with closing(sqlite3.connect(desk.reviews)) as db:
        assert db.execute("select count(*) from reviews").fetchone() == (0,)


# --- the password


def test_without_the_password_nothing_is_shown(open_desk):
    visitor = open_desk(password=WORD).visitor
    for path in ("/", "/findings", "/archive.json", "/picture/3/1.jpg", "/-/metadata.json"):
        answer = visitor.get(path)
        assert answer.status_code == 401
        assert "岚溪县" not in answer.text
    assert visitor.get("/desk-static/desk.css").status_code == 200
    assert visitor.post("/finding/00/decide", {}).status_code == 401


def test_the_password_opens_and_a_wrong_one_does_not(open_desk):
    visitor = open_desk(password=WORD).visitor
    assert visitor.post("/login", {"password": "错的", "next": "/"}).status_code == 401
    assert visitor.post("/login", {"password": WORD, "next": "/"}).status_code == 429
    visitor = open_desk(password=WORD).visitor
    assert 'name="next" value="/findings?kind=sum&amp;page=2"' in visitor.get("/findings?kind=sum&page=2").text
    answer = visitor.post("/login", {"password": WORD, "next": "//evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "个待核对" in visitor.get("/").text


# --- what is shown


def test_every_page_says_what_a_browser_may_do_with_it(visitor):
    for path in ("/", "/findings", "/nope", "/archive"):
        headers = visitor.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe-inline" not in visitor.get("/").headers["content-security-policy"]


def test_no_page_needs_another_machine(visitor):
    for path in ("/", "/findings", "/report/3", "/unit/1", "/across", "/archive/facts"):
        page = visitor.get(path).text
        assert not re.search(r'(?:src|<link[^>]*stylesheet[^>]*href)="?(?:https?:)?//', page)


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}


@pytest.fixture
def planted(own_copy):
    """An archive with markup in every text that a report, a file or a rule could bring."""
    with closing(sqlite3.connect(own_copy)) as db:
        db.execute("pragma foreign_keys = off")
        for table, columns in {
            "documents": "name title entity region report_type error notes",
            "entities": "name region",
            "blocks": "text section",
            "facts": "item quote text note rule",
            "findings": "message_zh message_en unit",
            "labels": "zh en",
            "remarks": "message_zh message_en",
        }.items():
            for column in columns.split():
                value = f'["{EVIL.replace(chr(34), chr(39))}"]' if column in ("notes", "section") else EVIL
                if (table, column) == ("blocks", "text"):
                    # Figures stay where they are: markup stands on both sides of every one of them.
                    db.execute(
                        "update blocks set text = substr(? || text || ?, 1, length(text)) where id in "
                        "(select id from blocks where kind = 'paragraph')",
                        [EVIL, EVIL],
                    )
                else:
                    db.execute(f"update {table} set {column} = ?", [value])
        db.execute("update documents set title = ?, name = name || id where id = 1", [EVIL + HUGE])
        db.execute("update facts set item = ? where document_id = 2", [EVIL + HUGE])
        db.commit()
    return own_copy


def test_markup_in_a_report_stays_text(open_desk, planted, rows):
    visitor = open_desk(planted).visitor
    keys = [row["key"] for row in rows("select key from findings")]
    facts = [row["fact_id"] for row in rows("select fact_id from finding_facts limit 20")]
    paths = ["/", "/findings", "/files", "/unit/1", "/across", "/across?metric=staff&year=2022", "/search?q=alert"]
    paths += [f"/report/{number}" for number in range(1, 11)]
    paths += [f"/finding/{key}" for key in keys] + [f"/fact/{fact}" for fact in facts]
    for path in paths:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        page = Tags(answer.text)
        assert "style" not in page.tags, path
        assert not any(name.startswith("on") or name == "style" for name in page.attributes), path
        assert answer.text.count("<script") == 1, path
        assert "<img src=x" not in answer.text, path


@pytest.mark.parametrize(
    "path",
    [
        "/findings?kind=",
        "/findings?unit=",
        "/findings?region=",
        "/search?q=",
        "/files?text=",
        "/across?metric=",
        "/across?region=",
        "/across?year=",
    ],
)
def test_markup_in_an_address_stays_text(visitor, path):
    answer = visitor.get(path + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E' or 1=1 --")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_no_page_writes_to_the_archive(open_desk, own_copy):
    visitor = open_desk(own_copy).visitor
    before = own_copy.read_bytes()
    for sql in (
        "delete from facts",
        "update findings set note = 'x'",
        "attach database '/tmp/x' as x",
        "drop table facts",
    ):
        assert visitor.get(f"/archive.json?sql={sql}").status_code == 400
    assert visitor.get("/archive.json?sql=select load_extension('x')").status_code == 400
    assert own_copy.read_bytes() == before
