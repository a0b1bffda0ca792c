"""A PDF's bytes → Reading: opens the file, mends it where it must."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import closing
from io import BytesIO

import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from pipeline.errors import ReadError
from pipeline.readers.drafts import Reading
from pipeline.readers.limits import Limits
from pipeline.readers.pages.content import PageContent
from pipeline.readers.pages.printed import content_of
from pipeline.readers.pages.reading import Pages, broken, check_pages, repair
from pipeline.readers.pdf.drawing import Drawing
from pipeline.readers.pdf.fonts import Fonts
from pipeline.readers.pdf.page import printed

# pdfminer warns of every oddity of a file on stderr; what matters is in the notes.
for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).setLevel(logging.ERROR)

_KIND = "PDF"


def read(data: bytes, limits: Limits) -> Reading:
    """Read a PDF: pages with a text layer by that, others by OCR where it is installed.

    Pages that cannot be read are named in the notes and the others are read; an empty user password is no
    obstacle. Raises ReadError: password, broken file, no page, more than `limits` allow, no page with text.
    """
    with _opened(data) as pdf, closing(Drawing(data)) as drawing:
        check_pages(len(pdf.pages), limits)
        return Pages(_KIND, drawing.page, limits).read(_each(pdf.pages))


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
        raise ReadError(f"broken PDF: {_reason(cause or err)}", do=repair(_KIND)) from err
    raise ReadError("a PDF without pages", do=repair(_KIND)) from cause


def _saved_anew(data: bytes) -> bytes:
    with pypdfium2.PdfDocument(data) as document:
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def _reason(err: BaseException) -> str:
    inner = next((arg for arg in err.args if isinstance(arg, BaseException)), err)
    words = " ".join(str(inner).split())[:120]
    return f"{type(inner).__name__} {words}".strip()


def _each(pages: Iterable[Page]) -> Iterator[PageContent]:
    fonts = Fonts()
    for page in pages:
        try:
            yield content_of(printed(page, fonts))
        except Exception as err:  # noqa: BLE001 - pdfminer raises anything on a broken page
            yield broken(page.page_number, _reason(err))
        finally:
            # pdfplumber keeps all that it parsed until told otherwise.
            page.close()
