"""Render the sample archive: reports into samples/, the figures that they state into tests/golden/.

usage: python tests/samples/build.py

Each `*.md` here is one report, text and gold in one place so that they cannot drift apart:

    @file 2022-某县某局.docx      meta: file, entity, year, type, and what a format needs (site, wrap, encoding …)
    # ## ###                      title and headings;  `> ` right-aligned, `^ ` centred, `---` a new page
    [[慰问困难户312户::b 慰问]]    a figure: what the report says, then concept and attributes (ALIASES, `_fact`)
    !cols wan - bud act comp      what the columns of the next table hold; money in 万元 (`wan`) or 元 (`yuan`)
    | 基本支出 | 10 | 9 | 90% | # bas      one row and its concept; `<` joins the cell left, `^` the cell above,
    |---                                   ends the head
    !finding kind | stated | computed | unit | quote; quote | why | files      and  !trap kind | quote; quote | why
    // a comment
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STAMP = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)  # one date for every file, so that a rebuild changes nothing

ALIASES = {
    "q": "staff.quota",
    "q.a": "staff.quota.administrative",
    "q.i": "staff.quota.institution",
    "q.f": "staff.quota.institution.full",
    "q.p": "staff.quota.institution.partial",
    "q.z": "staff.quota.institution.self",
    "q.s": "staff.quota.service",
    "n": "staff.actual",
    "n.a": "staff.actual.administrative",
    "n.i": "staff.actual.institution",
    "n.s": "staff.actual.service",
    "ret": "staff.retired",
    "vet": "staff.retired.veteran",
    "con": "staff.contract",
    "div": "org.divisions",
    "sub": "org.subordinates",
    "car": "asset.vehicles",
    "inc": "income.total",
    "app": "income.appropriation",
    "exp": "expenditure.total",
    "bas": "expenditure.basic",
    "per": "expenditure.basic.personnel",
    "pub": "expenditure.basic.public",
    "prj": "expenditure.project",
    "pit": "expenditure.project.item",
    "open": "carryover.opening",
    "close": "carryover.closing",
    "3": "three_public.total",
    "3a": "three_public.abroad",
    "3r": "three_public.reception",
    "3v": "three_public.vehicle",
    "3p": "three_public.vehicle.purchase",
    "3o": "three_public.vehicle.operation",
    "op": "operating.total",
    "pro": "procurement.total",
    "c": "activity.count",
    "p": "activity.participants",
    "b": "activity.beneficiaries",
    "o": "activity.output",
    "m": "activity.amount",
    "ind": "indicator",
    "isc": "indicator.score",
    "tot": "score.total",
}
MONEY = ("income.", "expenditure.", "carryover.", "three_public.", "operating.", "procurement.", "activity.amount")
SCENARIOS = {"act": "actual", "bud": "budget", "adj": "adjusted", "tar": "target"}
MEASURES = {"chg": "change", "rate": "change_rate", "share": "share", "comp": "completion_rate"}
BASES = {"@pa": "prior_actual", "@pb": "prior_budget", "@b": "budget", "@adj": "adjusted", "@t": "target"}
HEDGES = {"~o": "over", "~a": "about", "~u": "under"}
SIGNS = {"≥": ">=", "≤": "<=", ">=": ">=", "<=": "<=", "＞": ">", "＜": "<", ">": ">", "<": "<", "＝": "=", "=": "="}
UNITS = {"名": "人", "位": "人", "元": "CNY", "场次": "场", "％": "%", "个百分点": "%", "百分点": "%"}
FIXED_UNITS = {"staff.": "人", "org.": "个", "asset.": "辆", "score.total": "分", "indicator.score": "分"}
HEDGE_WORDS = {"以上|超过|突破|逾": "over", "约|左右|上下": "about", "近|不足": "under"}
SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
DIGITS = dict(zip("零一二三四五六七八九两", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2], strict=True))

# Longest first: 人次 must win over 人.
COUNTERS = re.compile(
    "头次|羽次|家次|台次|亩次|个百分点|百分点|立方米|平方米|人次|户次|件次|批次|场次|册次|剂次|公里|小时|公斤|万元|个工作日|工作日"
    "|[人名位户讲个场次期件起份篇台辆家所处座张本册条块支例枚批轮元%％分口门只头台套间项部幅篇瓶米天盏斤头吨亩架条趟本株羽尾对队组面遍趟封盒艘道斤]"
)
FIGURE = re.compile(r"\[\[(.+?)::(.+?)\]\]")
NUMBER = re.compile(r"(-?\d[\d,]*(?:\.\d+)?|[零一二三四五六七八九十百千两]+)(余|多|几)?(千|万|亿)?(余|多)?")
ZERO_WORDS = re.compile("无|未|没有|不安排|均为零|持平")


# ---- the report as blocks ----


@dataclass(frozen=True, slots=True)
class Text:
    """A heading (level 1 to 3) or a paragraph (level 0); align is left, right or center."""

    text: str
    level: int = 0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid: its text and how many columns and rows it covers; (0, 0) for a covered place."""

    text: str
    cols: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; the first `head` rows repeat on every page."""

    rows: list[list[Cell]]
    head: int


@dataclass(frozen=True, slots=True)
class Break:
    """A page break."""


Block = Text | Grid | Break


@dataclass(slots=True)
class Sample:
    """One report: what its file shows, and what its gold says."""

    meta: dict[str, str]
    blocks: list[Block] = field(default_factory=list)
    facts: list[dict[str, object]] = field(default_factory=list)
    findings: list[dict[str, object]] = field(default_factory=list)
    traps: list[dict[str, object]] = field(default_factory=list)

    @property
    def year(self) -> int:
        return int(self.meta["year"])

    def gold(self) -> dict[str, object]:
        """The gold file's content, repeated figures folded into one."""
        document = {"entity": self.meta["entity"], "fiscal_year": self.year, "report_type": self.meta["type"]}
        gold: dict[str, object] = {"file": self.meta["file"], "document": document, "facts": _folded(self.facts)}
        return gold | {"findings": self.findings, "traps": self.traps}


