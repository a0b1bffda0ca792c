"""Texts of reports, made harmless for the programs that open an export."""

from __future__ import annotations

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNENCODABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_QUOTE = "'"


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also not one that reads full-width signs.

    A quotation mark goes before it, and before one that begins with a quotation mark itself: to have the text as it
    was, take one away from every text that begins with one (`unguarded`).

    >>> guarded("=1+1"), guarded("'s"), guarded("基本支出")
    ("'=1+1", "''s", '基本支出')
    """
    return _QUOTE + text if text.startswith((*_FORMULA, _QUOTE)) else text


def unguarded(text: str) -> str:
    """The text that was `guarded`.

    >>> unguarded("'=1+1"), unguarded("''s"), unguarded("基本支出")
    ('=1+1', "'s", '基本支出')
    """
    return text.removeprefix(_QUOTE)


def encodable(text: str) -> str:
    r"""Text that UTF-8 and XML can hold: half characters and what is none become a question mark of Unicode's.

    >>> encodable("a\ud800b")
    'a\ufffdb'
    """
    return _UNENCODABLE.sub("\ufffd", text)


def markup(text: str) -> str:
    r"""Text that an XML document can hold: `encodable`, and control characters become the question mark too.

    >>> markup("a\x07b")
    'a\ufffdb'
    """
    return _CONTROL.sub("\ufffd", encodable(text))
