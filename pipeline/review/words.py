"""The desk's words: Chinese and English side by side in `messages.yaml`, and which of the two a reader gets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Protocol, cast

import yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
COOKIE = "jihe_lang"


class Named(Protocol):
    """A row of a table: a mapping, or what SQLite gives."""

    def __getitem__(self, name: str, /) -> Any:
        """The column of that name."""


@dataclass(frozen=True, slots=True)
class Words:
    """Messages in one language: `words("nav.findings")`."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The message of that key, filled in."""
        message = _messages()[key][self.language]
        return message.format(**values) if values else message

    def known(self, key: str, otherwise: str) -> str:
        """The message of a key that data has made up (a kind, a unit), or the word that the data has for it."""
        return _messages()[key][self.language] if key in _messages() else otherwise

    def pick(self, row: Named, name: str) -> str:
        """The column of a pair (`message_zh`, `message_en`) that is in this language."""
        return str(row[f"{name}_{self.language}"] or "")


@cache
def _messages() -> dict[str, dict[Language, str]]:
    return cast(
        "dict[str, dict[Language, str]]",
        yaml.safe_load(files(__package__).joinpath("messages.yaml").read_text("utf-8")),
    )


def language_of(chosen: str | None, fixed: Language | None, accepted: str) -> Language:
    """What to speak: what the reader has chosen, else what the server was started with, else what the browser says.

    `accepted` is the header Accept-Language; Chinese, unless English comes first in it.

    >>> language_of(None, None, "en-GB,en;q=0.9"), language_of(None, None, "fr"), language_of("zh", "en", "")
    ('en', 'zh', 'zh')
    """
    if chosen in LANGUAGES:
        return chosen
    if fixed:
        return fixed
    return "en" if accepted.strip().lower().startswith("en") else "zh"
