"""What a report says that it is: its title, and the title's year and kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.extract.identity.bodies import body_of_title
from pipeline.extract.identity.lines import Page
from pipeline.extract.identity.shapes import YEAR, Shapes
from pipeline.language.squeeze import squeeze

_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_DATE = re.compile(r"^(?:20\d\d|二[〇○零][一二三四五六七八九〇○零]{2})年.{1,6}月.{1,4}日$")
# 与2030年度决算相比: what is compared with is the year before.
_FISCAL_YEAR = re.compile(rf"(?<![较比与同])({YEAR})年度")
_YEAR_NO_MONTH = re.compile(r"(?<![较比与同])(20\d\d)年(?!\d{1,2}月)")
_YEAR_END = re.compile(r"截[至止]到?(20\d\d)年12月")
# 项目起止时间 2030年1月起至2030年12月止: a project's term inside one year.
_TERM = re.compile(r"(20\d\d)年(?:\d{1,2}|元)月(?:\d{1,2}日)?[起始]?[至到—~-]+(?:\1年)?\d{1,2}月")
# 2030年12月31日, the day by which a form's project was to be done; and the day on which results were published.
_LAST_DAY = re.compile(r"(20\d\d)年12月31日")
_PUBLISHED = re.compile(r"(?:发布|公开|成文|生成)(?:时间|日期):?(20\d\d)[-年./]")
_YEAR_OF_MONTH = re.compile(r"(20\d\d)年\d{1,2}月")
_YEAR_BEHIND = re.compile(r"\(20\d\d年度?\)$")
# 海东残联(2030), 2030-海东残联, but not 20300315 or 2030-03-15.
_YEAR_IN_NAME = re.compile(r"(?<!\d)20[12]\d(?!\d|[-._年]?\d{1,2}(?!\d))")
_LEADING_YEAR = re.compile(r"20[12]\d(?!\d)")
_TOP, _UPPER_PART = 14, 60
_LONGEST = 70
_UPPER_BLOCKS, _UPPER_ROWS = 6, 8
"""Where a table may hold the title: among so many blocks, in so many rows."""


def title_of(page: Page) -> str:
    """The line, or two or three in one, at the top that says what this report is; else what the margins say.

    A title that names a body is taken before one that does not: 益阳湖区水务局2031年度…报告 below 2031年度…报告.
    """
    kind = page.shapes.kind
    titles = [line.text for line in page.lines if line.is_title]
    if titles and kind.search(titles[0]) and body_of_title(titles[0], page.shapes):
        return titles[0]
    found = [*(title for title in titles[:1] if kind.search(title)), *_titles_at_top(page)]
    named = (title for title in found if body_of_title(title, page.shapes))
    margins = (line.text for line in page.margins if kind.search(line.text))
    title = (*named, *found, *_titles_in_tables(page), *titles, *margins, "")[0]
    return title if year_of(title, page.shapes) else _with_lines_above(title, found, page.shapes)


def _with_lines_above(title: str, found: list[str], shapes: Shapes) -> str:
    """…2031年度水利发展资金 above 绩效自评报告: the title whose last line the title is, with its year."""
    longer = (run for run in found if len(run) > len(title) and run.endswith(title) and ":" not in run)
    above = ((run, run.removesuffix(title)) for run in longer)
    return next((run for run, first in above if year_of(run, shapes) and not is_date(first)), title)


def year_of(text: str, shapes: Shapes) -> int | None:
    """The fiscal year that a title tells; 2030年10月 is a date."""
    if match := shapes.title_year.search(text):
        return int((match[1] or match[2]).translate(_DIGITS))
    if match := shapes.words.years.short.search(text):
        return 2000 + int(match["year"])
    leading = _LEADING_YEAR.match(text)
    return int(leading[0]) if leading else None


def year_of_name(name: str, shapes: Shapes) -> int | None:
    """The fiscal year that a file's name tells: as a title does, or as the one year that stands in it."""
    if year := year_of(name, shapes):
        return year
    years = {int(found[0]) for found in _YEAR_IN_NAME.finditer(name)}
    return years.pop() if len(years) == 1 else None


