"""What a file is, told by its bytes: names lie (a .pdf that is a web page, a .docx that is a picture)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from email.parser import BytesHeaderParser

from pipeline.errors import ReadError
from pipeline.readers.charset import decode_text
from pipeline.readers.ole2 import SIGNATURE, BrokenOle2Error, Ole2
from pipeline.readers.optional import BSDTAR, present

_PDF_WITHIN = 1024
_HEAD = 65_536
_CONVERT = "open it in Word or WPS and save it as .docx or .pdf"
_EXPORT = "ask for the report as .docx, .pdf, .html or .txt"
_PACKED = "install bsdtar (Debian: libarchive-tools), or unpack it and give the files inside"
_RENAMED = "it was probably renamed; " + _EXPORT

# First bytes → what it is, what to do. Longest and surest first.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "a GIF picture, not a document", _RENAMED),
    (b"BM", "a BMP picture, not a document", _RENAMED),
    (b"Rar!\x1a\x07", "a RAR archive", _PACKED),
    (
        b"7z\xbc\xaf\x27\x1c",
        "a 7z archive",
        _PACKED,
    ),
    (b"\x1f\x8b", "a gzip archive", "unpack it and give the file inside"),
    (b"\x7fELF", "a program, not a document", _RENAMED),
    (b"MZ\x90", "a program, not a document", _RENAMED),
    (b"SQLite format 3", "a database, not a document", _RENAMED),
)
# JPEG, PNG, TIFF: what scanners and telephones save a page as.
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*")
# What the root of an OLE2 file holds → what it is. A Word document embeds spreadsheets below its root, never in it.
_OLE2_KINDS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
_OLE2_REFUSED = {
    "EncryptedPackage": ("password-protected Office file", "save it without a password"),
    "PowerPoint Document": ("old presentation (.ppt): not read by this version", _EXPORT),
    "__properties_version1.0": ("e-mail message (.msg), not a document", "save its attachments and give those"),
}

# What a zip that cannot be opened any more was, by the names of its parts; and the program that may mend it.
_ZIP_SIGNS = (
    (b"word/", "Word document", "Word"),
    (b"xl/", "spreadsheet", "Excel"),
    (b"OFD.xml", "OFD", "the program that made it"),
)
# Names at the root of zips that are documents, but of kinds that are not read.
_ZIP_REFUSED = {
    "xl": ("spreadsheet without a workbook (.xlsb or broken)", "save it as .xlsx"),
    "ppt": ("presentation (.pptx): not read by this version", _EXPORT),
    "content.xml": ("OpenDocument file: not read by this version", _CONVERT),
}
# Writers differ in case and slashes.
_XLSX_MAIN = re.compile(r"/?xl[/\\]workbook\d*\.xml", re.IGNORECASE)
_HTML_OPENING = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_HTML_FIRST = re.compile(
    # Atomic and tempered: a page of thousands of comments must not be tried in every division.
    r"(?>\s*(?:<!--(?:(?!-->).)*-->\s*|<\?xml[^>]*>\s*|<!doctype[^>]*>\s*)*)"
    r"<(?:html|head|body|meta|title|link|div|table|tbody|tr|td|p|span|h[1-6]|center|font|section|article|ul|ol|br|style"
    r"|script|strong|b)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_CLOSING = re.compile(r"</(?:p|div|span|table|tr|td|h[1-6]|li|body|html|section|font)\s*>", re.IGNORECASE)
_WORD_XML = re.compile(r"<\?mso-application|<w:wordDocument|<pkg:package")
_EXCEL_XML = re.compile(r"<\?mso-application\s+progid=.Excel|<Workbook\s[^>]*microsoft-com:office:spreadsheet")
# The first header of a MIME message; what it holds, its Content-Type tells.
_MIME = re.compile(rb"\s*(?:[A-Za-z][A-Za-z-]{2,40}:[ \t\r\n]|From )")


def sniff(data: bytes, *, name: str = "") -> str:
    """The format's name: "docx", "doc", "rtf", "xlsx", "xls", "pdf", "ofd", "html", "mhtml", "txt" or "image".

    `name` is for messages.
    WPS's .wps and .et are "doc" and "xls" or "docx" and "xlsx": the same containers with the same parts.

    Raises ReadError for everything else, in words that say what the file is and what to do.
    """
    if not data:
        raise ReadError("empty file (0 bytes)", where=name, do="ask for the file again")
    if data.startswith(b"PK"):
        return _sniff_zip(data, name)
    if data.startswith(SIGNATURE):
        return _sniff_ole2(data, name)
    if is_rtf(data):
        return "rtf"
    for signature, what, do in _REFUSED:
        if data.startswith(signature) and not (signature == b"BM" and decode_text(data)):
            lacks = (BSDTAR,) if do == _PACKED and not present(BSDTAR) else ()
            raise ReadError(what, where=name, do=do, lacks=lacks)
    if data.find(b"%PDF-", 0, _PDF_WITHIN) >= 0:
        return "pdf"
    if data.startswith(_PICTURES):
        return "image"
    return _sniff_text(data, name)


def is_rtf(data: bytes) -> bool:
    """Whether the bytes open as RTF does; some writers put a blank line or a byte order mark before it."""
    return data[:16].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def _sniff_ole2(data: bytes, name: str) -> str:
    try:
        names = {entry.lower() for entry in Ole2(data).root()}
    except BrokenOle2Error as err:
        what = f"old Office file (.doc, .xls or .et) that is cut off or broken ({err})"
        raise ReadError(what, where=name, do="ask for the file again, or open and save it in Word or WPS") from err
    for stream, (what, do) in _OLE2_REFUSED.items():
        if stream.lower() in names:
            raise ReadError(what, where=name, do=do)
    for stream, kind in _OLE2_KINDS.items():
        if stream.lower() in names:
            return kind
    raise ReadError("old Office file of a kind that is not read by this version", where=name, do=_CONVERT)


def _sniff_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as err:
        kind, program = next((words for sign, *words in _ZIP_SIGNS if sign in data), ("zip archive", "Word"))
        do = f"ask for the file again, or open and save it in {program}"
        raise ReadError(f"{kind} that is cut off or broken", where=name, do=do) from err
    if kind := _zip_kind(names):
        return kind
    raise _zip_error(names, name)


def _zip_kind(names: Sequence[str]) -> str:
    """Of a zip, by the names of its parts: "docx", "xlsx" or "ofd"; "" for anything else."""
    if any(part.startswith("word/") for part in names):
        return "docx"
    if any(_XLSX_MAIN.fullmatch(part) for part in names):
        return "xlsx"
    return "ofd" if any(part.lstrip("/").casefold() == "ofd.xml" for part in names) else ""


def is_archive(names: Sequence[str]) -> bool:
    """Whether a zip with parts of these names is an archive of files, and no document of whatever kind."""
    return not _zip_kind(names) and _roots(names).isdisjoint(_ZIP_REFUSED)


def _roots(names: Sequence[str]) -> set[str]:
    return {part.split("/")[0] for part in names}


def _zip_error(names: Sequence[str], name: str) -> ReadError:
    if refused := next((words for root, words in _ZIP_REFUSED.items() if root in _roots(names)), None):
        return ReadError(refused[0], where=name, do=refused[1])
    if not names:
        return ReadError("zip archive with nothing in it", where=name, do="ask for the file again")
    return ReadError("zip archive, not a document", where=name, do="unpack it and give the files inside")


def _sniff_text(data: bytes, name: str) -> str:
    if not data.strip(b"\x00"):
        raise ReadError("nothing but zero bytes", where=name, do="ask for the file again: a copy was cut off")
    if _MIME.match(data) and (kind := _sniff_mime(data, name)):
        return kind
    decoded = decode_text(data)
    head = decoded[0][:_HEAD] if decoded else data[:_HEAD].decode("latin-1")
    if _is_html(head) and (decoded or b"\x00" not in data):
        return "html"
    if decoded is None:
        raise ReadError(
            "not text: the bytes are neither UTF-8, UTF-16 nor GB18030 writing", where=name,
            do="the file is damaged or of an unknown format; ask for it again as .docx, .pdf, .html or .txt",
        )  # fmt: skip
    if _EXCEL_XML.search(head[:4096]):
        raise ReadError("Excel 2003 XML: not read by this version", where=name, do="save it as .xlsx")
    if _WORD_XML.search(head[:4096]):
        raise ReadError("Word 2003 XML: not read by this version", where=name, do=_CONVERT)
    return "txt"


def _sniff_mime(data: bytes, name: str) -> str:
    """Of a MIME message: "mhtml" for a saved web page; of anything else "". Raises ReadError for a letter."""
    headers = BytesHeaderParser().parsebytes(data[:_HEAD].lstrip())
    kind = headers.get_content_type() if "MIME-Version" in headers and "Content-Type" in headers else ""
    if kind in {"multipart/related", "text/html"}:
        return "mhtml"
    if kind:
        what = "e-mail message (.eml), not a document"
        raise ReadError(what, where=name, do="save its attachments and give those")
    return ""


def _is_html(head: str) -> bool:
    """A doctype or <html> near the start, markup as the first thing, or a text full of closing tags."""
    if _HTML_OPENING.search(head, 0, 2048) or _HTML_FIRST.match(head):
        return not _WORD_XML.search(head[:1024])
    return len(_HTML_CLOSING.findall(head[:20_000])) >= 3
