"""Pages as pictures: the figure is boxed where it stands; nothing but a page of a report of the archive is shown."""

from __future__ import annotations

import hashlib
import io
import sqlite3
import zipfile
from contextlib import closing

import ofd_files
import pytest
from PIL import Image
from scan_files import Sheet, as_pdf, need_font

from pipeline import batch
from pipeline.readers import ocr
from pipeline.review import pictures
from pipeline.review.locating import Sought, boxes
from pipeline.rules import load_rules
from pipeline.rules.paths import samples_dir
from pipeline.store import Archive, Versions


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("JIHE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def reds(data):
    """The box around what is drawn in the colour of a figure at fault."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    pixels = image.load()
    found = [
        (x, y)
        for y in range(image.height)
        for x in range(image.width)
        if pixels[x, y][0] > 150 and pixels[x, y][1] < 90 and pixels[x, y][2] < 90
    ]
    assert found
    xs, ys = zip(*found, strict=True)
    return image.size, (min(xs), min(ys), max(xs), max(ys))


@pytest.fixture
def fact(rows):
    """A figure at fault in a PDF: 13.73万元 in the middle of a line."""
    return rows("select * from facts where document_id = 3 and quote like '%13.73万元%' and measure = 'change'")[0]


def test_the_figure_is_boxed_and_nothing_beside_it(visitor, fact):
    answer = visitor.get(f"/picture/3/{fact['page']}.jpg?mark={fact['id']}&fault={fact['id']}")
    assert answer.headers["content-type"] == "image/jpeg"
    (width, height), (left, top, right, bottom) = reds(answer.content)
    assert width == 1240
    # Seven characters of one line: a tenth of the page's width, a fiftieth of its height.
    assert 0.05 < (right - left) / width < 0.13
    assert 0.01 < (bottom - top) / height < 0.03


def test_a_cropped_picture_shows_the_lines_around_the_figure(visitor, fact):
    path = f"/picture/3/{fact['page']}.jpg?mark={fact['id']}&fault={fact['id']}"
    whole, part = (Image.open(io.BytesIO(visitor.get(path + more).content)) for more in ("", "&crop=1"))
    assert part.width == whole.width
    assert part.height < whole.height / 3


def test_a_picture_is_drawn_once(visitor, fact, cache, open_desk, monkeypatch):
    path = f"/picture/3/{fact['page']}.jpg?mark={fact['id']}"
    first = visitor.get(path).content
    assert len(list(cache.glob("pages/*/*.jpg"))) == 1
    monkeypatch.setattr("pipeline.review.pictures.Pictures._drawn", lambda *_: pytest.fail("drawn again"))
    assert open_desk().visitor.get(path).content == first


def test_a_file_in_an_archive_is_shown(tmp_path, open_desk):
    packed = tmp_path / "包.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(samples_dir() / "2022-岚溪县残联.pdf", "里/报告.pdf")
    db, rules = tmp_path / "a.db", load_rules()
    with Archive(db, labels=rules.labels) as archive:
        batch.run(archive, [packed], batch.SerialExecutor(), Versions("r", "c"))
        number = archive.documents("ok")[0]["id"]
    assert open_desk(db).visitor.get(f"/picture/{number}/1.jpg").status_code == 200


@pytest.mark.parametrize("path", ["/picture/3/99.jpg", "/picture/3/0.jpg", "/picture/1/1.jpg", "/picture/999/1.jpg"])
def test_what_is_no_page_of_a_report_is_not_shown(visitor, path):
    assert visitor.get(path).status_code == 404


def test_a_row_that_names_another_file_shows_nothing_of_it(open_desk, own_copy, tmp_path):
    other = tmp_path / "秘密.pdf"
    other.write_bytes((samples_dir() / "2023-青萍县农业农村局.pdf").read_bytes())
    with closing(sqlite3.connect(own_copy)) as db:
        db.execute("update documents set path = ? where id = 3", [str(other)])
        db.commit()
    answer = open_desk(own_copy).visitor.get("/picture/3/1.jpg")
    assert answer.status_code == 404
    assert "文件在读取之后变过" in answer.text


def test_a_file_that_is_no_pdf_shows_nothing(open_desk, own_copy, tmp_path):
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"\0" * 1000)
    digest = hashlib.sha256(broken.read_bytes()).hexdigest()
    with closing(sqlite3.connect(own_copy)) as db:
        db.execute("update documents set path = ?, sha256 = ? where id = 3", [str(broken), digest])
        db.commit()
    assert open_desk(own_copy).visitor.get("/picture/3/1.jpg").status_code == 404


def test_a_crash_of_the_drawing_costs_one_picture(visitor, fact, monkeypatch):
    def crashed(self):
        raise EOFError

    with monkeypatch.context() as patched:
        patched.setattr(pictures.Pictures, "_started", crashed)
        assert visitor.get("/picture/3/1.jpg").status_code == 404
    assert visitor.get("/picture/3/1.jpg").status_code == 200


def archive_of(folder, name, data):
    """An archive of one report."""
    (folder / name).write_bytes(data)
    db, rules = folder / "one.db", load_rules()
    with Archive(db, labels=rules.labels) as archive:
        batch.run(archive, [folder / name], batch.SerialExecutor(), Versions("r", "c"))
        (fact,) = [row for row in archive.facts() if row["decimal"] == "8732000"]
    return db, fact


TITLE, LINE = "云溪县司法局2023年度部门整体支出绩效自评报告", "全年支出1,328.46万元，其中项目支出873.20万元。"


@pytest.mark.skipif(not ocr.available(), reason="the extra is not installed: pip install 'jihe[ocr]'")
def test_a_figure_of_a_scan_is_boxed_where_ocr_read_it(tmp_path, open_desk):
    page = Sheet()
    page.text(72, 40, TITLE, 18)
    page.text(72, 120, LINE)
    db, fact = archive_of(tmp_path, "扫描.pdf", as_pdf(page.image))
    answer = open_desk(db).visitor.get(f"/picture/1/1.jpg?mark={fact['id']}&fault={fact['id']}")
    (width, _), (left, top, right, bottom) = reds(answer.content)
    scale = width / 595
    before = page.width_of(LINE[: LINE.index("873")])
    assert abs(left / scale - (72 + before)) < 12
    assert abs(right / scale - (72 + page.width_of(LINE[:-1]))) < 12
    assert top / scale < 127 < bottom / scale


def test_a_figure_of_an_ofd_is_boxed(tmp_path, open_desk):
    page, font = ofd_files.Sheet(), ofd_files.Font(need_font())
    page.text(72, 40, TITLE, 18)
    page.text(72, 120, LINE)
    data = ofd_files.ofd(ofd_files.Doc([page], resources=FONT, parts={"Res/f.ttf": font.data}))
    db, fact = archive_of(tmp_path, "报告.ofd", data)
    answer = open_desk(db).visitor.get(f"/picture/1/1.jpg?mark={fact['id']}&fault={fact['id']}")
    (width, _), (left, _, right, _) = reds(answer.content)
    before = sum(ofd_files.width(char, 14) for char in LINE[: LINE.index("873")])
    assert abs(left * ofd_files.WIDTH / width - (72 + before)) < 8
    assert right * ofd_files.WIDTH / width < 72 + sum(ofd_files.width(char, 14) for char in LINE) + 8


FONT = '<ofd:Fonts><ofd:Font ID="1" FontName="F"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'


def test_an_ofd_without_its_font_shows_no_page_without_words(tmp_path, open_desk):
    page = ofd_files.Sheet()
    page.text(72, 40, TITLE, 18)
    page.text(72, 120, LINE)
    db, _ = archive_of(tmp_path, "报告.ofd", ofd_files.ofd(page))
    assert open_desk(db).visitor.get("/picture/1/1.jpg").status_code == 404


# --- where a figure is


def line(text, top=100.0, left=50.0):
    return [(char, (left + 10 * at, top, left + 10 * at + 9, top + 12)) for at, char in enumerate(text)]


def sought(text, figure, at=0, bbox=None):
    start = [i for i in range(len(text)) if text.startswith(figure, i)][at]
    return Sought(text, start, start + len(figure), bbox)


def test_of_two_like_figures_the_one_with_its_own_words_around_it_is_found():
    text = "收入12万元，支出12万元。"
    assert boxes(sought(text, "12万元", 1), line(text)) == [(50 + 90, 100, 50 + 129, 112)]


def test_a_figure_over_two_lines_has_two_boxes():
    page = [*line("共支出1,2"), *line("34.5万元。", top=120)]
    assert len(boxes(sought("共支出1,234.5万元。", "1,234.5万元"), page)) == 2


def test_full_width_digits_and_spaces_make_no_difference():
    assert boxes(sought("支出１２ 万元", "１２ 万元"), line("支出12万元")) == [(70, 100, 109, 112)]


def test_a_figure_elsewhere_on_the_page_is_not_taken_for_it():
    page = [*line("12万元"), *line("12万元", top=300)]
    assert boxes(sought("12万元", "12万元", 0, (40, 290, 200, 320)), page) == [(50, 300, 89, 312)]
    assert boxes(sought("13万元", "13万元"), page) == []