# ---- figures ----


def _chinese(text: str) -> int:
    total = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total += (digit or 1) * SCALES[char]
            digit = 0
    return total + digit


def _amount(shown: str) -> tuple[Decimal, str, str]:
    """The last number of `shown`, what stands after it, and its hedge; Arabic digits win over Chinese ones."""
    found = [m for m in NUMBER.finditer(shown) if m[1][-1].isdigit()] or list(NUMBER.finditer(shown))
    if not found:
        if ZERO_WORDS.search(shown):
            return Decimal(0), "", ""
        raise ValueError(f"no number in {shown!r}")
    last = found[-1]
    plain = Decimal(last[1].replace(",", "")) if last[1][-1].isdigit() else Decimal(_chinese(last[1]))
    hedge = "over" if last[2] or last[4] else ""
    return plain * SCALES[last[3] or ""], shown[last.end() :].strip(), hedge


def _hedge(shown: str) -> str:
    return next((hedge for words, hedge in HEDGE_WORDS.items() if re.search(words, shown)), "")


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Spec:
    """The annotation of a figure, taken apart; `keys` are gold keys that it sets outright."""

    concept: str
    keys: dict[str, object]
    value: Decimal | None = None
    unit: str = ""
    words: bool = False


def _spec(text: str) -> Spec:
    """Read `alias` and its attributes, in any order: a scenario, a measure, a year, `=value`, `u:unit`,
    `~o ~a ~u`, a comparator, a base (`@pa` …), `words` for a value without a number, the item's words by `/`."""
    alias, *marks = text.split()
    keys: dict[str, object] = {}
    value, unit, words = None, "", False
    tables = {"scenario": SCENARIOS, "measure": MEASURES, "approx": HEDGES, "comparator": SIGNS, "base": BASES}
    for mark in marks:
        key = next((key for key, table in tables.items() if mark in table), None)
        if key:
            keys[key] = tables[key][mark]
        elif re.fullmatch(r"20\d\d", mark):
            keys["period"] = int(mark)
        elif re.fullmatch(r"=-?[\d.]+", mark):
            value = Decimal(mark[1:])
        elif mark.startswith("u:"):
            unit = mark[2:]
        elif mark == "words":
            words = True
        else:
            keys["item_any"] = mark.split("/")
    return Spec(ALIASES[alias], keys, value, unit, words)


