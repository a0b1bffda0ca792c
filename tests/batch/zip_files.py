"""Zip archives as people and hostile programs pack them."""

from __future__ import annotations

import io
import zipfile

LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Members under UTF-8 names that the zip declares as such; two of them may have the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def named(name: bytes, content: bytes | str = "x") -> bytes:
    """One member under a name in whatever bytes, which the zip does not say the encoding of."""
    return zipped(("n" * len(name), content)).replace(b"n" * len(name), name)


def locked(data: bytes) -> bytes:
    """All members marked as encrypted."""
    changed = bytearray(data)
    for signature, offset in ((LOCAL, 6), (CENTRAL, 8)):
        at = -1
        while (at := changed.find(signature, at + 1)) >= 0:
            changed[at + offset] |= 1
    return bytes(changed)


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info
