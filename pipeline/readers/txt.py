"""Plain text: its encoding, its hard wraps, its drawn tables."""

from __future__ import annotations

import json
import re

from pipeline.errors import ReadError
from pipeline.readers.barcells import find_broken_rows, find_cells
from pipeline.readers.charset import decode_text
from pipeline.readers.drafts import Draft, DraftParagraph, Reading
from pipeline.readers.glued import unglued
from pipeline.readers.limits import Limits
from pipeline.readers.lines import paragraphs
from pipeline.readers.textgrid import above_the_head, find_table

_CHINESE = re.compile("[\u4e00-\u9fff]")


def read(data: bytes, limits: Limits) -> Reading:
    """Paragraphs and tables of a text file in UTF-8, UTF-16, GB18030 or Big5.

    Raises ReadError for bytes that are no writing, for writing without Chinese, for JSON, and for more characters than
    `limits.max_chars`.
    """
    decoded = decode_text(data)
    if decoded is None:
        raise ReadError(
            "not text: the bytes are neither UTF-8, UTF-16 nor GB18030 writing", do="ask for the file again"
        )
    text, encoding = decoded
    if len(text) > limits.max_chars:
        raise ReadError(
            f"{len(text):,} characters, more than max_chars {limits.max_chars:,}",
            do="split the file, or raise the limit",
        )
    if text.strip() and not _CHINESE.search(text):
        raise ReadError("no Chinese character in this text", do="leave it out: it is data or notes, no report")
    if _is_json(text):
        raise ReadError("JSON data", do="leave it out: it is data, no report")
    damaged = text.count("\ufffd")
    notes = [f"{damaged} characters did not decode as {encoding}"] if damaged else []
    return Reading(read_lines(text), notes=notes)


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def read_lines(text: str) -> list[Draft]:
    """Drafts of a text whose lines may be hard-wrapped and whose tables may be drawn with characters."""
    # Only real line ends: str.splitlines would also break at U+2028 or U+0085 inside a sentence.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    drafts: list[Draft] = []
    pending: list[str] = []
    at = 0
    while at < len(lines):
        if found := _find_drawn(lines, at):
            drafts += [*_paragraphs(pending), *found[0]]
            pending, at = [], found[1]
        else:
            pending.append(lines[at])
            at += 1
    return [*drafts, *_paragraphs(pending)]


def _find_drawn(lines: list[str], at: int) -> tuple[list[Draft], int] | None:
    """What is drawn with characters from line `at` on: a table, or cells one a line; and the line after it."""
    if broken := find_broken_rows(lines, at):
        return broken
    if table := find_table(lines, at):
        return list(above_the_head(table[0])), table[1]
    return find_cells(lines, at)


def _paragraphs(lines: list[str]) -> list[DraftParagraph]:
    return [DraftParagraph(piece) for paragraph in paragraphs(lines) for piece in unglued(paragraph)]
