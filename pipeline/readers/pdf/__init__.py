"""PDF with a text layer → paragraphs and tables as a person sees them.

    page_content ─► lines ─► margins ─► tables, joined over pages ─► paragraphs, joined over pages

`page.page_content` is the only place that knows pdfplumber: another source of characters and rules (the faster
one by pypdfium2, an OCR engine) needs to hand over the same `PageContent`, and nothing else changes.
"""

from pipeline.readers.pdf.reader import read

__all__ = ["read"]
