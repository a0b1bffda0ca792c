"""Whose report it is: the places that may tell, in the order in which they are trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.document import Block
from pipeline.extract.identity.bodies import (
    body_of_title,
    is_real,
    longer_names,
    region_of,
    short_names,
    stem_of,
    whole_body,
)
from pipeline.extract.identity.lines import Page
from pipeline.extract.identity.titles import is_date, title_of
from pipeline.language.squeeze import squeeze

_SHORT = 30
"""A line that is only a name is shorter."""
_UPPER = 14
"""How many lines are the report's beginning."""
_UPPER_PART = 60
"""Where a report says what its body is and does."""
_CELLS = 40
"""So many cells of a table may be its head."""


def entity_of(page: Page) -> str:
    """The first real name that a source tells, or nothing."""
    names = (name for source in SOURCES for name in source(page))
    name = next((name for name in names if is_real(name, page.shapes)), "")
    name = next((longer for longer in longer_names(name, page.shapes) if _is_told(page, longer)), name)
    return _with_area(page, name)


def _is_told(page: Page, name: str) -> bool:
    return any(name in line.text for line in page.lines)


def _with_area(page: Page, name: str) -> str:
    """市总工会 is 清平市总工会, and 水务局 岚溪县水务局, where the report has that name somewhere."""
    bodies = page.shapes.words.bodies
    if not name or bodies.region.match(name):
        return name
    area = "[\u4e00-\u9fff]{2,3}" if name[0] in bodies.levels else f"[\u4e00-\u9fff]{{2,6}}?[{bodies.levels}]"
    longer = re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=关于|部门|单位|机构|来源)|(?<=[经由向据]))"
        rf"(?!发布|信息|来源|[经由向据]){area}{re.escape(name)}"
    )
    return next((match.group() for line in page.lines if (match := longer.search(line.text))), name)


def _from_title(page: Page) -> Iterator[str]:
    yield body_of_title(title_of(page), page.shapes)


def _from_labels(page: Page) -> Iterator[str]:
    """单位名称：X among the first lines; who carries a project out before who answers for it."""
    found: list[tuple[str, str]] = []
    for line, following in pairwise(page.lines[:_UPPER]):
        if not line.in_margin and (match := page.shapes.labelled.match(line.text)):
            found.append((line.text, match["body"]))
        if page.shapes.label.match(line.text):
            found.append((line.text, following.text.lstrip("•·*")))
    for _, words in sorted(found, key=lambda told: _is_superior(page, told[0])):
        yield whole_body(words, page.shapes)


def _from_forms(page: Page) -> Iterator[str]:
    """主管部门219-X实施单位…: labels and names in one line, as forms lose their cells."""
    found = [match for line in page.lines[:_UPPER] for match in page.shapes.in_form.finditer(line.text)]
    for match in sorted(found, key=lambda match: _is_superior(page, match.group())):
        yield whole_body(match["body"], page.shapes)


def _from_trail(page: Page) -> Iterator[str]:
    """首页>信息公开>X: the last body on the way to the page, which is not the site's own."""
    for line in page.lines[:_UPPER]:
        yield from (whole_body(step, page.shapes) for step in reversed(line.trail))
        if match := page.shapes.site.search(line.text):
            yield match["body"]


def _from_sentences(page: Page) -> Iterator[str]:
    """X2031年度…, 关于X2031年度…, 现将2031年X…: a sentence that begins with the body."""
    for line in page.lines[:_UPPER_PART]:
        for shape in (page.shapes.before_year, page.shapes.after_year):
            yield from (whole_body(match["body"], page.shapes) for match in shape.finditer(line.text))


def _from_areas(page: Page) -> Iterator[str]:
    """The area whose bodies a report sums up, where it is no body's: 2031年度岚溪县“三公”经费决算情况."""
    for part in page.shapes.year_between.split(title_of(page)):
        if match := page.shapes.area_and_kind.search(part):
            yield match["body"]
    for line in page.lines[:_UPPER]:
        areas = (match["body"] for match in page.shapes.area_before_year.finditer(line.text))
        yield from (area for area in areas if not page.shapes.words.bodies.not_first.match(area))


