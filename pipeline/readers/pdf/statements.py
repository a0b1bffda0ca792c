"""A content stream's bytes → its statements: an operator and what it works on.

One regular expression takes a whole statement at a time, where pdfminer's parser goes from token to token: that is most
of what makes reading a page fast. What it does not know (pictures inside the stream, broken syntax) it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

Operand = float | str | bytes | list[float | bytes]
"""A number, a name, a string, or the strings of TJ and the moves between them."""

_WORD = rb"[^#/%\[\]()<>{}\s]"
_NAME = rb"/(" + _WORD + rb"*+)"
_OPERATOR = rb"([A-Za-z]" + _WORD + rb"*+)"
_END = rb"(?!" + _WORD + rb")"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
# Brackets in a string stand behind a backslash, or in pairs, here three deep at most.
_LITERAL = rb"\((?:[^()\\]|\\.)*+\)"
for _ in range(2):
    _LITERAL = rb"\((?:[^()\\]|\\.|" + _LITERAL + rb")*+\)"
_STRING = rb"(?:" + _HEX + rb"|" + _LITERAL + rb")"
_STATEMENT = re.compile(
    rb"\s*+(?:"
    # “1 0 0 1 72 720 Tm”, “q”
    + (rb"([-+.\d][-+.\d\s]*+)?+" + _OPERATOR)
    # “(text) Tj”
    + (rb"|(" + _STRING + rb")\s*+(Tj" + _END + rb"|')")
    # “[(te) -20 (xt)] TJ”
    + (rb"|\[((?:[-+.\d\s]|" + _STRING + rb")*+)\]\s*+(TJ)" + _END)
    # “/F1 12 Tf”, “/GS1 gs”, “/P1 scn”
    + (rb"|" + _NAME + rb"\s*+([-+.\d\s]*+)" + _OPERATOR)
    # What nobody asks for here: “/P <</MCID 0>> BDC”, “[3 2] 0 d”, a comment
    + (rb"|(/" + _WORD + rb"*+\s*+(?:/" + _WORD + rb"*+|<<(?:[^<>()]|" + _STRING + rb")*+>>)\s*+(?:BDC|DP)" + _END)
    + (rb"|\[[-+.\d\s]*+\]\s*+[-+.\d]++\s*+d" + _END)
    + rb"|%[^\r\n]*+)"
    + rb"|(\S))",
    re.DOTALL,
)
_PLAIN, _SHOWN, _SPACED, _NAMED, _SILENT = 2, 4, 6, 9, 10
_PIECE = re.compile(rb"([-+.\d]++)|(" + _STRING + rb")", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}
_LESS, _OCTAL = ord("<"), b"01234567"
_NOTHING: tuple[Operand, ...] = ()


def statements(data: bytes, left_out: Container[bytes] = ()) -> Iterator[tuple[bytes, Sequence[Operand]]]:
    """The statements of a content stream, in order: operators as annex A of PDF 32000-1 names them.

    Raises ValueError at the first that is not of the usual kinds.

    >>> list(statements(b"BT /F1 12 Tf [(a) -20 <62>] TJ ET", left_out={b"ET"}))
    [(b'BT', ()), (b'Tf', ['F1', 12.0]), (b'TJ', [[b'a', -20.0, b'b']])]
    """
    for match in _STATEMENT.finditer(data):
        kind = match.lastindex
        if kind == _PLAIN:
            numbers, operator = match.group(1, 2)
            if operator not in left_out:
                yield operator, _NOTHING if numbers is None else _numbers(numbers)
        elif kind == _SHOWN:
            string, operator = match.group(3, 4)
            yield operator, [_string(string)]
        elif kind == _SPACED:
            pieces = _PIECE.finditer(match.group(5))
            yield b"TJ", [[float(p[1]) if p[1] else _string(p[2]) for p in pieces]]
        elif kind == _NAMED:
            name, numbers, operator = match.group(7, 8, 9)
            if operator not in left_out:
                yield operator, [name.decode(), *_numbers(numbers)]
        elif kind != _SILENT:
            raise ValueError(f"unusual content at {match.start()}")


def _numbers(text: bytes) -> list[Operand]:
    # “1-2” is two numbers to pdfminer, and “1.2.3” too: float() raises.
    return list(map(float, text.split()))


@lru_cache(4096)  # many writers print sign by sign
def _string(token: bytes) -> bytes:
    inside = token[1:-1]
    if token[0] == _LESS:
        return bytes.fromhex(inside.decode())
    return _ESCAPED.sub(_plain, inside) if b"\\" in inside else inside


def _plain(match: re.Match[bytes]) -> bytes:
    """What an escaped sign stands for; as in pdfminer, nothing where it needed no escape."""
    sign: bytes = match[1]
    if sign[0] in _OCTAL:
        return bytes((int(sign, 8),))
    return _ESCAPES.get(sign, b"")
