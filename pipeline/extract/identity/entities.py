"""Whose report it is: the places that may tell, in the order in which they are trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.document import Block
from pipeline.extract.identity.bodies import body_of_title, is_real, longer_names, short_names, stem_of, whole_body
from pipeline.extract.identity.lines import Page
from pipeline.extract.identity.titles import is_date, title_of
from pipeline.language.squeeze import squeeze

_SHORT = 30
"""A line that is only a name is shorter."""
_CELLS = 12
"""So many cells of a table may be its head."""


def entity_of(page: Page) -> str:
    """The first real name that a source tells, or nothing."""
    names = (name for source in SOURCES for name in source(page))
    name = next((name for name in names if is_real(name, page.shapes)), "")
    return next((longer for longer in longer_names(name, page.shapes) if _is_told(page, longer)), name)


def _is_told(page: Page, name: str) -> bool:
    return any(name in line.text for line in page.lines)


def _from_title(page: Page) -> Iterator[str]:
    yield body_of_title(title_of(page), page.shapes)


def _from_labels(page: Page) -> Iterator[str]:
    """单位名称：X among the first lines."""
    for line in page.lines[:8]:
        if not line.in_margin and (match := page.shapes.labelled.match(line.text)):
            yield whole_body(match["body"], page.shapes)


def _from_table_heads(page: Page) -> Iterator[str]:
    """单位名称 | X in the first cells of a table."""
    for block in page.document.blocks:
        yield from _labelled_cells(page, block)


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
    """X（以下简称…）."""
    for line in page.lines:
        if pairs := short_names(line.text, page.shapes):
            yield pairs[0][0]


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
    for line in page.lines[:12]:
        if match := page.shapes.described.search(line.text):
            yield match["body"]


def _labelled_cells(page: Page, block: Block) -> Iterator[str]:
    cells = sorted(block.table.cells, key=lambda c: (c.row, c.col))[:_CELLS] if block.table else []
    for left, right in pairwise(cells):
        label = squeeze(page.document.quote(left.span)).text
        if left.row == right.row and page.shapes.words.lines.label_cell.search(label):
            yield whole_body(squeeze(page.document.quote(right.span)).text, page.shapes)


SOURCES: tuple[Callable[[Page], Iterator[str]], ...] = (
    _from_title,
    _from_labels,
    _from_table_heads,
    _from_doers,
    _from_first_lines,
    _from_short_names,
    _from_margins,
    _from_signature,
    _from_judges,
    _from_file_name,
    _from_descriptions,
)
"""The title tells best; a name that only a label, a signature or the file's name gives is taken where it does not."""