def _from_table_heads(page: Page) -> Iterator[str]:
    """单位名称 | X in the first cells of a table; who carries a project out before who answers for it."""
    cells = [cell for block in page.document.blocks for cell in _labelled_cells(page, block)]
    yield from (body for _, body in sorted(cells, key=lambda cell: _is_superior(page, cell[0])))


def _from_doers(page: Page) -> Iterator[str]:
    """项目实施单位为X."""
    for line in page.lines[:10]:
        if match := page.shapes.doer.search(line.text):
            yield whole_body(match["body"], page.shapes)


def _from_first_lines(page: Page) -> Iterator[str]:
    for line in page.lines[:6]:
        # A line that ends in a colon is whom the report is sent to.
        if len(line.text) <= _SHORT and not line.text.endswith(":"):
            yield whole_body(page.shapes.words.lines.letterhead.sub("", line.text), page.shapes)


def _from_short_names(page: Page) -> Iterator[str]:
    """X（以下简称…）; of several one with an area, which a party or a ministry has not."""
    full = [full for line in page.lines for full, _ in short_names(line.text, page.shapes)]
    yield from sorted(full, key=lambda name: not region_of(name, page.shapes))


def _from_margins(page: Page) -> Iterator[str]:
    for line in page.margins:
        yield body_of_title(line.text, page.shapes)
        if match := page.shapes.labelled.search(line.text):
            yield whole_body(match["body"], page.shapes)


def _from_signature(page: Page) -> Iterator[str]:
    for line in reversed(page.body[-6:]):
        # A line that ends in a colon is whom the report is sent to.
        if len(line.text) <= _SHORT and not line.text.endswith(":") and not is_date(line.text):
            yield whole_body(line.text, page.shapes)


def _from_judges(page: Page) -> Iterator[str]:
    """X对2023年度…进行了自评."""
    for line in page.lines[:8]:
        if match := page.shapes.judge.search(line.text):
            yield whole_body(match["body"], page.shapes)


def _from_file_name(page: Page) -> Iterator[str]:
    stem = page.shapes.file_prefix.sub("", stem_of(squeeze(page.name).text))
    yield body_of_title(stem, page.shapes)
    yield whole_body(stem.partition("-")[0], page.shapes)


def _from_descriptions(page: Page) -> Iterator[str]:
    """X是…, X位于…."""
    for line in page.lines[:_UPPER_PART]:
        if match := page.shapes.described.search(page.shapes.words.titles.leading.sub("", line.text)):
            yield whole_body(match["body"], page.shapes)


def _labelled_cells(page: Page, block: Block) -> Iterator[tuple[str, str]]:
    """(label, body) of neighbouring cells."""
    cells = sorted(block.table.cells, key=lambda c: (c.row, c.col))[:_CELLS] if block.table else []
    for left, right in pairwise(cells):
        label = squeeze(page.document.quote(left.span)).text
        is_label = page.shapes.words.lines.label_cell.search(label.rstrip(":")) or page.shapes.label.match(label)
        if left.row == right.row and is_label:
            body = page.shapes.code.sub("", squeeze(page.document.quote(right.span)).text)
            yield label, whole_body(body, page.shapes)


def _is_superior(page: Page, label: str) -> bool:
    return bool(page.shapes.words.lines.superior.search(label))


SOURCES: tuple[Callable[[Page], Iterator[str]], ...] = (
    _from_title,
    _from_labels,
    _from_table_heads,
    _from_doers,
    _from_trail,
    _from_first_lines,
    _from_short_names,
    _from_margins,
    _from_signature,
    _from_judges,
    _from_sentences,
    _from_forms,
    _from_descriptions,
    _from_areas,
    _from_file_name,
)
"""The title tells best; a name that only a label, a signature or the file's name gives is taken where it does not."""
