"""PDF with a text layer, or without → what is printed on its pages; `pages` makes the report of it.

    reader ─► page.printed (by pdfplumber) ─► pages ◄─ drawing (by pdfium, for OCR)

`page` is the only place that knows pdfplumber: a faster source of characters and rules needs to hand over the same
`Printed`, and nothing else changes.
"""

from pipeline.readers.pdf.reader import read

__all__ = ["read"]
