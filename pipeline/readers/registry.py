"""Which reader takes a file: told by its content, so a .pdf that is a .docx is read as a .docx.

A new format is one module with `read(data: bytes, limits: Limits) -> Reading` and one line in `_READERS`.
"""

from __future__ import annotations

import importlib

from pipeline.document import Document
from pipeline.errors import ReadError
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import Reading
from pipeline.readers.limits import Limits
from pipeline.readers.sniff import sniff

__all__ = ["Limits", "read", "sniff"]

# Imported when a file of that kind comes, so that `jihe --help` need not wait for them.
_READERS = {
    "docx": "pipeline.readers.docx",
    "doc": "pipeline.readers.office",
    "rtf": "pipeline.readers.office",
    "xlsx": "pipeline.readers.sheet",
    "xls": "pipeline.readers.sheet",
    "pdf": "pipeline.readers.pdf",
    "ofd": "pipeline.readers.ofd",
    "image": "pipeline.readers.ocr.picture",
    "html": "pipeline.readers.html",
    "mhtml": "pipeline.readers.mhtml",
    "txt": "pipeline.readers.txt",
}


def read(data: bytes, *, name: str = "", limits: Limits | None = None) -> Document:
    """Read a file's bytes into a Document.

    `name` is only for messages. Raises ReadError with what, where and what to do.
    """
    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        raise ReadError(
            f"{len(data):,} bytes, more than max_bytes {limits.max_bytes:,}",
            where=name,
            do="split the file, or raise the limit",
        )
    kind = sniff(data, name=name)
    module = importlib.import_module(_READERS[kind])
    try:
        reading: Reading = module.read(data, limits)
    except ReadError as err:
        raise err.but(where=err.where or name) from err
    document = assemble(reading, kind)
    if not document.text.strip():
        do = "open it and look; if it shows text, ask for the report as .docx or .pdf"
        raise ReadError("no text in the file", where=name, do=do)
    if len(document.text) > limits.max_chars:
        raise ReadError(
            f"{len(document.text):,} characters, more than max_chars {limits.max_chars:,}",
            where=name,
            do="split the file, or raise the limit",
        )
    return document
