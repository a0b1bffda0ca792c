"""The `jihe` command. Thin: commands parse, call, and print; one module a group of commands.

Every command module has `register(app)`, which is called when the application is built, so that help texts come in
the language asked for. Modules import at their top only what is quick; `jihe --help` answers before spaCy could load.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipeline.cli import console, language
from pipeline.errors import UsageError


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command with these words (the process's own by default) and exit with its status."""
    words = list(sys.argv[1:] if argv is None else argv)
    console.prepare_streams()
    console.settings.debug, words = "--debug" in words, [word for word in words if word != "--debug"]
    try:
        words = language.choose(words)
    except UsageError as error:
        console.show_error(error)
        sys.exit(2)
    from pipeline.cli.application import build

    build()(args=words, prog_name="jihe")
