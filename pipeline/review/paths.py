"""Where the desk's own files are: in the package, so that it needs no network and no build."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
TEMPLATES, STATIC = _HERE / "templates", _HERE / "static"
