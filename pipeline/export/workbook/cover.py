"""The first sheet: what was checked, what was found, how to answer, and what made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.export.tables import Row
from pipeline.export.workbook.sheets import ALARM, CAUTION, HEAD, QUIET, RULE, Looks, Value, lay_out, lines, put
from pipeline.export.workbook.words import Words
from pipeline.store import Selection

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_STATUSES = ("consistent", "rounding", "inconsistent", "skipped")
_LISTED = ("findings", "figures", "years", "facts", "reports", "failures")
_WIDTHS = (2, 46, 14, 14, 14, 14)
_WIDTH, _LAST = sum(_WIDTHS[1:]) + 8, 5
"""Columns 1 to 5 hold the text; column 0 is a margin."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the cover tells, counted once."""

    units: Sequence[str]
    years: Sequence[int]
    statuses: Mapping[str, int]
    figures: int
    found: Mapping[tuple[str, str], int]
    """(severity, kind) → findings."""
    checks: Sequence[Row]
    versions: Row


def counted(selection: Selection) -> Counted:
    """Count what the cover tells."""
    statuses: Counter[str] = Counter()
    years: set[int] = set()
    figures = 0
    for row in selection.documents():
        statuses[row["status"]] += 1
        figures += row["figures"]
        years |= {row["fiscal_year"]} - {None}
    found = Counter((row["severity"], row["kind"]) for row in selection.findings())
    units = [row["name"] for row in selection.entities()]
    return Counted(units, sorted(years), statuses, figures, found, list(selection.check_counts()), selection.versions())


def write_cover(book: Workbook, looks: Looks, words: Words, told: Counted, database: str) -> None:
    """Write the cover."""
    sheet = book.add_worksheet(words("sheet.cover"))
    lay_out(sheet, landscape=False)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    page = _Page(sheet, looks)
    page.title(words("title"), _subtitle(told, words))
    _checked(page, told, words)
    _found(page, told, words)
    page.heading(words("cover.answer"))
    for number, step in enumerate(words.several("cover.steps"), 1):
        page.paragraph(f"{number}. {step}")
    page.paragraph(words("cover.signed"))
    page.heading(words("cover.checks"))
    heads = [words("check"), *(words(f"status.{status}") for status in _STATUSES)]
    counts = [[words.check(row["check_id"]), *(row[status] for status in _STATUSES)] for row in told.checks]
    page.table(heads, [row for row in counts if any(row[1:])])
    page.heading(words("cover.sheets"))
    for name in _LISTED:
        page.line(words(f"sheet.{name}"), words(f"about.{name}"))
    _made(page, told, words, database)
    page.finish()


def _subtitle(told: Counted, words: Words) -> str:
    units = told.units[0] if len(told.units) == 1 else words("cover.units", count=len(told.units))
    years = f"{told.years[0]}–{told.years[-1]}" if len(told.years) > 1 else "".join(map(str, told.years))
    return " · ".join(filter(None, (units, years)))


def _checked(page: _Page, told: Counted, words: Words) -> None:
    page.heading(words("cover.checked"))
    page.line(words("cover.reports"), told.statuses.get("ok", 0))
    page.line(words("cover.duplicates"), told.statuses.get("duplicate", 0))
    page.line(words("cover.failures"), told.statuses.get("failed", 0))
    page.line(words("cover.facts"), told.figures)
    heads = [words("cover.results"), *(words(f"status.{status}") for status in _STATUSES)]
    totals = [sum(row[status] for row in told.checks) for status in _STATUSES]
    page.table(heads, [[f"{sum(totals[:3]):,}", *totals]])


def _found(page: _Page, told: Counted, words: Words) -> None:
    page.heading(words("cover.found"))
    if not told.found:
        page.paragraph(words("cover.none"))
        return
    severities = sorted({severity for severity, _ in told.found})
    kinds = sorted({kind for _, kind in told.found})
    rows: list[list[Value]] = [
        [words.label("kind", kind), *(told.found.get((severity, kind)) for severity in severities)] for kind in kinds
    ]
    totals = [sum(count for (found, _), count in told.found.items() if found == severity) for severity in severities]
    heads = [words("column.kind"), *(words.label("severity", severity) for severity in severities)]
    page.table(
        heads, [*rows, [words("cover.total"), *totals]], colours=["", *(_COLOURS.get(s, "") for s in severities)]
    )


_COLOURS = {"error": ALARM, "warning": CAUTION}


def _made(page: _Page, told: Counted, words: Words, database: str) -> None:
    page.heading(words("cover.made"))
    page.line(words("cover.program"), f"jihe {__version__}")
    page.line(words("cover.rules"), told.versions.get("rules_version", ""))
    page.line(words("cover.run"), told.versions.get("finished_at", ""))
    page.line(words("cover.exported"), datetime.now().astimezone().isoformat(timespec="seconds"))
    page.line(words("cover.database"), database)


class _Page:
    """A sheet that is written from the top down."""

    def __init__(self, sheet: Worksheet, looks: Looks) -> None:
        self._sheet, self._looks, self._row = sheet, looks, 0

    def title(self, title: str, below: str) -> None:
        """The title and the line below it."""
        self._sheet.set_row(0, 34)
        put(self._sheet, 0, 1, title, self._looks(font_size=20, bold=True, font_color=HEAD, valign="vcenter"))
        put(self._sheet, 1, 1, below, self._looks(font_size=12, font_color=QUIET))
        self._row = 2

    def heading(self, text: str) -> None:
        """A heading, with a line of space above it."""
        self._row += 1
        look = self._looks(font_size=12, bold=True, font_color=HEAD, bottom=2, bottom_color=HEAD)
        for column in range(1, _LAST + 1):
            put(self._sheet, self._row, column, text if column == 1 else "", look)
        self._row += 1

    def line(self, label: str, value: Value) -> None:
        """A label and what it says."""
        put(self._sheet, self._row, 1, label, self._looks(font_color=QUIET))
        put(self._sheet, self._row, 2, value, self._looks(align="left", num_format="#,##0"))
        self._row += 1

    def paragraph(self, text: str) -> None:
        """Words over the whole width."""
        look = self._looks(text_wrap=True, valign="top")
        self._sheet.merge_range(self._row, 1, self._row, _LAST, "", look)
        put(self._sheet, self._row, 1, text, look)
        self._sheet.set_row(self._row, 15.5 * lines(text, _WIDTH))
        self._row += 1

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[Value]], *, colours: Sequence[str] = ()) -> None:
        """A small table."""
        for column, head in enumerate(heads, 1):
            put(self._sheet, self._row, column, head, self._looks.head(numbers=column > 1))
        for row in rows:
            self._row += 1
            for column, value in enumerate(row, 1):
                colour = colours[column - 1] if colours and value else ""
                more = {"font_color": colour, "bold": True} if colour else {}
                look = self._looks(
                    num_format="#,##0",
                    border=1,
                    indent=int(column > 1),
                    border_color=RULE,
                    text_wrap=True,
                    valign="top",
                    **more,
                )
                put(self._sheet, self._row, column, value, look)
        self._row += 1

    def finish(self) -> None:
        """Set what is printed."""
        self._sheet.print_area(0, 0, self._row, _LAST)
