"""What is wrong with a file, in Chinese: readers and batch speak English, `chinese.yaml` has what they say."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

_BLANK = re.compile(r"\{(\w+)\}")


def in_chinese(said: str) -> str:
    """A sentence of a JiheError (`what`, `do`) or a document's note, in Chinese.

    What is filled into it is put into Chinese too where it is a sentence itself; one that nobody translated (the
    words of an outside library) stays as it is.
    """
    if (whole := _sentences().get(said)) is not None:
        return whole
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(said):
            return chinese.format(**{name: in_chinese(filled) for name, filled in found.groupdict().items()})
    return said


@cache
def _sentences() -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load(files(__package__).joinpath("chinese.yaml").read_text("utf-8"))
    return loaded


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Sentences with blanks, the one with most words of its own first: it is the most particular."""
    blanks = [(english, chinese) for english, chinese in _sentences().items() if _BLANK.search(english)]
    blanks.sort(key=lambda pair: -len(_BLANK.sub("", pair[0])))
    return [(_pattern(english), chinese) for english, chinese in blanks]


def _pattern(english: str) -> re.Pattern[str]:
    words = _BLANK.split(english)  # words and names of blanks in turn
    parts = [f"(?P<{word}>.+?)" if place % 2 else re.escape(word) for place, word in enumerate(words)]
    return re.compile("".join(parts), re.DOTALL)
