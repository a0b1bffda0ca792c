"""Word documents that python-docx would refuse, or unpack without limits, are read all the same."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest
from reader_files import docx, p, r

from pipeline.errors import ReadError
from pipeline.readers import Limits, read

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "word/_rels/document.xml.rels"


def changed(data: bytes, **changes: str | bytes) -> bytes:
    """A copy of a .docx with members added or replaced; "__" stands for "/" in their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    members.update({name.replace("__", "/"): content for name, content in changes.items()})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def linked(data: bytes, *links: str, **members: str | bytes) -> bytes:
    """A copy of a .docx with more relationships of its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        rels = source.read(LINKS).decode()
    return changed(data, **{LINKS: rels.replace("</Rel", "".join(links) + "</Rel")}, **members)


def link(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def of_python_docx(content_type: str = "") -> bytes:
    """What python-docx writes itself, its main part declared as another type."""
    document = python_docx.Document()
    document.add_paragraph("正文。")
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as source:
        types = source.read("[Content_Types].xml").decode()
    usual = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return changed(out.getvalue(), **{"[Content_Types].xml": types.replace(usual, content_type or usual)})


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(of_python_docx(), id="docx"),
        pytest.param(of_python_docx("application/vnd.ms-word.document.macroEnabled.main+xml"), id="docm"),
        pytest.param(
            of_python_docx("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
            id="template",
        ),
        pytest.param(linked(docx(p("正文。")), link("x", "image", "../NULL")), id="dangling-picture"),
        pytest.param(linked(docx(p("正文。")), link("x", "styles", "nowhere.xml")), id="dangling-styles"),
        pytest.param(changed(docx(p("正文。")), **{"[Content_Types].xml": "broken"}), id="broken-content-types"),
        pytest.param(changed(docx(p("正文。")), **{"_rels/.rels": "<Relationships/>"}), id="main-part-not-named"),
        pytest.param(
            linked(docx(p("正文。")), link("x", "theme", "theme.xml"), word__theme__xml="<broken"), id="broken-theme"
        ),
    ],
)
def test_docx_package_is_read_where_only_the_text_is_sound(data, look):
    assert look.texts(read(data)) == ["正文。"]


def test_docx_package_pictures_do_not_count_as_text(look):
    picture = link("x", "image", "media.png")
    data = linked(docx(p("正文。")), picture, **{"word/media.png": bytes(2_000_000)})
    assert look.texts(read(data, limits=Limits(max_unpacked=1_000_000))) == ["正文。"]


def test_docx_package_counts_all_parts_that_are_read():
    data = docx(p("正文。"), styles="<w:x/>" * 100_000, numbering="<w:x/>" * 100_000)
    with pytest.raises(ReadError, match="max_unpacked 1,000,000"):
        read(data, limits=Limits(max_unpacked=1_000_000))


@pytest.mark.parametrize("part", ["document", "styles", "footnotes", "header1"])
def test_docx_package_with_a_dtd_in_any_part_is_refused(part):
    data = docx(p("正文。"), styles="", footnotes="", header1=p("某馆"))
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        xml = source.read(f"word/{part}.xml").decode()
    with pytest.raises(ReadError, match=f"^word/{part}.xml: .*DTD"):
        read(changed(data, **{f"word/{part}.xml": f'<!DOCTYPE w [<!ENTITY e "x">]>{xml}'}))


@pytest.mark.parametrize("part", ["_rels/.rels", LINKS, "word/styles.xml", "word/footnotes.xml"])
def test_docx_package_with_broken_xml_is_refused(part):
    data = changed(docx(p("正文。"), styles="", footnotes=""), **{part: "<broken"})
    with pytest.raises(ReadError, match=r"^某馆.docx: .*broken XML .* → ask for the file again"):
        read(data, name="某馆.docx")


def test_docx_package_with_a_password_is_refused():
    data = bytearray(docx(p("正文。")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] |= 1
    with pytest.raises(ReadError, match="password-protected"):
        read(bytes(data))


def test_docx_package_without_styles_has_no_headings():
    # python-docx would lend its template's styles, in which Heading1 is one.
    document = read(docx(p("本馆为事业单位。") + p("收支平衡，没有结余。", '<w:pStyle w:val="Heading1"/>')))
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph"]


def test_docx_package_margins_inside_a_cover_page(look):
    section = '<w:sectPr><w:headerReference r:id="header1"/><w:footerReference r:id="gone"/></w:sectPr>'
    cover = f"<w:sdt><w:sdtContent>{p('封面', section)}</w:sdtContent></w:sdt>"
    assert look.texts(read(docx(cover, header1=p("某馆"))), "header") == ["某馆"]


def test_docx_package_text_around_xml_comments_and_blanks(look):
    runs = "<w:r><w:t>支出<!-- 万 -->3</w:t></w:r><w:r><w:t> </w:t></w:r>" + r("元")
    assert look.texts(read(docx(p(runs=runs)))) == ["支出3 元"]
