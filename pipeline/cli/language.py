"""Which language to speak, and the words for it (the words themselves are data, in `messages.yaml`)."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from pipeline.errors import UsageError

Language = Literal["zh", "en"]

_current: Language = "en"
_asked: Language | None = None


def current() -> Language:
    """The language in use."""
    return _current


def asked() -> Language | None:
    """The language that `--lang` named; None where the environment decided."""
    return _asked


def use(language: Language) -> None:
    """Speak this language from now on."""
    global _current  # noqa: PLW0603 - one process speaks one language
    _current = language


def t(key: str, **values: object) -> str:
    """The message of that key, filled in."""
    return messages()[key][_current].format(**values)


@cache
def messages() -> dict[str, dict[Language, str]]:
    """Every message by key and language."""
    loaded: dict[str, dict[Language, str]] = yaml.safe_load(
        files(__package__).joinpath("messages.yaml").read_text("utf-8")
    )
    return loaded


def lines(key: str) -> str:
    """A message whose line breaks are to stay in a help text: each paragraph is marked as laid out by hand."""
    return "\n\n".join(f"\b\n{paragraph}" for paragraph in t(key).split("\n\n"))


def choose(words: Sequence[str], environ: Mapping[str, str] = os.environ) -> list[str]:
    """Take `--lang` out of the words, wherever it stands, and speak that language, else the environment's."""
    global _asked  # noqa: PLW0603 - as above
    rest: list[str] = []
    named = ""
    pending = iter(words)
    for word in pending:
        if word == "--lang":
            named = next(pending, "?")
        elif word.startswith("--lang="):
            named = word.removeprefix("--lang=")
        else:
            rest.append(word)
    use(from_environment(environ))
    _asked = checked(named) if named else None
    if _asked:
        use(_asked)
    return rest


def checked(asked: str) -> Language:
    """A language that the user named. Raises UsageError if it is not one of ours."""
    if asked == "zh":
        return "zh"
    if asked == "en":
        return "en"
    raise UsageError(f"no such language: {asked}", where="--lang", do="choose zh or en")


def from_environment(environ: Mapping[str, str]) -> Language:
    """JIHE_LANG, else the locale (every Chinese one means zh), else English."""
    names = (environ.get(name) for name in ("JIHE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), "") or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