def year_of_text(page: Page) -> int | None:
    """The year of the first heading that says what the report is about, else the one that the text speaks of most.

    YYYY年度 counts above all, the date of signing never.
    """
    shape = page.shapes.words.titles
    for line in page.lines[:_TOP]:
        heading = len(line.text) <= _LONGEST and not shape.sentence.search(line.text) and shape.about.search(line.text)
        if heading and not line.trail and (year := year_of(line.text, page.shapes)):
            return year
    counts: Counter[int] = Counter()
    for line in page.lines[:_UPPER_PART]:
        if not is_date(line.text):
            counts.update(3 * [int(match[1].translate(_DIGITS)) for match in _FISCAL_YEAR.finditer(line.text)])
            counts.update(int(match[1]) for match in _YEAR_NO_MONTH.finditer(line.text))
            counts.update(int(match[1]) for match in _YEAR_END.finditer(line.text))
    for told in (_years_of_terms, _years_of_dates, _years_of_last_days, _years_before_publication):
        counts.update(() if counts else told(page))
    # A budget tells its assets at the end of the year before.
    return max(counts, key=lambda year: (counts[year], year), default=None)


def _years_of_terms(page: Page) -> list[int]:
    blocks = page.document.blocks[:_UPPER_PART]
    return [int(year) for b in blocks for year in _TERM.findall(squeeze(page.document.quote(b.span)).text)]


def _years_of_dates(page: Page) -> list[int]:
    """2030年11月10日，镇扶贫车间…: a date that is told, where no year stands alone."""
    shape = page.shapes.words.titles
    told = (line.text for line in page.lines[:_UPPER_PART] if line.is_title or shape.sentence.search(line.text))
    return [int(year) for text in told for year in _YEAR_OF_MONTH.findall(text)]


def _years_of_last_days(page: Page) -> list[int]:
    return [int(year) for line in page.lines for year in _LAST_DAY.findall(line.text)]


def _years_before_publication(page: Page) -> list[int]:
    """Results are published in the year behind the one that they tell."""
    top = [line.text for line in page.lines[:_TOP]]
    if not any(map(page.shapes.words.titles.of_results.search, top)):
        return []
    return [int(year) - 1 for text in top for year in _PUBLISHED.findall(text)]


def kind_of(title: str, names: tuple[str, ...], shapes: Shapes) -> str:
    """The report's kind as its title words it, without body and year; the title itself where nothing else is left.

    `names`: the entity's names.
    """
    words = shapes.title_year.sub("", title)
    for name in filter(None, names):
        words = words.replace(name, "")
    leading = shapes.words.titles.leading
    words = leading.sub("", words.replace("()", ""))
    match = shapes.kind_in_full.search(words)
    kind = leading.sub("", match.group()) if match else ""
    # “报告” alone is no kind: 法治政府建设报告 keeps its words.
    return words or title if kind in ("", *shapes.words.titles.endings) else kind


def kind_told(page: Page) -> str:
    """The report's kind as its first lines speak of it, where it has no title: “现将…“三公”经费预算数说明如下”.

    Results win over the budget that they are measured against.
    """
    words, top = page.shapes.words.titles, page.body[:_TOP]
    told = [match.group() for line in top for match in page.shapes.kind_in_text.finditer(line.text)]
    done = next((kind for kind in told if words.of_results.search(kind)), "")
    if done or any(words.results_told.search(line.text) for line in top):
        return done
    return next((kind for kind in told if words.about.search(kind)), "")


def is_date(text: str) -> bool:
    """Whether a line is a date of signing."""
    return bool(_DATE.match(text))


def _titles_at_top(page: Page) -> Iterator[str]:
    top = [line.text for line in page.body if not line.trail][:_TOP]
    runs = ("".join(top[start : start + count]) for count in (1, 2, 3) for start in range(len(top)))
    shapes = (page.shapes.words.titles.quoted, page.shapes.glued)
    parts = (match["title"] for words in top for shape in shapes for match in shape.finditer(words))
    yield from (words for words in (*runs, *parts) if _is_title(words, page.shapes))


def _titles_in_tables(page: Page) -> Iterator[str]:
    """In the first rows of a table: alone in its row, or with a year (名称 | X2031年预算公示)."""
    for block in page.document.blocks[:_UPPER_BLOCKS]:
        rows = block.table.grid()[:_UPPER_ROWS] if block.table else []
        for row in rows:
            texts = [squeeze(page.document.quote(cell.span)).text for cell in dict.fromkeys(filter(None, row))]
            texts = [text for text in texts if text]
            dated = (text for text in texts if len(texts) == 1 or page.shapes.title_year.search(text))
            yield from (text for text in dated if _is_title(_YEAR_BEHIND.sub("", text), page.shapes))


def _is_title(words: str, shapes: Shapes) -> bool:
    shape = shapes.words.titles
    if len(words) > _LONGEST or shape.never.search(words) or shape.sentence.search(words):
        return False
    return bool(shapes.kind.search(words) and shape.about.search(words))
