"""The application: its global options, what it does with errors, and the commands that belong to it."""

from __future__ import annotations

import errno
import importlib
import importlib.util
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline import __version__
from pipeline.cli import console, language
from pipeline.cli.language import lines, t
from pipeline.errors import JiheError

# In the order of `jihe --help`. A module that does not exist yet is left out.
_MODULES = ("work", "look", "checking", "serving", "export", "rules", "care")

DONE, SOME_FAILED, USAGE, UNEXPECTED, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses."""


def build() -> typer.Typer:
    """The application with all its commands, in the language in use."""
    app = typer.Typer(
        cls=_Group,
        help=t("app.help"),
        epilog=lines("app.epilog"),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    )
    app.callback()(_global_options)
    for name in _MODULES:
        if importlib.util.find_spec(f"pipeline.cli.{name}"):
            importlib.import_module(f"pipeline.cli.{name}").register(app)
    return app


class _Group(TyperGroup):
    """Turns errors into words and an exit status, for every command alike."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as in the base class
        try:
            return super().invoke(ctx)
        except JiheError as error:
            console.show_error(error)
            raise typer.Exit(USAGE) from error
        except KeyboardInterrupt as error:
            console.tell(t("stopped.at_once"))
            raise typer.Exit(INTERRUPTED) from error
        except Exception as error:
            # Exits, wrong options and closed pipes are Typer's business.
            if type(error).__module__.startswith(("typer", "click")) or getattr(error, "errno", 0) == errno.EPIPE:
                raise
            console.show_error(error)
            raise typer.Exit(UNEXPECTED) from error


def _show_version(wanted: bool) -> None:
    if wanted:
        console.say(f"jihe {__version__}")
        raise typer.Exit


def _global_options(
    _version: Annotated[
        bool, typer.Option("--version", help=t("app.version"), callback=_show_version, is_eager=True)
    ] = False,
    lang: Annotated[str, typer.Option("--lang", help=t("app.lang"), metavar="zh|en")] = "",
    debug: Annotated[bool, typer.Option("--debug", help=t("app.debug"))] = False,
) -> None:
    # `main` takes --lang and --debug out wherever they stand; here they only show in the help, or serve tests.
    if lang:
        language.use(language.checked(lang))
    console.settings.debug |= debug
