"""Which code reads: part of the key by which work already done is known."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pipeline import __version__

_PACKAGE = Path(__file__).resolve().parent.parent
# What decides how a report is read. The store, the commands and this package do not.
_DECIDING = ("document.py", "facts.py", "language", "readers", "rules", "extract")


@cache
def code_version() -> str:
    """“0.1.0+3fa9c01d”: the release, and a hash of the modules that decide what is read out of a report.

    The hash makes a changed reader or rule engine count as new, also between releases.
    """
    digest = hashlib.sha256()
    for part in _DECIDING:
        path = _PACKAGE / part
        for source in [path] if path.is_file() else sorted(path.rglob("*.py")):
            digest.update(source.relative_to(_PACKAGE).as_posix().encode() + b"\0" + source.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:8]}"
