"""Pages whose characters have places → paragraphs and tables as a person sees them; alike for PDF, OFD and pictures.

    a format's Printed ─► PageContent ─┬─► lines ─► margins ─► tables, joined over pages ─► paragraphs, likewise
    a page's picture ─► OCR ─► Scan ───┘

A format hands over what is printed on each page (`printed`) and how to draw one (`reading.Draw`); which pages OCR must
read, what the notes say and what is refused is decided in `reading`.
"""
