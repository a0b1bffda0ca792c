"""Patterns as rule authors write them, and the types by which a rule file says that a key holds one."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from pipeline.errors import RuleError

# Authors write brackets and quotes as reports print them; the text that is matched has half-width ones.
_LITERALS = {"（": r"\(", "）": r"\)", "“": '"', "”": '"', "％": "%", "：": ":", "；": ";"}
_MACROS = {"{n}": r"(?=[:为是有共约近]{0,2}[\d一二三四五六七八九十百两零]+)"}


def pattern(source: str, *, where: str = "") -> re.Pattern[str]:
    """Compile a pattern as rule authors write it: full-width signs stand for themselves, {n} for “a number follows”.

    Raises RuleError for what `re` does not take.
    """
    for written, meant in (*_LITERALS.items(), *_MACROS.items()):
        source = source.replace(written, meant)
    try:
        return re.compile(source)
    except re.error as err:
        raise RuleError(f"not a regular expression: {err}", where=where, do=f"correct {source!r}") from err


def _compiled(value: object, shape: str = "{}") -> object:
    """One pattern, or a list of which any may match; pydantic wants a ValueError to name file and key itself."""
    source = "|".join(value) if isinstance(value, list) else value
    if not isinstance(source, str):
        return value
    try:
        return pattern(shape.format(source))
    except RuleError as err:
        raise ValueError(str(err)) from err


def _compiled_ending(value: object) -> object:
    return _compiled(value, "(?:{})$")


Shape = Annotated[re.Pattern[str], BeforeValidator(_compiled)]
"""A pattern, or a list of alternatives, compiled when the rules are loaded."""

Ending = Annotated[re.Pattern[str], BeforeValidator(_compiled_ending)]
"""The same, matching at the end of the words only: what stands right before a number or name."""
