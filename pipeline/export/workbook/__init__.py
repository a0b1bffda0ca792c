"""The workbook that can be sent to a unit: a cover, findings to answer, figures by unit and year."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.export.output import new_file
from pipeline.export.workbook.cover import counted, write_cover
from pipeline.export.workbook.figures import write_facts, write_years
from pipeline.export.workbook.findings import write_figures, write_findings
from pipeline.export.workbook.reports import write_failures, write_reports
from pipeline.export.workbook.sheets import Looks
from pipeline.export.workbook.words import Language, Words
from pipeline.rules import RuleSet
from pipeline.store import Selection
from pipeline.store.reviews import Review

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_NEVER = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


def write_workbook(
    selection: Selection,
    target: Path,
    *,
    rules: RuleSet,
    reviews: Mapping[str, Review],
    language: Language,
    force: bool = False,
) -> dict[str, int]:
    """Write the workbook; how many facts and findings are in it comes back.

    Rows go to the disk as they are written: memory does not grow with the archive.

    Raises:
        ExportError: as for `new_file`.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  commands that export nothing need not wait for it

    words = Words(language, selection.labels(), rules)
    with new_file(target, force=force) as partial:
        book = Workbook(partial, {"constant_memory": True, "tmpdir": str(partial.parent), **_NEVER})
        try:
            book.use_zip64()
            book.set_properties({"title": words("title"), "comments": "jihe"})
            counts = _fill(book, words, selection, reviews)
        finally:
            _close(book)
    return counts


def _close(book: Workbook) -> None:
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error


def _fill(book: Workbook, words: Words, selection: Selection, reviews: Mapping[str, Review]) -> dict[str, int]:
    looks = Looks(book, words("font"))
    write_cover(book, looks, words, counted(selection), selection.archive.path.name)
    findings = write_findings(book, looks, words, selection, reviews)
    write_figures(book, looks, words, selection)
    write_years(book, looks, words, selection)
    facts = write_facts(book, looks, words, selection)
    write_reports(book, looks, words, selection)
    write_failures(book, looks, words, selection)
    return {"findings": findings, "facts": facts}
