"""Recognised pages on disk, so that a picture is paid for once: runs, copies and killed runs share them.

One JSON file a picture, named by the hash of its pixels and of what read it. Any number of processes may read and
write: a file appears whole (it is renamed into its place) or not at all; a file that is damaged counts as absent.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from pipeline.readers.ocr.values import Strip

_OFF = frozenset({"off", "0", "no", "none", "false"})


def folder() -> Path | None:
    """$JIHE_CACHE, else ~/.cache/jihe, each with `ocr` below; None where JIHE_CACHE is “off”."""
    chosen = os.environ.get("JIHE_CACHE", "").strip()
    if chosen.casefold() in _OFF:
        return None
    try:
        return (Path(chosen).expanduser() if chosen else Path.home() / ".cache" / "jihe") / "ocr"
    except RuntimeError:  # nobody's home
        return None


def kept(key: str, read: Callable[[], tuple[Strip, ...]]) -> tuple[Strip, ...]:
    """What is stored under `key` (hexadecimal), else what `read` gives, which is then stored."""
    place = folder()
    if place is None:
        return read()
    path = place / key[:2] / f"{key}.json"
    known = _load(path)
    if known is not None:
        return known
    strips = read()
    # A full disk or a folder of somebody else's costs time, not the report.
    with contextlib.suppress(OSError):
        _store(path, strips)
    return strips


def _load(path: Path) -> tuple[Strip, ...] | None:
    try:
        entries = json.loads(path.read_text("utf-8"))
        return tuple(_strip(*entry) for entry in entries)
    except (OSError, ValueError, TypeError):
        return None


def _strip(corners: list[list[float]], text: str, middles: list[float], confidences: list[float]) -> Strip:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    if not len(text) == len(middles) == len(confidences):
        raise ValueError("not one place a character")
    return Strip((a, b, c, d), text, tuple(middles), tuple(confidences))


def _store(path: Path, strips: tuple[Strip, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = [(strip.corners, strip.text, strip.middles, strip.confidences) for strip in strips]
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(entries, file, ensure_ascii=False, separators=(",", ":"))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