def _fact(shown: str, text: str, year: int, factor: int = 1) -> dict[str, object]:
    """The gold fact of a figure `shown` in the report and annotated with `text` (see `_spec`)."""
    spec = _spec(text)
    fact: dict[str, object] = {"concept": spec.concept, "measure": "value", "scenario": "actual", "period": year}
    fact |= {key: spec.keys[key] for key in fact if key in spec.keys}
    extra = {key: value for key, value in spec.keys.items() if key not in fact}
    if spec.words:
        return fact | {"value": None, "text": shown, "unit": None} | extra | {"evidence": shown}
    value, unit, hedge = _value(shown, spec, str(fact["measure"]), factor)
    if hedge and "comparator" not in extra:
        extra.setdefault("approx", hedge)
    if fact["measure"] in ("change", "change_rate"):
        extra.setdefault("base", "prior_actual")
    return fact | {"value": _plain(value), "unit": unit} | extra | {"evidence": shown}


def _value(shown: str, spec: Spec, measure: str, factor: int) -> tuple[Decimal, str, str]:
    """Value, unit and hedge: read from the text unless the annotation says otherwise."""
    if spec.value is not None and spec.unit:
        return spec.value, spec.unit, _hedge(shown)
    found, rest, hedge = _amount(shown)
    unit = spec.unit or _unit(spec.concept, measure, rest)
    if spec.value is not None:
        return spec.value, unit, hedge or _hedge(shown)
    if measure in ("change", "change_rate") and found > 0 and re.search("减|降|少|压缩", shown):
        found = -found
    bare = "元" not in rest and "万" not in shown
    return found * factor if unit == "CNY" and bare else found, unit, hedge or _hedge(shown)


def _unit(concept: str, measure: str, rest: str) -> str:
    if measure in ("change_rate", "share", "completion_rate"):
        return "%"
    if concept.startswith(MONEY) or rest.startswith("元"):
        return "CNY"
    fixed = next((unit for start, unit in FIXED_UNITS.items() if concept.startswith(start)), None)
    if fixed:
        return fixed
    word = COUNTERS.match(rest)
    if word is None:
        raise ValueError(f"no counting word in {rest!r} ({concept})")
    return UNITS.get(word[0], word[0])


def _folded(facts: list[dict[str, object]]) -> list[dict[str, object]]:
    """Each figure once: a repetition with the same value only adds its quote."""
    kept: list[dict[str, object]] = []
    for fact in facts:
        twin = next((k for k in kept if _same(k, fact)), None)
        if twin is None:
            kept.append(fact)
        elif fact["evidence"] != twin["evidence"]:
            also = twin.setdefault("evidence_also", [])
            if isinstance(also, list) and fact["evidence"] not in also:
                also.append(fact["evidence"])
    return kept


def _same(a: dict[str, object], b: dict[str, object]) -> bool:
    keys = ("concept", "measure", "scenario", "period", "value", "unit", "comparator", "text")
    if any(a.get(key) != b.get(key) for key in keys) or bool(a.get("approx")) != bool(b.get("approx")):
        return False
    first, second = a.get("item_any", []), b.get("item_any", [])
    assert isinstance(first, list)
    assert isinstance(second, list)
    return first == second or bool(set(first) & set(second))


# ---- reading a source ----


def read(path: Path) -> Sample:
    """The sample that `path` describes."""
    sample = Sample(meta={})
    columns: list[str] = []
    table: list[str] = []
    for raw in [*path.read_text("utf-8").splitlines(), ""]:
        line = raw.strip()
        if table and not line.startswith("|"):
            _add_table(sample, table, columns)
            table, columns = [], []
        if line.startswith("|"):
            table.append(line)
        elif line.startswith("!cols "):
            columns = line.split()[1:]
        elif line and not line.startswith("//"):
            _add_line(sample, line)
    return sample


def _add_line(sample: Sample, line: str) -> None:
    mark, _, rest = line.partition(" ")
    if mark.startswith("@"):
        sample.meta[mark[1:]] = rest
    elif mark in ("!finding", "!trap"):
        _add_judgement(sample, mark, [part.strip() for part in rest.split("|")])
    elif mark == "---":
        sample.blocks.append(Break())
    elif mark in ("#", "##", "###"):
        sample.blocks.append(Text(_shown(sample, rest), level=len(mark)))
    elif mark in (">", "^"):
        sample.blocks.append(Text(_shown(sample, rest), align="right" if mark == ">" else "center"))
    else:
        sample.blocks.append(Text(_shown(sample, line)))


def _add_judgement(sample: Sample, mark: str, parts: list[str]) -> None:
    if mark == "!trap":
        kind, quotes, why = parts
        sample.traps.append({"kind": kind, "why": why, "evidence_any": quotes.split("; ")})
        return
    kind, stated, computed, unit, quotes, why, *files = parts
    row: dict[str, object] = {"kind": kind, "stated": stated or None, "computed": computed or None}
    row |= {"unit": unit or None, "evidence_any": quotes.split("; "), "why": why}
    sample.findings.append(row | ({"files": files[0].split("; ")} if files else {}))


