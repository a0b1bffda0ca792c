"""Plain text: encodings, hard wraps undone, tables that are drawn with characters."""

from __future__ import annotations

import textwrap

import pytest

from pipeline.errors import ReadError
from pipeline.readers import Limits, read

SENTENCE = (
    "2031年度本馆收入合计398.64万元，其中财政拨款392.14万元，事业收入6.50万元；"
    "全年支出402.18万元，预算执行率95.77%，比上年减少36.52万元。"
)
OTHER = (
    "馆内设办公室、典藏部、阅览部和流通服务部四个部门，核定事业编制25名，"
    "年末在职23人，退休14人，另聘用保洁和保安人员6人。"
)


def doc(text: str, encoding: str = "utf-8"):
    return read(text.encode(encoding), name="报告.txt")


def hard_wrap(paragraph: str, width: int, indent: str = "　　") -> str:
    """Break at a column as an old editor does: anywhere, also inside numbers."""
    lines, line, used = [], "", 0
    for char in indent + paragraph:
        size = 1 if char.isascii() else 2
        if used + size > width:
            lines.append(line)
            line, used = "", 0
        line, used = line + char, used + size
    return "\n".join([*lines, line])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_txt_reads_every_usual_encoding(encoding, look):
    assert look.texts(doc(f"一、概况\n{SENTENCE}\n{OTHER}", encoding)) == ["一、概况", SENTENCE, OTHER]


def test_txt_forgives_a_byte_that_does_not_decode():
    data = (SENTENCE * 5).encode("gbk")
    document = read(data[:40] + b"\xff" + data[40:])
    assert "did not decode" in document.notes[0]


def test_txt_ignores_a_stray_zero_byte(look):
    data = (SENTENCE * 3).encode("gbk")
    assert look.texts(read(data[:60] + b"\x00" + data[60:])) == [SENTENCE * 3]


@pytest.mark.parametrize("width", [40, 57, 72, 74, 76, 80])
def test_txt_joins_hard_wrapped_lines_wherever_they_break(width, look):
    wrapped = "\n".join(hard_wrap(text, width) for text in (SENTENCE, OTHER, SENTENCE, OTHER))
    assert look.texts(doc(wrapped)) == [SENTENCE, OTHER, SENTENCE, OTHER]


def test_txt_joins_wrapped_lines_without_indents_and_starts_anew_at_headings(look):
    parts = ["一、基本情况", SENTENCE, "（二）人员情况", OTHER, "1、收入情况", SENTENCE]
    wrapped = "\n".join(hard_wrap(part, 60, indent="") for part in parts)
    assert look.texts(doc(wrapped)) == parts


def test_txt_joins_double_spaced_wrapped_lines(look):
    wrapped = "\n".join(hard_wrap(text, 60) for text in (SENTENCE, OTHER, SENTENCE))
    assert look.texts(doc(wrapped.replace("\n", "\n\n"))) == [SENTENCE, OTHER, SENTENCE]


def test_txt_keeps_long_lines_as_paragraphs(look):
    assert look.texts(doc(f"{SENTENCE}\n{OTHER}\n\n{SENTENCE}")) == [SENTENCE, OTHER, SENTENCE]


def test_txt_joins_a_sentence_that_a_web_copy_broke_with_a_blank_line(look):
    text = "按照市财政局关于做好2031年度预算绩效自评工作的通知要求，我馆对本年度部门整体支出开展了全面的"
    text += "绩效自\n\n评工作，现报告如下："
    assert look.texts(doc(f"{text}\n\n一、概况\n\n{OTHER}")) == [text.replace("\n\n", ""), "一、概况", OTHER]


def test_txt_joins_what_follows_a_comma_even_if_indented(look):
    text = "　　馆里的公众号关注人数有1.3万人，\n\n　　全年推送168篇。\n　　另有抖音号一个。"
    assert look.texts(doc(text)) == ["馆里的公众号关注人数有1.3万人，全年推送168篇。", "另有抖音号一个。"]


