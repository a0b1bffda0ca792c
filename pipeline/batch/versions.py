"""Which code reads: part of the key by which work already done is known."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__

if TYPE_CHECKING:
    from pipeline.rules import RuleSet

_PACKAGE = Path(__file__).resolve().parent.parent
# What decides how a report is read, and what is found wrong in it. The store, the commands and this package do not.
_READING = ("document.py", "facts.py", "language", "readers", "rules", "extract")
_CHECKING = ("intervals.py", "checks")


@cache
def code_version() -> str:
    """“0.1.0+3fa9c01d”: the release, and a hash of the modules that decide what is read out of a report.

    The hash makes a changed reader or rule engine count as new, also between releases.
    """
    return f"{__version__}+{_hash(_READING)}"


def checks_version(rules: RuleSet) -> str:
    """The rules of the checks, and a hash of the modules that apply them.

    Apart from `code_version`, since facts need not be read anew to be compared in another way.
    """
    return f"{rules.checks_version}+{_hash(_CHECKING)}"


@cache
def _hash(parts: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        path = _PACKAGE / part
        for source in [path] if path.is_file() else sorted(path.rglob("*.py")):
            digest.update(source.relative_to(_PACKAGE).as_posix().encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:8]
