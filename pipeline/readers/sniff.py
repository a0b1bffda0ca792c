"""What a file is, told by its bytes: names lie (a .pdf that is a web page, a .docx that is a picture)."""

from __future__ import annotations

import io
import re
import zipfile

from pipeline.errors import ReadError
from pipeline.readers.charset import decode_text

_PDF_WITHIN = 1024
_HEAD = 65_536
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONVERT = "open it in Word or WPS and save it as .docx or .pdf"
_EXPORT = "ask for the report as .docx, .pdf, .html or .txt"
_RENAMED = "it was probably renamed; " + _EXPORT

# First bytes → what it is, what to do. Longest and surest first.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xff\xd8\xff",
        "a JPEG picture, not a document",
        "scans need OCR, which is not part of this version; " + _EXPORT,
    ),
    (b"\x89PNG\r\n", "a PNG picture, not a document", "scans need OCR, which is not part of this version; " + _EXPORT),
    (b"GIF8", "a GIF picture, not a document", _RENAMED),
    (b"II*\x00", "a TIFF picture, not a document", "scans need OCR, which is not part of this version; " + _EXPORT),
    (b"MM\x00*", "a TIFF picture, not a document", "scans need OCR, which is not part of this version; " + _EXPORT),
    (b"BM", "a BMP picture, not a document", _RENAMED),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it and give the files inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the files inside"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and give the file inside"),
    (b"{\\rtf", "RTF: not read by this version", _CONVERT),
    (b"\x7fELF", "a program, not a document", _RENAMED),
    (b"MZ\x90", "a program, not a document", _RENAMED),
    (b"SQLite format 3", "a database, not a document", _RENAMED),
)
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

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
_MHTML = re.compile(r"\A\s*(?:From:.*\n|MIME-Version:|Content-Type:\s*multipart/related)", re.IGNORECASE)


def sniff(data: bytes, *, name: str = "") -> str:
    """The format's name: "docx", "pdf", "html" or "txt". `name` is only for messages.

    Raises ReadError for everything else, in words that say what the file is and what to do.
    """
    if not data:
        raise ReadError("empty file (0 bytes)", where=name, do="ask for the file again")
    if data.startswith(b"PK"):
        return _sniff_zip(data, name)
    if data.startswith(_OLE2):
        raise _ole2_error(data, name)
    for signature, what, do in _REFUSED:
        if data.startswith(signature) and not (signature == b"BM" and decode_text(data)):
            raise ReadError(what, where=name, do=do)
    if data.find(b"%PDF-", 0, _PDF_WITHIN) >= 0:
        return "pdf"
    return _sniff_text(data, name)


def _ole2_error(data: bytes, name: str) -> ReadError:
    if _ENCRYPTED_STREAM in data:
        return ReadError("password-protected Office file", where=name, do="save it without a password")
    if "Workbook".encode("utf-16-le") in data or b"B\x00o\x00o\x00k\x00" in data:
        return ReadError("old spreadsheet (.xls): not read by this version", where=name, do=_EXPORT)
    return ReadError("old Office file (.doc, .xls or .wps): not read by this version", where=name, do=_CONVERT)


def _sniff_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as err:
        what = (
            "Word document that is cut off or broken" if b"word/" in data else "zip archive that is cut off or broken"
        )
        raise ReadError(what, where=name, do="ask for the file again, or open and save it in Word") from err
    if any(part.startswith("word/") for part in names):
        return "docx"
    raise _zip_error(names, name)


def _zip_error(names: list[str], name: str) -> ReadError:
    roots = {part.split("/")[0] for part in names}
    if "xl" in roots:
        return ReadError("spreadsheet (.xlsx): not read by this version", where=name, do=_EXPORT)
    if "ppt" in roots:
        return ReadError("presentation (.pptx): not read by this version", where=name, do=_EXPORT)
    if "OFD.xml" in roots:
        return ReadError("OFD: not read by this version", where=name, do="export it as .pdf")
    if "content.xml" in roots:
        return ReadError("OpenDocument file: not read by this version", where=name, do=_CONVERT)
    if not names:
        return ReadError("zip archive with nothing in it", where=name, do="ask for the file again")
    return ReadError("zip archive, not a document", where=name, do="unpack it and give the files inside")


def _sniff_text(data: bytes, name: str) -> str:
    if not data.strip(b"\x00"):
        raise ReadError("nothing but zero bytes", where=name, do="ask for the file again: a copy was cut off")
    decoded = decode_text(data)
    head = decoded[0][:_HEAD] if decoded else data[:_HEAD].decode("latin-1")
    if _is_html(head) and (decoded or b"\x00" not in data):
        return "html"
    if decoded is None:
        raise ReadError(
            "not text: the bytes are neither UTF-8, UTF-16 nor GB18030 writing", where=name,
            do="the file is damaged or of an unknown format; ask for it again as .docx, .pdf, .html or .txt",
        )  # fmt: skip
    if _WORD_XML.search(head[:4096]):
        raise ReadError("Word 2003 XML: not read by this version", where=name, do=_CONVERT)
    if _MHTML.match(head) and "multipart/related" in head[:4096].lower():
        raise ReadError("web archive (.mht): not read by this version", where=name, do="save the page as .html")
    return "txt"


def _is_html(head: str) -> bool:
    """A doctype or <html> near the start, markup as the first thing, or a text full of closing tags."""
    if _HTML_OPENING.search(head, 0, 2048) or _HTML_FIRST.match(head):
        return not _WORD_XML.search(head[:1024])
    return len(_HTML_CLOSING.findall(head[:20_000])) >= 3
