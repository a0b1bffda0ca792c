"""Old word processors' files: .doc, .wps (Word's format under WPS's name) and .rtf, through LibreOffice or antiword.

Nothing native reads them well: the programs are looked for when a file comes. LibreOffice makes a .docx of it,
which the reader of .docx reads; without it antiword gives a .doc's words and simple tables.
"""

from __future__ import annotations

from pipeline.errors import ReadError
from pipeline.readers import docx
from pipeline.readers.drafts import Reading
from pipeline.readers.limits import Limits
from pipeline.readers.office_antiword import NOTE, read_antiword
from pipeline.readers.office_convert import AGAIN, to_docx, version
from pipeline.readers.ole2 import BrokenOle2Error, Ole2
from pipeline.readers.optional import ANTIWORD, LIBREOFFICE
from pipeline.readers.programs import INSTALL, THEN, find_antiword, find_soffice
from pipeline.readers.sniff import is_rtf

_RTF_FILTER = "Rich Text Format"
# The file information block that opens the text's stream ([MS-DOC] 2.5.2): signature, version, flags at 10.
_SIGNATURES = (0xA5EC, 0xA5DC)
_ENCRYPTED = 0x0100
_OTHER_TABLE = 0x0200
_FILTERS = ((104, "MS WinWord 6.0"), (105, "MS Word 95"))
_WORD_97 = "MS Word 97"


def read(data: bytes, limits: Limits) -> Reading:
    """Drafts of a .doc, .wps or .rtf; `pages` is None, and a note says which program read it.

    Raises ReadError where no program is installed, or none opens the file within the limits.
    """
    rtf = is_rtf(data)
    import_filter = _RTF_FILTER if rtf else _word_filter(data)
    soffice, antiword = find_soffice(), None if rtf else find_antiword()
    if soffice is None and antiword is None:
        what = "RTF" if rtf else "old Word document (.doc)"
        do, lacks = (INSTALL, (LIBREOFFICE,)) if rtf else (f"{INSTALL} or antiword", (LIBREOFFICE, ANTIWORD))
        raise ReadError(f"{what}: no program to read it", do=do + THEN, lacks=lacks)
    if soffice is None:
        return _by_antiword(antiword or "", data, limits, lacks=(LIBREOFFICE,))
    try:
        converted = to_docx(soffice, {"report.rtf" if rtf else "report.doc": data}, limits, import_filter=import_filter)
    except ReadError as err:
        # Broken for one may be sound for the other; and LibreOffice may have been installed without its Writer.
        if antiword is None:
            raise
        return _second_try(antiword, data, limits, err)
    return _by_libreoffice(next(iter(converted.values())), limits)


def _by_libreoffice(converted: bytes, limits: Limits) -> Reading:
    reading = docx.read(converted, limits)
    return Reading(reading.drafts, reading.pages, [f"read by LibreOffice {version(converted)}".strip(), *reading.notes])


def _by_antiword(antiword: str, data: bytes, limits: Limits, *, lacks: tuple[str, ...] = ()) -> Reading:
    return Reading(read_antiword(antiword, data, limits), notes=[NOTE], lacks=lacks)


def _second_try(antiword: str, data: bytes, limits: Limits, first: ReadError) -> Reading:
    try:
        reading = _by_antiword(antiword, data, limits)
    except ReadError:
        raise first from None
    return Reading(reading.drafts, notes=[first.what, *reading.notes])


def _word_filter(data: bytes) -> str:
    """LibreOffice's name for this version of .doc; what is encrypted or cut off is refused before a program starts."""
    try:
        made_for = _checked_version(data)
    except BrokenOle2Error as err:
        raise ReadError(f"old Word document that is cut off or broken ({err})", do=AGAIN) from err
    return next((name for version, name in _FILTERS if made_for <= version), _WORD_97)


def _checked_version(data: bytes) -> int:
    """The version of Word that the text was made for, once all of the text is known to be there."""
    container = Ole2(data)
    head = _stream(container, "WordDocument")
    signature, made_for, flags = (int.from_bytes(head[at : at + 2], "little") for at in (0, 2, 10))
    if signature not in _SIGNATURES:
        raise ReadError("old Office file whose text is not Word's", do=AGAIN)
    if flags & _ENCRYPTED:
        raise ReadError("password-protected Word document", do="save it without a password")
    if made_for > _FILTERS[-1][0]:
        # Which characters are text, and how they stand in tables, is written there.
        _stream(container, "1Table" if flags & _OTHER_TABLE else "0Table")
    return made_for


def _stream(container: Ole2, name: str) -> bytes:
    entry = next((e for n, e in container.root().items() if n.lower() == name.lower()), None)
    if entry is None:
        raise BrokenOle2Error(f"{name} is missing")
    return container.stream(entry)
