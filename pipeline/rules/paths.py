"""Where the rule packs and samples lie: beside the checkout, inside an installed wheel, or where the user says."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import RuleError

_PACKAGE = Path(__file__).resolve().parent.parent


def rules_dir() -> Path:
    """The folder of rule packs: $JIHE_RULES if set, else the checkout's `rules/`, else the wheel's own copy."""
    if chosen := os.environ.get("JIHE_RULES"):
        if not Path(chosen).is_dir():
            raise RuleError(
                "no such folder", where=f"JIHE_RULES={chosen}", do="unset it, or name a folder of rule packs"
            )
        return Path(chosen)
    return _data_dir("rules")


def samples_dir() -> Path:
    """The folder of sample reports that `jihe demo` reads."""
    return _data_dir("samples")


def _data_dir(name: str) -> Path:
    for folder in (_PACKAGE.parent / name, _PACKAGE / "_data" / name):
        # A folder called `rules` may lie beside site-packages' `pipeline` by chance; ours has concepts or reports.
        if folder.is_dir() and (_PACKAGE.parent / "pyproject.toml").exists() == (folder.parent == _PACKAGE.parent):
            return folder
    raise RuleError(
        f"the folder {name}/ is missing", where=str(_PACKAGE.parent), do="reinstall jihe, or set JIHE_RULES"
    )
