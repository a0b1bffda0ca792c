"""What some files need and not everybody has installed: by these names a row remembers what its file lacked."""

from __future__ import annotations

from pipeline.errors import ReadError
from pipeline.readers import ocr
from pipeline.readers.programs import find_antiword, find_bsdtar, find_soffice

LIBREOFFICE, ANTIWORD, BSDTAR = "LibreOffice", "antiword", "bsdtar"

_LOOK = {LIBREOFFICE: find_soffice, ANTIWORD: find_antiword, BSDTAR: find_bsdtar, ocr.EXTRA: ocr.available}


def present(name: str) -> bool:
    """Whether it is installed by now; False for a name that nobody knows any more."""
    look = _LOOK.get(name)
    try:
        return look is not None and bool(look())
    except ReadError:  # JIHE_SOFFICE names no program
        return False