def _shown(sample: Sample, line: str, factor: int = 1) -> str:
    """The line as the reader sees it; its figures go into the sample."""
    for shown, specs in FIGURE.findall(line):
        for spec in specs.split(";"):
            sample.facts.append(_fact(shown, spec.strip(), sample.year, factor))
    return FIGURE.sub(r"\1", line)


def _add_table(sample: Sample, lines: list[str], columns: list[str]) -> None:
    factor = {"wan": 10_000, "yuan": 1}[columns[0]] if columns else 1
    texts: list[list[str]] = []
    head = 0
    for line in lines:
        if line.startswith("|---"):
            head = len(texts)
            continue
        body, _, spec = line.rpartition("|")
        cells = [_shown(sample, cell.strip(), factor) for cell in body[1:].split("|")]
        texts.append(cells)
        if spec.strip():
            _add_row(sample, cells, columns[1:], spec.strip().lstrip("# "), factor)
    width = max(len(row) for row in texts)
    if any(len(row) != width for row in texts):
        raise ValueError(f"uneven table in {sample.meta['file']}: {[row for row in texts if len(row) != width]}")
    sample.blocks.append(Grid(_spans(texts), head))


def _add_row(sample: Sample, cells: list[str], columns: list[str], spec: str, factor: int) -> None:
    """The facts of one row: its concept from `spec`, scenario and measure from the column.

    A column `cmp` or `unit` holds the comparator or counting word of an indicator's value (`it`, `ia` target and
    actual, `st`, `sa` its points); `3r/bud` names a concept of its own; `act:2020` a period of its own.
    """
    around = dict(zip(columns, cells, strict=False))
    for column, cell in zip(columns, cells, strict=False):
        if column in ("-", "cmp", "unit") or not cell or cell in ("-", "—", "/", "<", "^"):
            continue
        concept, _, what = column.rpartition("/")
        full = f"{concept} {what.replace(':', ' ')}" if concept else f"{spec} {what.replace(':', ' ')}"
        if column in ("it", "ia", "st", "sa"):
            full = _indicator_spec(column, cell, spec, around)
        sample.facts.append(_fact(cell, full, sample.year, factor))


def _indicator_spec(column: str, cell: str, spec: str, around: dict[str, str]) -> str:
    item = spec.split(" ", 1)[1]
    scenario = "tar" if column.endswith("t") else "act"
    if column in ("st", "sa"):
        return f"isc {scenario} {item}"
    full = f"ind {scenario} {item}"
    if not re.search(r"\d", cell):
        return full + " words"
    sign = re.match("≥|≤|＞|＜", (around.get("cmp", "") if column == "it" else "") + cell)
    full += f" {sign[0]}" if sign else ""
    unit = around.get("unit", "")
    if unit and unit[0] in "万元":
        return full + f" ={_plain(_amount(cell)[0] * SCALES[unit.rstrip('元')])} u:CNY"
    return full + (f" u:{UNITS.get(unit, unit)}" if unit else "")


def _spans(texts: list[list[str]]) -> list[list[Cell]]:
    """Join `<` with the cell at the left and `^` with the cell above."""
    height, width = len(texts), len(texts[0])
    grid = []
    for y in range(height):
        row = []
        for x in range(width):
            if texts[y][x] in ("<", "^"):
                row.append(Cell("", 0, 0))
                continue
            cols, rows = 1, 1
            while x + cols < width and texts[y][x + cols] == "<":
                cols += 1
            while y + rows < height and texts[y + rows][x] == "^":
                rows += 1
            row.append(Cell(texts[y][x], cols, rows))
        grid.append(row)
    return grid


# ---- .txt ----


def render_txt(sample: Sample) -> bytes:
    """One line a paragraph, cells divided by tabs; with `@wrap N` hard-wrapped after N characters."""
    wrap = int(sample.meta.get("wrap", "0"))
    lines: list[str] = []
    for block in sample.blocks:
        if isinstance(block, Grid):
            lines += ["\t".join(cell.text for cell in row) for row in block.rows]
        elif isinstance(block, Text):
            lines += _wrapped(block, wrap)
    end = "\r\n" if sample.meta.get("encoding") == "gb18030" else "\n"
    return (end.join(lines) + end).encode(sample.meta.get("encoding", "utf-8"))