def test_txt_does_not_join_a_signature_to_the_last_sentence(look):
    lines = [SENTENCE.rstrip("。"), "某某县图书馆", "2032年3月1日"]
    assert look.texts(doc("\n\n".join(lines))) == lines


def test_txt_joins_a_centred_title_of_two_lines_and_keeps_the_signature_apart(look):
    title = f"{' ' * 22}某某县图书馆2031年度部门\n{' ' * 22}整体支出绩效自评报告\n\n"
    body = "\n".join(hard_wrap(text, 72) for text in (SENTENCE, OTHER, SENTENCE))
    end = f"\n{' ' * 56}某某县图书馆\n{' ' * 56}2032年3月1日\n"
    document = doc(title + body + end)
    assert document.blocks[0].kind == "title"
    assert look.texts(document) == [
        "某某县图书馆2031年度部门整体支出绩效自评报告", SENTENCE, OTHER, SENTENCE, "某某县图书馆", "2032年3月1日",
    ]  # fmt: skip


TABLE = [
    ["项目", "预算数", "决算数"],
    ["基本支出", "200.00", "198.50"],
    ["其中：人员", "150.00", None],
    ["合  计", "200.00", "198.50"],
]


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(
            "项目\t预算数\t决算数\n基本支出\t200.00\t198.50\n其中：人员\t150.00\t\n合  计\t200.00\t198.50", id="tabs"
        ),
        pytest.param(
            """
            项目            预算数      决算数
            基本支出        200.00      198.50
            其中：人员      150.00
            合  计          200.00      198.50""",
            id="spaces",
        ),
        pytest.param(
            """
            | 项目 | 预算数 | 决算数 |
            |------|-------:|-------:|
            | 基本支出 | 200.00 | 198.50 |
            | 其中：人员 | 150.00 | |
            | 合  计 | 200.00 | 198.50 |""",
            id="markdown",
        ),
        pytest.param(
            """
            ┌──────┬────┬────┐
            │项目        │预算数  │决算数  │
            ├──────┼────┼────┤
            │基本支出    │200.00  │198.50  │
            ├──────┼────┼────┤
            │其中：      │150.00  │        │
            │人员        │        │        │
            ├──────┼────┼────┤
            │合  计      │200.00  │198.50  │
            └──────┴────┴────┘""",
            id="box",
        ),
    ],
)
def test_txt_reads_drawn_tables(drawn, look):
    document = doc(f"{SENTENCE}\n单位：万元\n{textwrap.dedent(drawn).strip(chr(10))}\n{OTHER}\n")
    (table,) = look.tables(document)
    assert [[cell or None for cell in row] for row in table] == TABLE
    assert look.texts(document) == [SENTENCE, "单位：万元", OTHER]


def test_txt_keeps_a_value_in_the_column_that_it_stands_under(look):
    drawn = """
支出项目        年初预算      调整预算      决算数
公务接待            1.00                      0.80
车辆运行            3.00        2.50          2.40"""
    (table,) = look.tables(doc(drawn))
    assert table[1] == ["公务接待", "1.00", None, "0.80"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("核定编制  9 人，其中行政编制  0 人。\n年末实有  7 人，其中退休  0 人。", id="spaces-in-prose"),
        pytest.param("填报单位：某馆    联系人：张某\n填报日期：三月    联系电话：无", id="labels-of-a-form"),
        pytest.param("一、概况..........1\n二、收支..........3", id="contents-list"),
    ],
)
def test_txt_takes_no_prose_for_a_table(text, look):
    assert look.tables(doc(text)) == []


def test_txt_contents_list_opens_no_sections():
    document = doc(f"目录\n一、概况 ........ 1\n二、收支 ........ 3\n一、概况\n{OTHER}")
    assert [block.section for block in document.blocks] == [(), (), (), ("一、概况",), ("一、概况",)]


