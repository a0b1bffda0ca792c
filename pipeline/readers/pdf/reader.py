"""A PDF's bytes → Reading: opens the file, reads page by page, and says what could not be read."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from io import BytesIO

import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from pipeline.errors import ReadError
from pipeline.readers import ocr
from pipeline.readers.drafts import Reading
from pipeline.readers.limits import Limits
from pipeline.readers.pdf.content import PageContent
from pipeline.readers.pdf.glyphs import UNKNOWN, is_garbled
from pipeline.readers.pdf.layout import drafts_of
from pipeline.readers.pdf.page import page_content
from pipeline.readers.pdf.scanned import Scans, notes_of, place_back

# pdfminer warns of every oddity of a file on stderr; what matters is in the notes.
for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).setLevel(logging.ERROR)

_SCANNED = "without text (scanned)"
_GARBLED = "with garbled text"
_BLANK = "scanned, where OCR finds no text"
_BROKEN = "broken"
_REPAIR = "open it in a PDF program and save it anew, or ask for the file again"
# A picture with fewer signs than this beside it is a scan with a page number or a stamp printed on it.
_FEW = 30


def read(data: bytes, limits: Limits) -> Reading:
    """Read a PDF: pages with a text layer by that, others by OCR where it is installed.

    Pages that cannot be read are named in the notes and the others are read; an empty user password is no
    obstacle. Raises ReadError: password, broken file, no page, more than `limits` allow, no page with text.
    """
    with _opened(data) as pdf, closing(Scans(data)) as scans:
        pages = _pages(pdf, limits)
        contents, notes = _contents(pages, limits, scans)
    drafts = list(drafts_of([content for content in contents if content.chars]))
    place_back(drafts, scans.read)
    return Reading(drafts, pages=len(pages), notes=notes_of(scans.read, _named(sorted(scans.read))) + notes)


def _opened(data: bytes) -> PDF:
    """The file by pdfminer; where that gives up, by pdfminer again after pdfium has mended it."""
    try:
        pdf = PDF.open(BytesIO(data))
        if pdf.pages:
            return pdf
    except Exception as err:  # pdfminer raises anything on a broken file
        if _locked(err):
            raise ReadError("locked with a password", do="remove the password, then read it again") from err
        return _mended(data, err)
    return _mended(data, None)


def _locked(err: BaseException) -> bool:
    inner = [err, *err.args, err.__cause__, err.__context__]
    return any(isinstance(each, (PDFPasswordIncorrect, PDFEncryptionError)) for each in inner)


def _mended(data: bytes, cause: Exception | None) -> PDF:
    """A broken cross-reference table is built anew by pdfium."""
    try:
        pdf = PDF.open(BytesIO(_saved_anew(data)))
        if pdf.pages:
            return pdf
    except Exception as err:  # as above
        raise ReadError(f"broken PDF: {_reason(cause or err)}", do=_REPAIR) from err
    raise ReadError("a PDF without pages", do=_REPAIR) from cause


def _saved_anew(data: bytes) -> bytes:
    with pypdfium2.PdfDocument(data) as document:
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def _reason(err: BaseException) -> str:
    inner = next((arg for arg in err.args if isinstance(arg, BaseException)), err)
    words = " ".join(str(inner).split())[:120]
    return f"{type(inner).__name__} {words}".strip()


def _pages(pdf: PDF, limits: Limits) -> Sequence[Page]:
    pages = pdf.pages
    if len(pages) > limits.max_pages:
        raise ReadError(
            f"{len(pages):,} pages, more than max_pages {limits.max_pages:,}", do="split the file, or raise the limit"
        )
    return pages


def _contents(pages: Sequence[Page], limits: Limits, scans: Scans) -> tuple[list[PageContent], list[str]]:
    """The pages that can be read, and notes on those that cannot."""
    contents: list[PageContent] = []
    broken: dict[str, list[int]] = {_SCANNED: [], _GARBLED: [], _BLANK: [], _BROKEN: []}
    notes: list[str] = []
    chars = cells = 0
    for written in _each(pages):
        content = _seen(written, scans)
        notes += content.notes
        fault = _blank(content) if content.number in scans.read else _fault(content)
        if fault:
            broken[fault].append(content.number)
            continue
        chars += len(content.chars)
        cells += sum(map(len, content.tables))
        _check(chars, "characters", "max_chars", limits.max_chars, content.number)
        _check(cells, "cells", "max_cells", limits.max_cells, content.number)
        contents.append(content)
        if lost := sum(char.text == UNKNOWN for char in content.chars):
            notes.append(f"page {content.number}: {lost} characters that the font does not name, kept as {UNKNOWN}")
    if not any(content.chars for content in contents):
        raise _unreadable(broken, len(pages))
    faults = [_named(numbers) + f" {fault}: not read" for fault, numbers in broken.items() if numbers]
    if (broken[_SCANNED] or broken[_GARBLED]) and not ocr.available():
        faults.append(f"scans need OCR: {ocr.INSTALL}")
    return contents, faults + notes


def _each(pages: Sequence[Page]) -> Iterator[PageContent]:
    for page in pages:
        try:
            yield page_content(page)
        except Exception as err:  # noqa: BLE001 - pdfminer raises anything on a broken page
            note = f"page {page.page_number}: {_reason(err)}"
            yield PageContent(page.page_number, 0.0, 0.0, (), notes=(note,))
        finally:
            # pdfplumber keeps all that it parsed until told otherwise.
            page.close()


def _blank(content: PageContent) -> str:
    return "" if content.chars else _BLANK


def _seen(content: PageContent, scans: Scans) -> PageContent:
    """The page by OCR, if its text layer is of no use and OCR is installed and finds more."""
    fault = _fault(content)
    few = content.pictured and sum(not char.text.isspace() for char in content.chars) < _FEW
    if not (few or fault in {_SCANNED, _GARBLED}) or not ocr.available():
        return content
    try:
        seen = scans.content(content.number)
    except pypdfium2.PdfiumError as err:
        return replace(content, notes=(*content.notes, f"page {content.number}: {_reason(err)}"))
    if not fault and len(seen.chars) <= len(content.chars):
        del scans.read[content.number]
        return content
    return seen


def _fault(content: PageContent) -> str:
    if not content.width:
        return _BROKEN
    if not any(not char.text.isspace() for char in content.chars):
        return _SCANNED if content.pictured else ""
    return _GARBLED if is_garbled(char.text for char in content.chars) else ""


def _check(count: int, what: str, name: str, limit: int, page: int) -> None:
    if count > limit:
        raise ReadError(
            f"{count:,} {what}, more than {name} {limit:,}",
            where=f"page {page}",
            do="split the file, or raise the limit",
        )


def _unreadable(broken: dict[str, list[int]], pages: int) -> ReadError:
    do = "ask for the file again, better scanned" if ocr.available() else f"scans need OCR: {ocr.INSTALL}"
    if garbled := broken[_GARBLED]:
        return ReadError(f"no readable text layer: {_count(garbled)} with garbled text", do=do)
    if broken[_BROKEN] and len(broken[_BROKEN]) == pages:
        return ReadError(f"broken PDF: none of {pages} pages can be read", do=_REPAIR)
    if scanned := broken[_SCANNED]:
        return ReadError(f"no text layer: {_count(scanned, 'scanned ')}", do=do)
    if blank := broken[_BLANK]:
        return ReadError(f"no text layer, and OCR finds no text on {_count(blank, 'scanned ')}", do=do)
    return ReadError(f"no text: {pages} empty page{'s' * (pages != 1)}", do="ask for the file again")


def _count(numbers: Sequence[int], kind: str = "") -> str:
    return f"{len(numbers)} {kind}page{'s' * (len(numbers) != 1)}"


def _named(numbers: Sequence[int]) -> str:
    """“page 3”, “pages 1-4, 9”."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"page{'s' * (len(numbers) != 1)} {words}"