def _wrapped(block: Text, wrap: int) -> list[str]:
    if not wrap:
        return [block.text]
    text = block.text
    if block.align == "right":
        return [" " * max(0, 2 * (wrap - len(text))) + text]
    if block.level == 1 or block.align == "center":
        return [" " * max(0, wrap - len(text)) + text]
    text = "\u3000\u3000" + text
    return [text[i : i + wrap] for i in range(0, len(text), wrap)]


# ---- .html ----


def render_html(sample: Sample) -> bytes:
    """A page of a government site: the report between navigation, sidebar and footer."""
    site = sample.meta["site"]
    title = next(block for block in sample.blocks if isinstance(block, Text) and block.level == 1)
    body = "\n".join(_html_block(block) for block in sample.blocks if block is not title)
    page = (HERE / "page.html").read_text("utf-8").replace("{{BODY}}", body)
    shown = {"SITE": site, "TITLE": title.text} | {key.upper(): sample.meta[key] for key in ("date", "index", "issuer")}
    for key, value in shown.items():
        page = page.replace("{{" + key + "}}", html.escape(value))
    return page.encode()


def _html_block(block: Block) -> str:
    if isinstance(block, Grid):
        return _html_table(block)
    if isinstance(block, Text):
        text = html.escape(block.text, quote=False)
        if block.level:
            return f'<p style="text-indent:2em"><strong><span style="font-family:黑体">{text}</span></strong></p>'
        style = f"text-align:{block.align}" if block.align != "left" else "text-indent:2em"
        return f'<p style="{style}"><span style="font-family:仿宋;font-size:16pt">{text}</span></p>'
    return '<p style="page-break-after:always">&nbsp;</p>'


def _html_table(grid: Grid) -> str:
    lines = ['<table border="1" cellspacing="0" cellpadding="0" style="width:100%;border-collapse:collapse"><tbody>']
    lines += ["<tr>" + "".join(_html_cell(cell) for cell in row if cell.cols) + "</tr>" for row in grid.rows]
    return "\n".join([*lines, "</tbody></table>"])


def _html_cell(cell: Cell) -> str:
    return f"<td{_html_span(cell)}><p>{html.escape(cell.text, quote=False) or '&nbsp;'}</p></td>"


def _html_span(cell: Cell) -> str:
    return (f' colspan="{cell.cols}"' if cell.cols > 1 else "") + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")


# ---- .docx ----


def render_docx(sample: Sample) -> bytes:
    """A Word file as an office clerk leaves it: headings by style, tables with merged cells."""
    import docx  # noqa: PLC0415 - only this format needs it
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    word = docx.Document()
    word.styles["Normal"].font.name = "仿宋_GB2312"
    word.styles["Normal"].font.size = Pt(14)
    core = word.core_properties
    core.author, core.title, core.comments = sample.meta["entity"], sample.meta["file"].rsplit(".", 1)[0], ""
    core.created = core.modified = STAMP.replace(tzinfo=None)
    word.sections[0].footer.paragraphs[0].text = "— 1 —"
    for block in sample.blocks:
        if isinstance(block, Grid):
            _docx_table(word, block)
        elif isinstance(block, Break):
            word.add_page_break()
        elif block.level:
            heading = word.add_heading(block.text, level=block.level - 1)
            heading.alignment = ALIGN.CENTER if block.level == 1 else ALIGN.LEFT
        else:
            paragraph = word.add_paragraph(block.text)
            paragraph.alignment = {"left": ALIGN.JUSTIFY, "right": ALIGN.RIGHT, "center": ALIGN.CENTER}[block.align]
            if block.align == "left":
                paragraph.paragraph_format.first_line_indent = Pt(28)
    out = io.BytesIO()
    word.save(out)
    return _same_zip(out.getvalue())


def _docx_table(word: object, grid: Grid) -> None:
    table = word.add_table(rows=len(grid.rows), cols=len(grid.rows[0]), style="Table Grid")  # type: ignore[attr-defined]
    places = [list(row.cells) for row in table.rows]
    for y, row in enumerate(grid.rows):
        for x, cell in enumerate(row):
            if cell.cols:
                place = places[y][x]
                if (cell.cols, cell.rows) != (1, 1):
                    place = place.merge(places[y + cell.rows - 1][x + cell.cols - 1])
                place.text = cell.text


