"""PDF with a text layer, or without → what is printed on its pages; `pages` makes the report of it.

    reader ─► page ─► statements ─► interpreter ─► device ─► pages ◄─ drawing (by pdfium, for OCR)

pdfplumber opens the file and is the authority on what stands where. Its own way to that is slow, so pages go through
pdfminer's interpreter with a faster parser and a device that makes nothing but `Printed`; `page` leaves to pdfplumber
what these do not take. Tests compare the two.

Why not through pdfium, which is also at hand: as fast it is not once its characters have been asked for one by one, it
does not say which of them it guessed (fonts without ToUnicode), it makes up spaces and merges others, and its places
are of single precision, so that cells would differ at their edges.
"""

from pipeline.readers.pdf.reader import read

__all__ = ["read"]