def test_txt_over_the_limit_is_refused():
    with pytest.raises(ReadError, match="max_chars 50"):
        read(SENTENCE.encode(), limits=Limits(max_chars=50))


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        pytest.param(
            ["项 目 |", "预算数 |", "决算数 |", "合 计 |", "9.5 |", "6.7 |", "接待费 |", "2.5 |", "|", "购置费 |"],
            [["项 目", "预算数", "决算数"], ["合 计", "9.5", "6.7"], ["接待费", "2.5", ""], ["购置费"]],
            id="closed-cells-last-blanks-missing",
        ),
        pytest.param(
            ["项目", "|", "金额", "|", "合计", "|", "43.2", "|", "印刷费", "|", "3.2", "|"],
            [["项目", "金额"], ["合计", "43.2"], ["印刷费", "3.2"]],
            id="bars-on-lines-of-their-own",
        ),
        pytest.param(
            ["项目 |", "本年", "支出 |", "合计 |", "43.2 |", "印刷费 |", "3.2 |"],
            [["项目", "本年支出"], ["合计", "43.2"], ["印刷费", "3.2"]],
            id="a-cell-of-two-lines",
        ),
        pytest.param(
            ["|", "|", "项目", "|", "合计", "|", "一般公共", "预算", "|", "|", "接待费", "|", "1.2", "|", "1.2", "|"],
            [["项目", "合计", "一般公共预算"], ["接待费", "1.2", "1.2"]],
            id="bars-open-rows-too",
        ),
        pytest.param(
            [
                "科目",
                "|",
                "行次",
                "|",
                "决算数",
                "|",
                "一、拨款",
                "|",
                "1",
                "|",
                "7.5",
                "|",
                "二、其他",
                "|",
                "2",
                "|",
                "0",
                "|",
            ],
            [["科目", "行次", "决算数"], ["一、拨款", "1", "7.5"], ["二、其他", "2", "0"]],
            id="line-numbers",
        ),
    ],
)
def test_txt_cells_one_a_line_make_a_table(lines, rows, look):
    document = doc("\n".join(["单位：万元", *lines, "二、其他情况。"]))
    assert [b.kind for b in document.blocks] == ["paragraph", "table", "paragraph"]
    table = document.blocks[1].table
    found: dict[int, list[str]] = {}
    for cell in table.cells:
        found.setdefault(cell.row, []).append(document.quote(cell.span))
    assert list(found.values()) == rows


def test_txt_bars_in_a_row_close_the_rows_of_a_form(look):
    lines = [
        "丁香县档案馆2031年度绩效自评报告",
        "一、基本概况 |",
        "||||||",
        "人员编制",
        "|",
        "19",
        "|",
        "实有人数 |",
        "18 |",
        "|||",
    ]
    head = ["主要工作 |", "任务1:修渠。", "任务2:修路。", "|", "|||||", "收入情况(万元) |", "||||||"]
    money = [
        "机构名称 |",
        "合计 |",
        "其中: |",
        "||||",
        "拨款 |",
        "其他 |",
        "|||||",
        "汇总 |",
        "9.5 |",
        "6.5 |",
        "|",
        "|||",
    ]
    document = doc("\n".join([*lines, *head, *money, "以上为全部收入。"]))
    kinds = ["title", "heading", "table", "paragraph", "table", "paragraph"]
    assert [block.kind for block in document.blocks] == kinds
    form, income = (block.table for block in document.blocks if block.table)
    texts = [(cell.row, cell.col, document.quote(cell.span)) for cell in form.cells]
    assert texts[:4] == [(0, 0, "人员编制"), (0, 1, "19"), (0, 2, "实有人数"), (0, 3, "18")]
    assert texts[4:] == [(1, 0, "主要工作"), (1, 1, "任务1:修渠。任务2:修路。")]
    heads = {document.quote(c.span): (c.row, c.col, c.row_span, c.col_span) for c in income.cells}
    assert heads["其中:"] == (0, 2, 1, 2)
    assert heads["合计"] == (0, 1, 2, 1)
    assert heads["其他"] == (1, 3, 1, 1)
    assert heads["6.5"] == (2, 2, 1, 1)