def _same_zip(data: bytes) -> bytes:
    """The same package with one date on every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            new.writestr(zipfile.ZipInfo(name, STAMP.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


# ---- .pdf ----


def render_pdf(sample: Sample) -> bytes:
    """A printed report with a text layer, running head and page numbers; tables may break over pages."""
    from reportlab import rl_config  # noqa: PLC0415 - only this format needs it
    from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT  # noqa: PLC0415
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.lib.units import cm  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle  # noqa: PLC0415

    rl_config.invariant = 1
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    base = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK")
    styles = {
        "left": ParagraphStyle("left", base, firstLineIndent=24, alignment=TA_LEFT),
        "right": ParagraphStyle("right", base, alignment=TA_RIGHT),
        "center": ParagraphStyle("center", base, alignment=TA_CENTER),
        1: ParagraphStyle("h1", base, fontSize=18, leading=28, alignment=TA_CENTER, spaceAfter=12),
        2: ParagraphStyle("h2", base, fontSize=14, leading=24, spaceBefore=6),
        3: ParagraphStyle("h3", base, fontSize=12.5, leading=22),
        "cell": ParagraphStyle("cell", base, fontSize=9, leading=12),
    }

    def table(grid: Grid) -> Table:
        data = [[Paragraph(html.escape(c.text), styles["cell"]) if c.cols else "" for c in row] for row in grid.rows]
        spans = [
            ("SPAN", (x, y), (x + c.cols - 1, y + c.rows - 1))
            for y, row in enumerate(grid.rows)
            for x, c in enumerate(row)
            if (c.cols, c.rows) not in ((1, 1), (0, 0))
        ]
        widths = _pdf_widths(grid, 16.5 * cm)
        rules = [
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
        return Table(data, colWidths=widths, repeatRows=grid.head, style=TableStyle([*rules, *spans]))

    def frame(canvas: object, doc: object) -> None:
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawString(2.3 * cm, A4[1] - 1.4 * cm, sample.meta["head"])  # type: ignore[attr-defined]
        canvas.drawCentredString(A4[0] / 2, 1.2 * cm, f"— {doc.page} —")  # type: ignore[attr-defined]

    story: list[object] = []
    for block in sample.blocks:
        if isinstance(block, Grid):
            story += [table(block), Spacer(1, 8)]
        elif isinstance(block, Break):
            story.append(PageBreak())
        else:
            story.append(Paragraph(html.escape(block.text), styles[block.level or block.align]))
    out = io.BytesIO()
    title, author = sample.meta["head"], sample.meta["entity"]
    margins = {"leftMargin": 2.3 * cm, "rightMargin": 2.3 * cm, "topMargin": 2.2 * cm, "bottomMargin": 2.2 * cm}
    paper = SimpleDocTemplate(out, pagesize=A4, title=title, author=author, **margins)
    paper.build(story, onFirstPage=frame, onLaterPages=frame)
    return out.getvalue()


def _pdf_widths(grid: Grid, total: float) -> list[float]:
    """Columns as wide as their longest single cell, within bounds."""
    columns = range(len(grid.rows[0]))
    longest = [max([4, *(min(len(row[x].text) + 2, 11) for row in grid.rows if row[x].cols == 1)]) for x in columns]
    return [total * n / sum(longest) for n in longest]


RENDERERS = {".txt": render_txt, ".html": render_html, ".docx": render_docx, ".pdf": render_pdf}


def render(sample: Sample) -> bytes:
    """The report's file."""
    return RENDERERS[Path(sample.meta["file"]).suffix](sample)


def sources() -> list[Path]:
    """The reports' sources, in order."""
    return sorted(path for path in HERE.glob("*.md") if path.name != "README.md")


def gold_text(sample: Sample) -> str:
    """The gold file: one fact a line, so that a diff shows which figure moved."""
    gold = sample.gold()
    parts = [f'"file": {_json(gold["file"])}', f'"document": {_json(gold["document"])}']
    for key in ("facts", "findings", "traps"):
        rows = gold[key]
        assert isinstance(rows, list)
        parts.append(f'"{key}": [' + ",".join(f"\n  {_json(row)}" for row in rows) + "\n ]")
    return "{" + ",\n ".join(parts) + "}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Write every report and its gold."""
    for path in sources():
        sample = read(path)
        name = sample.meta["file"]
        (ROOT / "samples" / name).write_bytes(render(sample))
        (ROOT / "tests" / "golden" / f"{name}.gold.json").write_text(gold_text(sample), "utf-8")


if __name__ == "__main__":
    main()
