"""OFD reader: what a person sees on the pages is what comes out. The files are written as the standard says."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from lxml import etree
from ofd_files import HEIGHT, MM, NS, WIDTH, Doc, Font, Sheet, code, mm, ofd, path_object, printed, text_object, width
from PIL import Image, ImageOps
from scan_files import Sheet as Scanned
from scan_files import as_file, need_font

from pipeline.errors import ReadError
from pipeline.extract import extractor
from pipeline.readers import Limits, ocr, read
from pipeline.readers.ofd.document import OfdDocument
from pipeline.readers.ofd.geometry import offsets
from pipeline.readers.ofd.objects import Objects
from pipeline.readers.ofd.package import Package
from pipeline.readers.ofd.painting import Painting
from pipeline.readers.ofd.paths import parts_of
from pipeline.readers.ofd.text import glyphs_of
from pipeline.rules import load_rules

ROOT = Path(__file__).resolve().parents[2]
XS, YS = [72.0, 172.0, 272.0, 372.0], [100.0, 120.0, 140.0]
ROWS = [["项目", "预算数", "决算数"], ["苗木", "36.00", "35.21"]]
LONG = (
    "柳溪县林业局全年组织义务植树活动十六场次，参加干部群众一千二百余人次，栽植各类苗木三万六千株，"
    "成活率达到百分之九十三，比上一年提高两个百分点，超额完成了年初下达的造林绿化任务。"
)
needs_ocr = pytest.mark.skipif(not ocr.available(), reason="the extra is not installed: pip install 'jihe[ocr]'")


def sheet(*words: str) -> Sheet:
    """A page of short lines."""
    page = Sheet()
    for number, line in enumerate(words):
        page.text(100, 100 + 24 * number, line)
    return page


class TestText:
    @pytest.mark.parametrize("way", ["text", "text_in_groups", "text_by_char", "text_scaled", "text_without_steps"])
    def test_line_reads_alike_however_it_is_written(self, way, look):
        page = Sheet()
        getattr(page, way)(100, 200, "全年支出1,234.56万元，“三公”经费 3.7万元。")
        document = read(ofd(page))
        assert look.texts(document) == ["全年支出1,234.56万元，“三公”经费 3.7万元。"]
        assert document.blocks[0].page == 1
        assert document.blocks[0].bbox == pytest.approx((100, 200, 408, 214), abs=0.5)

    def test_lines_are_joined_to_paragraphs_over_the_page(self, look):
        first, second = Sheet(), Sheet()
        below = first.paragraph(100, LONG)
        first.text(100, below, LONG[:30])
        second.text(72, 100, LONG[30:62])
        second.text(72, 124, LONG[62:])
        assert look.texts(read(ofd(first, second))) == [LONG, LONG]

    def test_tight_steps_make_no_spaces_and_wide_ones_do(self, look):
        page = Sheet()
        page.add(text_object(100, 100, 14, code("合计12.5", 14, f'DeltaX="{mm(30, 12, 6, 6, 3.5)}"')))
        assert look.texts(read(ofd(page))) == ["合 计12.5"]

    def test_later_text_codes_start_where_the_first_did_unless_they_say(self, look):
        page = Sheet()
        second = f'<ofd:TextCode Y="{mm(40)}">第二行。</ofd:TextCode>'
        page.add(text_object(100, 100, 14, code("第一行。", 14) + second))
        document = read(ofd(page))
        assert look.texts(document) == ["第一行。", "第二行。"]
        assert document.blocks[1].bbox[:2] == pytest.approx((100, 100 + 40 - 12), abs=0.2)

    def test_text_down_the_page_by_steps_in_y(self, look):
        page = Sheet()
        page.lines([90, 120, 220], [90, 160, 180])
        page.add(text_object(98, 96, 14, code("产出", 14, f'DeltaY="{mm(18)}"')))
        page.text(130, 110, "护林员56人", 10)
        page.text(93, 165, "指标", 10)
        page.text(130, 165, "完成", 10)
        assert look.tables(read(ofd(page))) == [[["产出", "护林员56人"], ["指标", "完成"]]]

    def test_page_printed_sideways_is_read_as_turned(self, look):
        page = Sheet()
        for number, words in enumerate(("林场共有职工56人。", "年末退休9人。")):
            steps = code(words, 14, f'DeltaX="g {len(words) - 1} {mm(14)}"')
            page.add(text_object(100 + 24 * number, 500, 14, steps, 'CTM="0 -1 1 0 0 0"'))
        document = read(ofd(page))
        assert look.texts(document) == ["林场共有职工56人。", "年末退休9人。"]
        assert document.notes == ("page 1: printed sideways; its places count on the page turned upright",)

    @pytest.mark.parametrize(
        ("font", "attributes", "texts"),
        [
            pytest.param('FontName="宋体"', "", ["林场工作情况护林防火工作"], id="alike"),
            pytest.param('FontName="SimHei"', "", ["林场工作情况", "护林防火工作"], id="font-of-thick-letters"),
            pytest.param('FontName="宋体" Bold="true"', "", ["林场工作情况", "护林防火工作"], id="bold-font"),
            pytest.param('FontName="宋体"', 'Weight="700"', ["林场工作情况", "护林防火工作"], id="weight"),
        ],
    )
    def test_bold_line_in_the_middle_is_not_joined_to_a_thin_one(self, font, attributes, texts, look):
        page = Sheet()
        for number, words in enumerate(("林场工作情况", "护林防火工作")):
            page.text(254, 100 + 24 * number, words)
        page.objects[0] = page.objects[0].replace('Font="1"', f'Font="2" {attributes}')
        page.paragraph(160, LONG)
        fonts = f'<ofd:Fonts><ofd:Font ID="1" FontName="宋体"/><ofd:Font ID="2" {font}/></ofd:Fonts>'
        assert look.texts(read(ofd(Doc([page], resources=fonts)))) == [*texts, LONG]

    def test_slanted_watermark_is_left_out(self, look):
        page = sheet("本单位没有车辆。")
        page.add(text_object(200, 400, 40, code("内部资料", 40), 'CTM="0.7 -0.7 0.7 0.7 0 0"'))
        assert look.texts(read(ofd(page))) == ["本单位没有车辆。"]

    def test_hidden_objects_are_left_out(self, look):
        page = sheet("本单位没有车辆。")
        page.add(text_object(100, 300, 14, code("旧稿", 14), 'Visible="false"'))
        assert look.texts(read(ofd(page))) == ["本单位没有车辆。"]

    def test_character_set_on_its_side_stands_in_its_line(self):
        page = Sheet()
        page.add(text_object(100, 100, 14, code("一二三四", 14, f'DeltaX="g 3 {mm(14)}"'), 'CharDirection="90"'))
        assert "sideways" in read(ofd(page)).notes[0]

    def test_places_count_from_the_corner_of_the_paper(self):
        page = sheet("本单位没有车辆。")
        area = f"<ofd:Area><ofd:PhysicalBox>{mm(50, 60, 595, 842)}</ofd:PhysicalBox></ofd:Area>"
        xml = page.xml().replace("<ofd:Content>", f"{area}<ofd:Content>")
        document = read(ofd(page, **{"Doc_0/Pages/Page_0/Content.xml": xml}))
        assert document.blocks[0].bbox[:2] == pytest.approx((50, 40), abs=0.2)

    @pytest.mark.parametrize(
        ("text", "count", "steps"),
        [
            pytest.param("1 2 3", 3, [1, 2, 3], id="one-each"),
            pytest.param("g 3 5 2", 4, [5, 5, 5, 2], id="group-then-one"),
            pytest.param("2 g 2 5", 3, [2, 5, 5], id="one-then-group"),
            pytest.param("4 3", 4, [4, 3, 3, 3], id="the-last-goes-on"),
            pytest.param("4 3 9", 1, [4], id="too-many"),
            pytest.param("g 99999999999 1", 2, [1, 1], id="absurd-count"),
            pytest.param("g -5 1 2", 2, [2, 2], id="negative-count"),
            pytest.param("x", 2, None, id="no-number"),
            pytest.param(None, 2, None, id="absent"),
        ],
    )
    def test_offsets(self, text, count, steps):
        assert offsets(text, count) == steps


class TestTemplates:
    def test_template_stands_on_every_page_that_names_it(self, look):
        head = Sheet()
        head.text(72, 30, "柳溪县林业局文件", 9)
        sheets = [sheet(f"第{n}项：巡山护林。") for n in "一二三"]
        for page in sheets:
            page.templates = ["7"]
        document = read(ofd(Doc(sheets, {"7": head})))
        assert look.texts(document) == ["第一项：巡山护林。", "第二项：巡山护林。", "第三项：巡山护林。"]
        assert look.texts(document, "header") == ["柳溪县林业局文件"]

    def test_form_in_the_template_and_words_on_the_page_are_one_table(self, look):
        form, page = Sheet(), Sheet()
        form.rows(XS, YS, [ROWS[0], ["苗木"]])
        page.text(175, 124, "36.00", 10)
        page.text(275, 124, "35.21", 10)
        page.templates = ["7"]
        assert look.tables(read(ofd(Doc([page], {"7": form})))) == [ROWS]

    def test_template_and_page_have_resources_of_their_own(self, look):
        """The same number means one unit on the page and another in the template."""

        def unit(words: str) -> str:
            content = f"<ofd:Content>{text_object(0, 0, 14, code(words, 14))}</ofd:Content>"
            return f'<ofd:Res {NS}><ofd:CompositeGraphicUnit ID="20">{content}</ofd:CompositeGraphicUnit></ofd:Res>'

        form, page = Sheet(), Sheet()
        for each, top in ((form, 100), (page, 140)):
            each.add(f'<ofd:CompositeObject ID="8" ResourceID="20" Boundary="{mm(100, top, 99, 20)}"/>')
            each.resources = "Own.xml"
        page.templates = ["7"]
        parts = {"Tpls/Tpl_7/Own.xml": unit("国有林场。"), "Pages/Page_0/Own.xml": unit("本单位没有车辆。")}
        assert look.texts(read(ofd(Doc([page], {"7": form}, parts=parts)))) == ["国有林场。", "本单位没有车辆。"]

    def test_missing_template_is_noted_and_the_page_read(self, look):
        page = sheet("本单位没有车辆。")
        page.templates = ["7"]
        document = read(ofd(page, page))
        assert look.texts(document) == ["本单位没有车辆。", "本单位没有车辆。"]
        assert document.notes == ("a template that cannot be read: a part without a name is missing",)


class TestTables:
    @pytest.mark.parametrize("way", ["lines", "boxes", "bars"])
    def test_rules_however_they_are_drawn(self, way, look):
        page = Sheet()
        getattr(page, way)(XS, YS)
        for top, row in zip(YS, ROWS, strict=False):
            for x, words in zip(XS, row, strict=False):
                page.text(x + 3, top + 4, words, 10)
        page.text(100, 160, "以上为造林支出。")
        document = read(ofd(page))
        assert look.tables(document) == [ROWS]
        assert look.texts(document) == ["以上为造林支出。"]
        cell = document.blocks[0].table.cells[4]
        assert cell.bbox == pytest.approx((172, 120, 272, 140), abs=0.6)

    def test_merged_cells_have_their_spans(self):
        page = Sheet()
        page.lines([72, 372], [100, 140, 160])
        page.lines([172, 372], [120, 140])
        page.lines([172, 272], [120, 160])
        page.lines([72, 172], [100, 160])
        for x, top, words in [(75, 113, "合计"), (200, 104, "车辆费"), (175, 124, "购置费"), (275, 124, "运行费"),
                              (75, 144, "9.60"), (175, 144, "0.00"), (275, 144, "9.60")]:  # fmt: skip
            page.text(x, top, words, 10)
        document = read(ofd(page))
        cells = [(document.quote(c.span), c.row, c.col, c.row_span, c.col_span) for c in document.blocks[0].table.cells]
        assert cells[:3] == [("合计", 0, 0, 2, 1), ("车辆费", 0, 1, 1, 2), ("购置费", 1, 1, 1, 1)]

    def test_table_goes_on_over_the_page(self, look):
        first, second = Sheet(), Sheet()
        first.rows(XS, [760, 780, 800], ROWS)
        second.rows(XS, [80, 100, 120], [["管护", "20.00", "19.87"], ["合计", "56.00", "55.08"]])
        (table,) = look.tables(read(ofd(first, second)))
        assert [row[0] for row in table] == ["项目", "苗木", "管护", "合计"]

    @pytest.mark.parametrize(
        "white",
        [
            '<ofd:FillColor Value="255 255 255"/>',
            '<ofd:FillColor Value="#FF #FF #FF"/>',
            '<ofd:FillColor Value="0 0 0 0" ColorSpace="5"/>',
            '<ofd:FillColor Value="0 0 0" Alpha="0"/>',
        ],
    )
    def test_white_boxes_are_no_rules(self, white, look):
        page = Sheet()
        for x in XS[:-1]:
            data = f"M 0 0 L {mm(100)} 0 L {mm(100, 30)} L 0 {mm(30)} C"
            page.add(path_object((x, 70, 100, 30), data, 'Stroke="false" Fill="true"', white))
        page.text(150, 76, "造林支出预算总表")
        page.rows(XS, [100, 120, 140, 160], [*ROWS, ["合计", "36.00", "35.21"]])
        document = read(ofd(page))
        assert look.texts(document) == ["造林支出预算总表"]
        assert look.tables(document)[0][0] == ROWS[0]

    def test_colour_of_the_layer_s_drawing_parameters(self, look):
        params = (
            '<ofd:DrawParams><ofd:DrawParam ID="4"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
            '<ofd:DrawParam ID="5" Relative="4"/><ofd:DrawParam ID="6" Relative="6"/></ofd:DrawParams>'
        )
        page = Sheet(attributes='DrawParam="5"')
        for x in XS[:-1]:
            data = f"M 0 0 L {mm(100)} 0 L {mm(100, 30)} L 0 {mm(30)} C"
            page.add(path_object((x, 70, 100, 30), data, 'Stroke="false" Fill="true"'))
            page.add(path_object((x, 70, 100, 30), data, 'Stroke="false" Fill="false" DrawParam="6"'))
        page.text(150, 76, "造林支出预算总表")
        page.rows(XS, [100, 120, 140, 160], [*ROWS, ["合计", "36.00", "35.21"]])
        assert look.tables(read(ofd(Doc([page], resources=params))))[0][0] == ROWS[0]

    def test_composite_object_is_drawn_where_it_is_placed(self, look):
        unit = Sheet()
        unit.rows([0, 100, 200, 300], [0, 20, 40], ROWS)
        units = (
            f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="20" Width="{mm(300)}" Height="{mm(40)}">'
            f"<ofd:Content>{''.join(unit.objects)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
        )
        page = Sheet()
        place = mm(72, 100, 600, 80)
        page.add(f'<ofd:CompositeObject ID="8" ResourceID="20" Boundary="{place}" CTM="2 0 0 2 0 0"/>')
        document = read(ofd(Doc([page], resources=units)))
        assert look.tables(document) == [ROWS]
        cell = document.blocks[0].table.cells[4]
        assert cell.bbox == pytest.approx((272, 140, 472, 180), abs=0.6)


class TestDocuments:
    def test_two_documents_are_read_one_after_the_other(self, look):
        first, second = Sheet(), Sheet()
        first.text(72, 100, LONG[:32])
        second.text(72, 100, LONG[32:64])
        document = read(ofd(Doc([first, sheet("附表。")]), Doc([second])))
        assert look.texts(document) == [LONG[:32], "附表。", LONG[32:64]]
        assert [block.page for block in document.blocks] == [1, 2, 3]
        assert (document.pages, document.notes) == (3, ("2 documents in one file: pages 1-2; page 3",))

    def test_title_of_the_second_document_closes_the_sections_of_the_first(self, look):
        sheets = []
        for title in ("柳溪县林业局自评报告", "青萍县水利局自评报告"):
            page = Sheet()
            page.text(200, 60, title, 20)
            page.paragraph(120, LONG)
            page.text(100, 240, "一、基本情况")
            page.paragraph(264, LONG)
            sheets.append(page)
        document = read(ofd(*(Doc([page]) for page in sheets)))
        assert look.texts(document, "title") == ["柳溪县林业局自评报告", "青萍县水利局自评报告"]
        assert [block.section for block in document.blocks if block.kind == "paragraph"] == [(), ("一、基本情况",)] * 2

    def test_broken_document_beside_a_sound_one_is_noted(self, look):
        data = ofd(Doc([sheet("甲。")]), Doc([sheet("本单位没有车辆。")]), **{"Doc_0/Document.xml": "<broken"})
        document = read(data)
        assert look.texts(document) == ["本单位没有车辆。"]
        assert document.notes[0].startswith("document 1 of 2 is broken and not read: ")

    def test_empty_document_beside_a_sound_one(self, look):
        document = read(ofd(Doc([Sheet()]), Doc([sheet("本单位没有车辆。")]), Doc([])))
        assert look.texts(document) == ["本单位没有车辆。"]
        assert document.notes == ("2 documents in one file: page 1; page 2",)

    def test_attachments_are_noted(self):
        listed = (
            f'<ofd:Attachments {NS}><ofd:Attachment ID="1" Name="决算表" Format="XLSX"/>'
            '<ofd:Attachment ID="2" Name="说明.docx" Format="docx"/></ofd:Attachments>'
        )
        more = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        document = read(ofd(Doc([sheet("甲。")], more=more, parts={"Attachs/Attachments.xml": listed})))
        assert document.notes == ("attachment: 决算表.xlsx", "attachment: 说明.docx")

    def test_stamps_are_ignored_and_other_annotations_with_words_noted(self, look):
        def annotation(kind: str, words: str) -> str:
            shown = text_object(300, 300, 14, code(words, 14))
            return f'<ofd:Annot ID="1" Type="{kind}"><ofd:Appearance>{shown}</ofd:Appearance></ofd:Annot>'

        annotations = annotation("Stamp", "某县专用章") + annotation("Watermark", "内部") + annotation("Path", "批注")
        parts = {
            "Annots/Annotations.xml": (
                f'<ofd:Annotations {NS}><ofd:Page PageID="0"><ofd:FileLoc>Page_0/Annot.xml</ofd:FileLoc></ofd:Page>'
                '<ofd:Page PageID="1"><ofd:FileLoc>gone.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
            ),
            "Annots/Page_0/Annot.xml": f"<ofd:PageAnnot {NS}>{annotations}</ofd:PageAnnot>",
        }
        more = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
        document = read(ofd(Doc([sheet("本单位没有车辆。")], more=more, parts=parts)))
        assert look.texts(document) == ["本单位没有车辆。"]
        assert document.notes == ("1 annotations with words left out",)

    @pytest.mark.parametrize("location", ["Doc_0/Document.xml", "/Doc_0/Document.xml", "doc_0\\DOCUMENT.XML"])
    def test_locations_as_writers_give_them(self, location, look):
        main = f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot> {location} </ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        assert look.texts(read(ofd(sheet("本单位没有车辆。"), **{"OFD.xml": main}))) == ["本单位没有车辆。"]

    def test_namespace_of_an_older_draft(self, look):
        data = ofd(sheet("本单位没有车辆。"))
        assert look.texts(read(rewritten(data, b"www.ofdspec.org/2016", b"www.ofdspec.org"))) == ["本单位没有车辆。"]


def rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    """The same file with words replaced in every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return out.getvalue()


