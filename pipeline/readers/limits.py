"""How much of one file is read before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Each limit is named in the error that it causes."""

    max_bytes: int = 200 * 1024 * 1024
    max_pages: int = 2000
    max_chars: int = 5_000_000
    max_cells: int = 500_000
    max_unpacked: int = 400 * 1024 * 1024
    """Bytes that the XML parts of one zipped document may have together when unpacked."""
    max_archive: int = 4 * 1024 * 1024 * 1024
    """Bytes that the files of one archive, and of archives in it, may have together when unpacked."""
    max_members: int = 20_000
    """Files of one archive, and of archives in it."""
    max_depth: int = 3
    """Archives in one another."""
    max_seconds: float = 120
    """Time that an outside program (LibreOffice, antiword) may take over one file."""
