"""The desk in a real browser: Debian's Chromium, driven by Playwright; nothing is fetched from a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from pipeline import batch
from pipeline.rules import load_rules
from pipeline.store import Archive, Versions

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium (Debian: apt install chromium)")
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def serving(db):
    """The address of `jihe serve` on a database, as a user starts it."""
    command = [sys.executable, "-m", "pipeline", "serve", "--db", str(db), "--no-open", "--port", "8200"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "JIHE_LANG": "en"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        yield server.stdout.readline().split()[2]
        server.terminate()


@pytest.fixture
def served(own_copy):
    """A desk of the test's own."""
    with serving(own_copy) as address:
        yield address


@pytest.fixture(scope="module")
def shared(samples_db, tmp_path_factory):
    """A desk for tests that decide nothing."""
    with serving(shutil.copy(samples_db, tmp_path_factory.mktemp("shared") / "samples.db")) as address:
        yield address


@pytest.fixture
def open_page(browser):
    """Opens pages, and fails the test for whatever a page complains of."""
    contexts, complaints = [], []

    def opening(width=1280, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opening
    for context in contexts:
        context.close()
    assert complaints == []


def test_a_new_user_finds_looks_decides_and_keeps_the_decision_over_a_run(served, open_page, own_copy):
    page = open_page()
    page.goto(served)
    page.get_by_label("在全部报告的文字中查找").fill("公务接待")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("mark").first).to_have_text("公务接待")

    page.get_by_role("link", name="问题", exact=True).click()
    page.get_by_role("link", name="增减不符").first.click()
    page.wait_for_url("**/findings?kind=difference", wait_until="load")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("基本支出 · 增减额写 13.73 万元，应为 13.37 万元")
    picture = page.locator(".page-picture img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 1000", arg=picture.element_handle())

    finding = page.url
    page.keyboard.press("2")
    page.get_by_role("textbox", name="说明").fill("上年数按决算口径")
    page.get_by_role("textbox", name="核对人").fill("李四")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("第 2 个，共 2 个")).to_be_visible()

    rules = load_rules()
    with Archive(own_copy) as archive:
        files = [Path(row["path"]) for row in archive.documents() if "岚溪县" in row["name"]]
        batch.run(archive, files, batch.SerialExecutor(), Versions(rules.version, "another"), force=True)
        batch.check(archive, rules)
    page.goto(finding)
    expect(page.get_by_role("radio", name="口径不同")).to_be_checked()
    expect(page.locator(".history")).to_contain_text("李四")
    expect(page.locator(".history")).to_contain_text("上年数按决算口径")
    page.goto(served)
    expect(page.get_by_role("heading", level=1)).to_have_text("29 个问题，28 个待核对")


def test_keys_walk_along_the_findings(shared, open_page):
    page = open_page()
    page.goto(shared + "findings?kind=sum")
    first, second = (page.locator("[data-item]").nth(at).get_attribute("href") for at in (0, 1))
    page.goto(shared + first[1:])
    page.keyboard.press("j")
    page.wait_for_url("**" + second)
    page.keyboard.press("k")
    page.wait_for_url("**" + first)
    page.keyboard.press("u")
    page.wait_for_url("**/findings?kind=sum")


def test_marks_of_a_group_can_be_switched_off(shared, open_page):
    page = open_page()
    page.goto(shared + "report/1")
    mark = page.locator(".text .g-spending").first
    shown = mark.evaluate("each => getComputedStyle(each).backgroundColor")
    page.get_by_role("checkbox", name="收支").uncheck()
    assert mark.evaluate("each => getComputedStyle(each).backgroundColor") != shown


PAGES = (
    "",
    "findings",
    "finding",
    "fact",
    "report/1",
    "report/3",
    "unit/1",
    "across?metric=staff",
    "files",
    "search?q=预算",
)


@pytest.fixture
def addresses(rows):
    key, fact = (
        rows("select key from findings")[0]["key"],
        rows("select min(fact_id) as id from finding_facts")[0]["id"],
    )
    return {"finding": f"finding/{key}", "fact": f"fact/{fact}"}


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_the_page(shared, open_page, addresses, path):
    page = open_page()
    page.goto(shared + addresses.get(path, path))
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in SERIOUS] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_telephone_shows_the_page_without_scrolling_sideways(shared, open_page, addresses, path):
    page = open_page(390, 844)
    page.goto(shared + addresses.get(path, path))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_everything_can_still_be_done(served, open_page, addresses):
    page = open_page(java_script_enabled=False)
    page.goto(served + addresses["finding"])
    page.get_by_role("radio", name="误报").check()
    page.get_by_role("button", name="保存").click()
    page.goto(served + addresses["finding"])
    expect(page.get_by_role("radio", name="误报")).to_be_checked()


def test_a_finding_on_paper_leaves_out_what_cannot_be_clicked(shared, open_page, addresses):
    page = open_page()
    page.goto(shared + addresses["finding"])
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="保存")).to_be_hidden()
    expect(page.locator(".arithmetic table")).to_be_visible()
