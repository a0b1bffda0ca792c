"""A picture of a page → characters with places, as if the page had a text layer.

    picture ─► stamps, specks ─► engine (kept by `cache`) ─► skew ─► glyphs ─► repair ─┐
                     └──────────────────────────────────► rules (the drawn lines) ─────┴─► Scan

Lines, paragraphs, margins and tables are then made by the code that makes them of any PDF. The engine is optional:
`pip install 'jihe[ocr]'`. Its models are inside the wheel; nothing is fetched from a network, ever.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pipeline.errors import ReadError
from pipeline.readers.ocr.values import Glyph, Scan

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["DPI", "EXTRA", "INSTALL", "Glyph", "Scan", "available", "described", "scanned"]

DPI = 200
"""Resolution at which pages are read: at 150 small print suffers, at 300 nothing is gained for twice the time."""

INSTALL = "pip install 'jihe[ocr]', then run again"
"""What to do where the extra is absent."""

EXTRA = "ocr"
"""What a file lacks then."""

_NEEDED = ("rapidocr", "onnxruntime", "cv2")


def available() -> bool:
    """Whether the `ocr` extra is installed; looks, imports nothing."""
    return all(find_spec(name) is not None for name in _NEEDED)


def scanned(image: Image, width: float, height: float) -> Scan:
    """Read the picture of a page that is `width` × `height` points.

    Takes seconds the first time; the same picture again costs nothing. Raises ReadError without the extra.
    """
    if not available():
        raise ReadError("OCR is not installed", do=INSTALL)
    # OpenCV and the models load in a second or two: only a process that meets a scan pays for them.
    module: Any = importlib.import_module("pipeline.readers.ocr.scan")
    scan: Scan = module.scan_of(image, width, height)
    return scan


def described() -> str:
    """“rapidocr 3.10.0 (PP-OCRv6_det_small, …), cache /home/…”; raises ReadError where the models are missing."""
    module: Any = importlib.import_module("pipeline.readers.ocr.engine")
    return str(module.described())