BROKEN = [
    "渠道清淤项目绩效自评表 | |||||||",
    "（2031年度） | |||||||",
    "资金情况 （万元） |",
    "全年预算数 | 全年执行数 | 执行率 | ||||",
    "年度资金总额 | 36 | 33 | 92% | ||||",
    "一级指标 |",
    "二级指标 | 三级指标 | 分值 | 年度 指标值 |",
    "实际 完成值 | 得分 | 备注 |",
    "产出 指标 （50分） |",
    "数量指标 | 清淤渠道 | 20 | 31公里 | 31公里 | 20 | |",
    "其中支渠 | 9公里 | 9公里 | |||||",
    "质量指标 | |||||||",
    "验收合格率 | 30 | 100% | 100% | 30 | |||",
    "二、存在问题 | |||||||",
    "主要问题 |",
    "管护不到位 | ||||||",
]


def test_txt_rows_of_one_width_that_breaks_inside_their_cells_put_on_several_lines(look):
    document = doc("\n".join(["丁香县水利局2031年度绩效自评", *BROKEN]))
    form, problems = ([list(filter(None, row)) for row in table] for table in look.tables(document))
    assert form[0] == ["资金情况 （万元）", "全年预算数", "全年执行数", "执行率"]
    assert form[2] == ["一级指标", "二级指标", "三级指标", "分值", "年度 指标值", "实际 完成值", "得分", "备注"]
    assert form[3][:4] == ["产出 指标 （50分）", "数量指标", "清淤渠道", "20"]
    assert [row[0] for row in form[4:]] == ["其中支渠", "质量指标", "验收合格率"]
    assert problems == [["主要问题", "管护不到位"]]
    assert "二、存在问题" in look.texts(document)


def test_txt_a_small_table_above_rows_of_one_width_is_apart(look):
    index = ["索引号 | 015/2031 | 日期 | 2031-03-02 |", "机构 | 丁香县财政局 | 文号 | 无 |"]
    tables = look.tables(doc("\n".join([*index, *BROKEN])))
    assert tables[0][0][:2] == ["索引号", "015/2031"]
    assert tables[-2][2][1:3] == ["二级指标", "三级指标"]


def test_txt_a_form_that_was_cut_inside_its_last_cell_keeps_it():
    lines = ["人员编制 |", "18 |", "实有人数 |", "17 |", "|||", "主要成绩 |", "全年开馆300天,举办讲座"]
    document = doc("\n".join(lines))
    (form,) = (block.table for block in document.blocks if block.table)
    assert [document.quote(cell.span) for cell in form.cells][4:] == ["主要成绩", "全年开馆300天,举办讲座"]


def test_txt_barred_cells_that_make_no_rows_are_paragraphs_without_bars(look):
    text = "丁香县档案馆工作总结 |\n全年接待查档600人次。 |\n（来源：办公室） |"
    assert look.texts(doc(text)) == ["丁香县档案馆工作总结", "全年接待查档600人次。", "（来源：办公室）"]


MERGED = ["年度", "合计", "接待费", "公车购置及运行费", "小计", "车辆购置", "车辆运行"]
ROWS = ["2030年", "9.5", "2.5", "7", "3", "4", "2031年", "8.5", "2.5", "6", "2", "4"]
SPREAD = {
    "年度": (0, 0, 2, 1),
    "公车购置及运行费": (0, 3, 1, 3),
    "小计": (1, 3, 1, 1),
    "车辆运行": (1, 5, 1, 1),
    "9.5": (2, 1, 1, 1),
}


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param("".join(f"{cell}\n|\n" for cell in [*MERGED, *ROWS]), id="one-cell-a-line"),
        pytest.param(
            "\n".join(" | ".join(line) + " | |||" for line in [MERGED[:4], MERGED[4:], ROWS[:6], ROWS[6:]]),
            id="one-row-a-line",
        ),
    ],
)
def test_txt_merged_head_cells_get_their_spans_back(drawn):
    document = doc(drawn)
    (table,) = [block.table for block in document.blocks if block.table]
    cells = {document.quote(c.span): (c.row, c.col, c.row_span, c.col_span) for c in table.cells}
    assert {text: cells[text] for text in SPREAD} == SPREAD


