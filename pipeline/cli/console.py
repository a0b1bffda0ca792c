"""Where words go: results to stdout, news and errors to stderr; colours only where a person looks."""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pipeline.cli import language
from pipeline.cli.language import t
from pipeline.errors import JiheError

if TYPE_CHECKING:
    from rich.console import Console, Group

_PIPED_WIDTH = 120
"""Columns of a table that goes into a file or a pipe."""


@dataclass(slots=True)
class Settings:
    """What global options set."""

    debug: bool = False


settings = Settings()


def prepare_streams() -> None:
    """Speak UTF-8 also on consoles that would not (Windows, LANG=C), and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if (stream.encoding or "").lower().replace("-", "") == "utf8" else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def console(*, stderr: bool = False) -> Console:
    """A rich console on the stream as it is now; no colours and no bold in pipes or with NO_COLOR."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else _PIPED_WIDTH
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False, color_system=colours)


def say(text: str = "") -> None:
    """One line of a result."""
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    """One line of news, to stderr."""
    sys.stderr.write(text + "\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> Group:
    """A titled table of plain text (no markup is read out of it); `right` numbers the columns that align right."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    aligned = set(right)
    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        made.add_column(column, justify="right" if number in aligned else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    # Not the table's own title: that would be wrapped to the table's width.
    return Group(Text(title, style="bold"), made)


def show(*renderables: object) -> None:
    """Print tables and texts to stdout."""
    out = console()
    for renderable in renderables:
        out.print(renderable)


def show_json(value: object) -> None:
    """The machine's form of a result: one JSON document, Chinese as it is, decimals as text."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def show_error(error: BaseException) -> None:
    """An error in its three parts; with --debug also where in the program it arose."""
    if settings.debug:
        tell("".join(traceback.format_exception(error)))
    if isinstance(error, JiheError):
        error = spoken(error)
        tell(t("error.what", what=error.what))
        if error.where:
            tell(t("error.where", where=error.where))
        if error.do:
            tell(t("error.do", do=error.do))
    else:
        tell(t("error.what", what=t("error.internal", error=f"{type(error).__name__}: {error}")))
        tell(t("error.do", do=t("error.report")))


def spoken(error: JiheError) -> JiheError:
    """The error in the language in use."""
    return error.chinese() if language.current() == "zh" else error


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
