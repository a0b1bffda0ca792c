"""OFD (GB/T 33190-2016), the state's own format of fixed pages: zip and XML → what is printed on its pages.

    package (zip, locations) ─► document (pages, templates, resources) ─► objects ─► pages ◄─ pictures (for OCR)

Read are text with its places, drawn rules, pictures of pages, templates and composite objects, all documents of a file.
Not read, for they are no part of what a report says: signatures and stamps, actions, bookmarks, clipping; named in the
notes: attachments, annotations with words. `pages` makes paragraphs and tables of it, as it does of a PDF.
"""

from pipeline.readers.ofd.reader import read

__all__ = ["read"]