FONT = '<ofd:Fonts><ofd:Font ID="1" FontName="F"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'


def scanned_doc(pictures: dict[str, bytes], *sheets: Sheet) -> Doc:
    resources = "".join(
        f'<ofd:MultiMedia ID="{name}" Type="Image"><ofd:MediaFile>{name}.png</ofd:MediaFile></ofd:MultiMedia>'
        for name in pictures
    )
    parts = {f"Res/{name}.png": picture for name, picture in pictures.items()}
    return Doc(list(sheets), resources=f"<ofd:MultiMedias>{resources}</ofd:MultiMedias>", parts=parts)


class TestPictures:
    @pytest.fixture(autouse=True)
    def _cache(self, tmp_path, monkeypatch):
        monkeypatch.setenv("JIHE_CACHE", str(tmp_path))

    @needs_ocr
    def test_page_of_pictures_is_read_by_ocr(self, look):
        """A page in two strips: black ink on nothing; and one that lies on its head in the file, turned by its CTM."""
        upper, lower = Scanned(400, 150), Scanned(400, 150)
        upper.text(60, 60, "核定编制58名，实有在职人员61名。", 14)
        lower.text(60, 60, "全年支出812.40万元。", 14)
        ink = Image.new("RGBA", upper.image.size, "black")
        ink.putalpha(ImageOps.invert(upper.image.convert("L")))
        turned = as_file(lower.image.rotate(180))
        page = Sheet((400, 300))
        page.picture("u", 0, 0, 400, 150)
        w, h = mm(400), mm(150)
        page.add(
            f'<ofd:ImageObject ID="3" Boundary="{mm(0, 150, 400, 150)}" CTM="-{w} 0 0 -{h} {w} {h}" ResourceID="l"/>'
        )
        document = read(ofd(scanned_doc({"u": as_file(ink), "l": turned}, page)))
        assert look.texts(document) == ["核定编制58名，实有在职人员61名。", "全年支出812.40万元。"]
        assert document.notes[0].startswith("page 1 read by OCR")
        assert document.blocks[1].bbox == pytest.approx((60, 210, 195, 226), abs=6)

    @needs_ocr
    def test_pictures_of_no_size_or_too_many_pixels_are_left_out(self, look, monkeypatch):
        scan = Scanned(400, 150)
        scan.text(60, 60, "核定编制58名，实有在职人员61名。", 14)
        monkeypatch.setattr("pipeline.readers.ofd.painting._MOST_PIXELS", scan.image.width * scan.image.height + 1)
        page = Sheet((400, 150))
        page.picture("large", 0, 0, 400, 150)
        page.picture("u", 0, 0, 400, 150)
        page.picture("small", 0, 0, 0, 150)
        pictures = {"u": as_file(scan.image), "large": as_file(scan.image.resize((1200, 900)))}
        pictures["small"] = as_file(scan.image.resize((1, 1)))
        assert look.texts(read(ofd(scanned_doc(pictures, page)))) == ["核定编制58名，实有在职人员61名。"]

    @needs_ocr
    def test_pictures_count_one_by_one_against_the_limit(self):
        scan = Scanned(400, 150)
        scan.text(60, 60, "核定编制58名，实有在职人员61名。", 14)
        page = Sheet((400, 150))
        page.picture("u", 0, 0, 400, 150)
        data = ofd(scanned_doc({"u": as_file(scan.image, "BMP")}, page, page, page))
        assert read(data, limits=Limits(max_unpacked=2_000_000)).notes[0].startswith("pages 1-3 read by OCR")
        with pytest.raises(ReadError, match="no text layer: 3 scanned pages"):
            read(data, limits=Limits(max_unpacked=1_000_000))

    @needs_ocr
    def test_only_pages_without_words_cost(self, look):
        scan = Scanned(400, 150)
        scan.text(60, 60, "核定编制58名，实有在职人员61名。", 14)
        second = Sheet((400, 150))
        second.picture("u", 0, 0, 400, 150)
        document = read(ofd(scanned_doc({"u": as_file(scan.image)}, sheet(LONG[:30]), second)))
        assert look.texts(document) == [LONG[:30], "核定编制58名，实有在职人员61名。"]
        assert document.notes[0].startswith("page 2 read by OCR")

    def test_without_ocr_the_error_tells_what_is_needed(self, monkeypatch):
        monkeypatch.setattr("pipeline.readers.ocr.available", lambda: False)
        page = Sheet()
        page.picture("u", 0, 0, WIDTH, HEIGHT)
        with pytest.raises(ReadError, match="no text layer: 1 scanned page → scans need OCR: pip install"):
            read(ofd(scanned_doc({"u": b"x"}, page)))

    @needs_ocr
    def test_picture_that_cannot_be_drawn_is_noted(self):
        page = Sheet()
        page.picture("u", 0, 0, WIDTH, HEIGHT)
        document = read(ofd(scanned_doc({"u": b"\x97JB2"}, page, sheet("本单位没有车辆。"))))
        assert "page 1 without text (scanned): not read" in document.notes
        assert any(note.startswith("page 1: picture u.png cannot be drawn") for note in document.notes)

    @needs_ocr
    def test_glyphs_without_characters_are_drawn_by_their_font(self, look):
        """The words are in a private area: what they are, only the numbers of their glyphs tell; others beside them."""
        font, words = Font(need_font()), "核定编制58名，实有在职人员61名。"
        numbers = font.numbers(words)
        transforms = [
            f'<ofd:CGTransform CodePosition="{at}" CodeCount="{len(part)}" GlyphCount="{len(part)}">'
            f"<ofd:Glyphs>{' '.join(map(str, part))}</ofd:Glyphs></ofd:CGTransform>"
            for at, part in ((0, numbers[:5]), (5, numbers[5:]))
        ]
        private = "".join(chr(0xE100 + index) for index in range(len(words)))
        steps = mm(*(width(char, 14) for char in words[:-1]))
        page = Sheet((400, 150))
        page.add(text_object(60, 60, 14, "".join(transforms) + code(private, 14, f'DeltaX="{steps}"')))
        page.text(60, 100, "年末退休9人。")
        document = read(ofd(Doc([page], resources=FONT, parts={"Res/f.ttf": font.data})))
        assert look.texts(document) == [words, "年末退休9人。"]
        assert document.notes[0].startswith("page 1 read by OCR")
        assert document.blocks[0].bbox == pytest.approx((60, 60, 277, 74), abs=6)

    @needs_ocr
    def test_words_drawn_as_outlines_are_read_by_ocr(self, look):
        words = "核定编制58名，实有在职人员61名。"
        page = Sheet((400, 150))
        page.add(*Font(need_font()).outlines(words, 60, 72, 14))
        assert look.texts(read(ofd(page))) == [words]

    @needs_ocr
    def test_ribbon_is_no_page_for_ocr(self):
        page = Sheet((20, 8000))
        page.picture("u", 0, 0, 20, 8000)
        document = read(ofd(scanned_doc({"u": as_file(Scanned(40, 40).image)}, page, sheet("本单位没有车辆。"))))
        assert "page 1: a page of 20 × 8000 points is not read by OCR" in document.notes

    def test_painting_shows_paths_in_their_colours(self):
        """A red box, a white stroke across it, a thick black one below, an odd-even ring; nothing transparent."""
        page = Sheet((100, 100))
        side = mm(40)
        square = f"M 0 0 L {side} 0 L {side} {side} L 0 {side} C"
        hole = f"M {mm(10, 10)} L {mm(30, 10)} L {mm(30, 30)} L {mm(10, 30)} C"
        red, white = '<ofd:FillColor Value="200 0 0"/>', '<ofd:StrokeColor Value="#FF"/>'
        cyan = '<ofd:FillColor Value="255 0 0 0"/>'
        page.add(
            path_object((5, 5, 40, 40), square, 'Stroke="false" Fill="true"', red),
            path_object((5, 5, 40, 40), f"M 0 {mm(20)} L {mm(40, 20)}", f'LineWidth="{mm(4)}"', white),
            path_object((5, 60, 40, 10), f"M 0 {mm(5)} L {mm(40, 5)}", f'LineWidth="{mm(6)}"'),
            path_object((55, 5, 40, 40), square + hole, 'Stroke="false" Fill="true" Rule="Even-Odd"', cyan),
            path_object((55, 55, 40, 40), square, 'Stroke="false" Fill="false"'),
            path_object((55, 55, 40, 40), square, 'Fill="true" Stroke="false"', '<ofd:FillColor Alpha="0"/>'),
        )
        with closing(Painting(Package(ofd(page), Limits()), 100, 100)) as painting:
            document = OfdDocument(Package(ofd(page), Limits()), "Doc_0/Document.xml")
            document.page(document.pages[0]).walk(Objects(Limits()), painting)
            image, wide, high = painting.shown()
        scale = image.width / 100
        seen = [image.getpixel((x * scale, y * scale)) for x, y in [(10, 10), (10, 50), (57, 10), (75, 25), (75, 75)]]
        assert seen == [(200, 0, 0), (255, 255, 255), (0, 255, 255), (255, 255, 255), (255, 255, 255)]
        assert [image.getpixel((20 * scale, y * scale)) for y in (25, 65)] == [(255, 255, 255), (0, 0, 0)]
        assert (wide, high) == (100, 100)

    @pytest.mark.parametrize(
        ("data", "parts"),
        [
            pytest.param("M 1 2 L 3 4 C", ["move", "line", "close"], id="line"),
            pytest.param("S 1 2 Q 3 4 5 6", ["move", "curve"], id="quadratic"),
            pytest.param("M0 0B1 2 3 4 5 6A1 1 0 0 1-7-8", ["move", "curve", "curve"], id="run-together"),
            pytest.param("M 1 L 3 4 5 B 1 2 3 Z 7 x", [], id="incomplete"),
        ],
    )
    def test_paths(self, data, parts):
        found = list(parts_of(etree.fromstring(f"<p><AbbreviatedData>{data}</AbbreviatedData></p>")))
        assert [kind for kind, _ in found] == parts
        assert [len(points) for _, points in found] == [{"curve": 3, "close": 0}.get(kind, 1) for kind in parts]

    @pytest.mark.parametrize(
        ("codes", "numbers"),
        [
            pytest.param(
                '<CGTransform CodePosition="1" CodeCount="2"><Glyphs>7</Glyphs></CGTransform><TextCode>affb</TextCode>',
                [None, 7, -1, None],
                id="two-characters-in-one-glyph",
            ),
            pytest.param(
                '<CGTransform CodePosition="0"><Glyphs>7</Glyphs></CGTransform><TextCode>a</TextCode>'
                '<CGTransform CodePosition="0"><Glyphs>8 9</Glyphs></CGTransform><TextCode>bc</TextCode>',
                [7, 8, 9],
                id="each-before-its-text",
            ),
            pytest.param(
                '<CGTransform CodePosition="0"><Glyphs>7</Glyphs></CGTransform>'
                '<CGTransform CodePosition="1"><Glyphs>8</Glyphs></CGTransform>'
                "<TextCode>a</TextCode><TextCode>b</TextCode>",
                [7, 8],
                id="all-before-the-first",
            ),
            pytest.param(
                '<CGTransform CodePosition="0" CodeCount="9999999"/><TextCode>ab</TextCode>',
                [-1, -1],
                id="absurd-count",
            ),
        ],
    )
    def test_numbers_of_glyphs(self, codes, numbers):
        element = etree.fromstring(f'<TextObject Size="4">{codes}</TextObject>')
        assert [glyph.number for glyph in glyphs_of(element, (1, 0, 0, 1, 0, 0))] == numbers

    @needs_ocr
    def test_characters_whose_font_is_missing_are_noted(self):
        page = Sheet((400, 150))
        page.text(60, 60, "\ue101\ue102\ue103" * 10)
        with pytest.raises(ReadError, match="no readable text layer: 1 page with garbled text"):
            read(ofd(page))
        scan = Scanned(400, 150)
        scan.text(60, 100, "核定编制58名，实有在职人员61名。", 14)
        page.picture("u", 0, 0, 400, 150)
        document = read(ofd(scanned_doc({"u": as_file(scan.image)}, page)))
        assert document.notes[0] == "page 1: 30 characters whose fonts are not in the file are not drawn for OCR"

    def test_small_picture_beside_words_changes_nothing(self, look):
        page = sheet("本单位没有车辆。")
        page.picture("u", 400, 600, 100, 100)
        document = read(ofd(scanned_doc({"u": b"never opened"}, page)))
        assert (look.texts(document), document.notes) == (["本单位没有车辆。"], ())