def test_txt_what_stands_over_the_head_is_a_line_before_the_table(look):
    cells = ["单位：元", "收入", "项目", "行次", "金额", "栏次", "", "1", "一、拨款", "1", "75", "二、其他", "2", "0"]
    document = doc("".join(f"{cell}\n|\n" for cell in cells))
    assert document.quote(document.blocks[0].span) == "单位：元 收入"
    assert look.tables(document)[0][0] == ["项目", "行次", "金额"]


def test_txt_two_head_rows_that_share_no_word_with_the_rows_below_stay_as_they_are(look):
    (table,) = look.tables(doc("甲 | 乙 | 丙 | 丁 |\n子 | 丑 |\n一 | 2 | 3 | 4 | 5 |\n"))
    assert table[1][:2] == ["子", "丑"]


GLUED = (
    "丁香县农机站2031年度绩效自评报告一、单位基本情况(一)主要职责负责全县农机推广,一、二级维护由站内承担。(二)机构及人员情况"
    "内设4个股室,核定编制21名。二、资金使用及管理情况(一)基本支出2031年基本支出242.6万元。"
    "(二)项目支出情况 项目支出66万元。"
    "三、绩效目标完成情况全年培训12期,抓好三件事:一是抓学习,二是抓作风。四、存在的问题及原因分析预算编制不细。五、几点建议无。"
)


def test_txt_headings_glued_to_their_text_open_sections(look):
    document = doc(GLUED)
    headings = [document.quote(block.span) for block in document.blocks if block.kind == "heading"]
    assert headings == [
        "一、单位基本情况",
        "(一)主要职责",
        "(二)机构及人员情况",
        "二、资金使用及管理情况",
        "(一)基本支出",
        "(二)项目支出情况",
        "三、绩效目标完成情况",
        "四、存在的问题及原因分析",
        "五、几点建议",
    ]
    texts = look.texts(document)
    assert "2031年基本支出242.6万元。" in texts
    assert "全年培训12期,抓好三件事:一是抓学习,二是抓作风。" in texts


def test_txt_numerals_without_words_of_headings_open_nothing():
    duties = "主要职责:一、贯彻方针政策;二、抓好农机推广;三、组织技术培训;四、承办交办事项。" * 6
    assert [block.kind for block in doc(duties).blocks] == ["paragraph"]


def test_txt_what_stands_above_a_tables_head_is_apart():
    text = """| 索引号 | 015/2024 | 发布机构 | 丁香县财政局 |
| 文号 | 无 | 浏览量 | 31 |
丁香县“三公”经费决算表 | |||
单位：万元 | |||
项目 | 上年 | 本年 | 增减 |
合计 | 3.1 | 2.6 | -0.5 |
"""
    blocks = doc(text).blocks
    assert [block.kind for block in blocks] == ["table", "title", "paragraph", "table"]
    assert [block.table.rows for block in blocks if block.table] == [2, 2]


def test_txt_heads_that_lost_their_spans_above_repeated_columns_are_apart():
    pair = "预算数 | 决算数 | "
    lines = [
        "合计 | 出国费 | 用车费 | 接待费 | ||||||||",
        "小计 | 购置费 | 运行费 | |||||||||",
        pair * 6,
        "1.0 | " * 12,
    ]
    blocks = doc("\n".join(line.rstrip() for line in lines)).blocks
    assert [block.kind for block in blocks] == ["paragraph", "paragraph", "table"]
    assert blocks[2].table.rows == 2


