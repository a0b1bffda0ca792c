"""OFD (GB/T 33190-2016), the state's own format of fixed pages: zip and XML → what is printed on its pages.

    package (zip, locations) ─► document (pages, templates, resources) ─► objects ─┬─► drawn (glyphs, rules) ─► pages
                                                       text, paths: their shapes ──┴─► painting (for OCR) ──────┘

Read are text with its places, drawn rules, templates, composite objects, drawing parameters, all documents of a file;
by OCR, pages of pictures, of outlines, and of glyphs without characters, painted with the fonts that the file brings.
Not read, for they are no part of what a report says: signatures and stamps, actions, bookmarks, extensions, older
versions; clipping is not applied, arcs and shadings are simplified. Attachments, and annotations with words, are named
in the notes. `pages` makes paragraphs and tables of it, as it does of a PDF.
"""

from pipeline.readers.ofd.reader import read

__all__ = ["read"]