def locked(data: bytes) -> bytes:
    """Every part marked as encrypted by the zip."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := changed.find(signature, at + 1)) >= 0:
            changed[at + offset] |= 1
    return bytes(changed)


class TestRefused:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            pytest.param(ofd(sheet("甲"), **{"Encryptions.xml": "<x/>"}), "encrypted OFD → ask for it", id="encrypted"),
            pytest.param(locked(ofd(sheet("甲"))), "password-protected OFD → save it without", id="locked-zip"),
            pytest.param(ofd(sheet("甲"))[:-300], r"OFD that is cut off or broken", id="cut-off"),
            pytest.param(ofd(), "OFD without a document", id="no-document"),
            pytest.param(ofd(Doc([])), "an OFD without pages", id="no-page"),
            pytest.param(ofd(Sheet()), "no text: 1 empty page", id="empty-page"),
            pytest.param(ofd(sheet("甲"), **{"OFD.xml": "<broken"}), r"broken OFD \(.*\) → open it", id="broken-main"),
            pytest.param(
                ofd(sheet("甲"), **{"Doc_0/Pages/Page_0/Content.xml": "<broken"}), "broken OFD: none of 1 pages",
                id="broken-page",
            ),
            pytest.param(
                ofd(Doc([sheet("甲")]), Doc([sheet("甲")]), **{"Doc_0/Document.xml": "<", "Doc_1/Document.xml": "<"}),
                "broken OFD: none of 2 documents", id="broken-documents",
            ),
            pytest.param(
                ofd(sheet("甲"), **{"OFD.xml": f'<!DOCTYPE x [<!ENTITY e "甲">]><ofd:OFD {NS}>&e;</ofd:OFD>'}),
                "^某馆.ofd|ofd.xml: OFD with a DTD", id="dtd",
            ),
        ],
    )  # fmt: skip
    def test_file_that_cannot_be_read_says_why(self, data, words):
        with pytest.raises(ReadError, match=words) as caught:
            read(data, name="某馆.ofd")
        assert caught.value.do

    def test_broken_page_among_others_is_noted(self, look):
        document = read(ofd(sheet("甲。"), sheet("本单位没有车辆。"), **{"Doc_0/Pages/Page_0/Content.xml": "<broken"}))
        assert look.texts(document) == ["本单位没有车辆。"]
        assert document.notes[0] == "page 1 broken: not read"

    def test_missing_resources_are_noted(self, look):
        document = read(ofd(sheet("本单位没有车辆。"), **{"Doc_0/DocumentRes.xml": "<broken"}))
        assert look.texts(document) == ["本单位没有车辆。"]
        assert document.notes[0].startswith("resources that cannot be read: ")

    def test_zip_bomb_is_refused_before_it_unpacks(self):
        data = ofd(sheet("甲"), **{"Doc_0/Pages/Page_0/Content.xml": " " * 2_000_000})
        with pytest.raises(ReadError, match="OFD that unpacks to more than max_unpacked 1,000,000 bytes"):
            read(data, limits=Limits(max_unpacked=1_000_000))

    def test_unit_that_draws_itself_ten_times_ends(self):
        inside = '<ofd:CompositeObject ID="8" ResourceID="20" Boundary="0 0 1 1"/>' * 10
        units = f'<ofd:CompositeGraphicUnit ID="20"><ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit>'
        page = Sheet()
        page.add(inside)
        with pytest.raises(ReadError, match="more characters and strokes than max_chars 100,000"):
            read(ofd(Doc([page], resources=units)), limits=Limits(max_chars=100_000))

    def test_more_pages_than_the_limit(self):
        with pytest.raises(ReadError, match="3 pages, more than max_pages 2"):
            read(ofd(*(sheet("甲") for _ in range(3))), limits=Limits(max_pages=2))

    def test_absurd_numbers_are_harmless(self, look):
        page = sheet("本单位没有车辆。")
        page.add(text_object(1e30, 0, 14, code("远", 14), f'CTM="1e99 nan inf 1e99 0 {MM}"'))
        page.add(text_object(100, 300, 0, code("无", 0), 'HScale="0"'))
        page.add(path_object((0, 0, 1, 1), "M L 1 B 1 2 A 3 C C X"), "<ofd:TextObject/><ofd:PathObject/>")
        assert "本单位没有车辆。" in look.texts(read(ofd(page)))


def test_sample_gives_the_same_facts_as_its_pdf():
    data = (ROOT / "samples" / "2023-青萍县农业农村局.pdf").read_bytes()
    extract = extractor(load_rules()).extract
    one, other = (extract(read(file), name="2023-青萍县农业农村局") for file in (data, printed(data)))
    assert len(one.facts) > 150
    assert [(fact, fact.quote) for fact in other.facts] == [(fact, fact.quote) for fact in one.facts]
    assert other.identity == one.identity