def test_txt_two_tables_of_barred_cells_with_a_title_between(look):
    first = ["项目 |", "支出(万元) |", "增减 |", "接待费 |", "2.5 |", "- |", "购置费 |", "0 |", "- |"]
    second = ["使用情况", "项目 |", "数量 |", "接待批次 |", "48 |", "车辆保有量 |", "6 |"]
    document = doc("\n".join([*first, *second, "二、其他情况。"]))
    tables = [block.table for block in document.blocks if block.table]
    assert [len({cell.row for cell in table.cells}) for table in tables] == [3, 3]


def test_txt_wrapped_lines_made_narrower_by_half_width_signs():
    lines = [
        "(一)本单位2031年度总收入512.30万元,其中本年收",
        "入480.10万元,较2030年度决算数减少25.60万元,下降5%。",
        "收入具体情况如下。",
        "1.一般公共预算财政拨款收入470.00万元,为本级财政",
        "当年拨付的资金。较2030年度决算数减少20.50万元,下降",
        "4.2%,主要原因:一是人员减少,相应减少了离退休费等;",
        "二是按要求压减了机构运行经费。",
        "二、支出情况",
        "本年支出480.71万元。",
    ]
    document = doc("\n".join(lines))
    assert [document.quote(block.span).replace("\n", "") for block in document.blocks] == [
        (
            "(一)本单位2031年度总收入512.30万元,其中本年收入480.10万元,较2030年度决算数减少25.60万元,下降5%。"
            "收入具体情况如下。"
        ),
        (
            "1.一般公共预算财政拨款收入470.00万元,为本级财政当年拨付的资金。较2030年度决算数减少20.50万元,下降4.2%,"
            "主要原因:一是人员减少,相应减少了离退休费等;二是按要求压减了机构运行经费。"
        ),
        "二、支出情况",
        "本年支出480.71万元。",
    ]


def test_txt_a_bar_that_opens_some_lines_stands_behind_a_blank_cell():
    lines = ["预算执行 | 内容 | 年初预算 | 执行数 |", "| 总额 | 5.00 | 4.80 |", "| 其中：财政资金 | 5.00 | 4.80 |"]
    document = doc("\n".join(lines))
    (table,) = [block.table for block in document.blocks if block.table]
    places = {document.quote(cell.span): (cell.row, cell.col) for cell in table.cells if len(cell.span)}
    assert (places["内容"], places["总额"], places["其中：财政资金"]) == ((0, 1), (1, 1), (2, 1))


def test_txt_rows_whose_cells_single_blanks_part_are_lines_of_their_own(look):
    lines = [
        "支出类别 年初预算数 全年预算数 全年执行数 预算执行率 年末结转和结余",
        "基本支出 1,020.00 1,066.30 1,060.12 99.42% 6.18",
        "项目支出 480.00 655.80 601.77 91.76% 54.03",
        "年末由财政收回的资金共计20万元，已在规定的期限之内全部上缴，没有其他需要说明的事项和问题了",
    ]
    assert look.texts(doc("\n".join(lines))) == lines


def test_txt_gives_blanks_of_merged_cells_back_to_their_words(look):
    lines = [
        "预算数\t\t\t决算数\t\t",
        "合计\t购车\t\t合计\t购车\t",
        "\t小计\t新购\t\t小计\t新购",
        "4\t3\t2\t5\t4\t3",
        "共\t\t2\t5\t4\t3",
    ]
    (table,) = look.tables(doc("说明见下表。\n\n" + "\n".join(lines) + "\n"))
    assert table[0] == ["预算数"] * 3 + ["决算数"] * 3
    assert table[1] == ["合计", "购车", "购车", "合计", "购车", "购车"]
    assert table[2] == ["合计", "小计", "新购", "合计", "小计", "新购"]
    assert table[4] == ["共", "共", "2", "5", "4", "3"]
