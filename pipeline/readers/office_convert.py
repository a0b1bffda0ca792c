"""LibreOffice without a window: old word processors' files become .docx, with macros, links and network shut off."""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing import util
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.readers.limits import Limits
from pipeline.readers.programs import Ran, run_program

_SWITCHES = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--nofirststartwizard")
_TARGET = "docx:MS Word 2007 XML"
_VERSION = re.compile(rb"<Application>LibreOffice/([\d.]+)")
AGAIN = "open it in Word or WPS and save it as .docx or .pdf"

# (path, property, value): what the profile forbids. A property that a version does not know it passes over.
_FORBIDDEN = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    # 0: links of documents are never updated.
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    # A proxy by hand (2) where nobody listens: no name is looked up, nothing leaves the machine.
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)


def to_docx(soffice: str, files: Mapping[str, bytes], limits: Limits, *, import_filter: str) -> dict[str, bytes]:
    """Convert files, by harmless names of ours such as “report.doc”, in one call; {name: bytes of its .docx}.

    One file a call costs 0.9 s, nearly all of it LibreOffice's start: whoever has many may give many. A file that
    it does not take has no entry. `import_filter` keeps a broken file from being read as what it is not.
    Raises ReadError where it takes too long, or converts nothing at all.
    """
    with tempfile.TemporaryDirectory(prefix="jihe-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        ran = _convert(soffice, [folder / file for file in files], limits, import_filter)
        found = {file: _result((folder / file).with_suffix(".docx"), limits) for file in files}
    converted = {file: data for file, data in found.items() if data is not None}
    if not converted:
        raise ReadError(f"LibreOffice cannot open it ({ran.complaint})", do=AGAIN)
    return converted


def version(converted: bytes) -> str:
    """The version of the LibreOffice that wrote a .docx, as the file says itself; empty if it does not."""
    try:
        with zipfile.ZipFile(io.BytesIO(converted)) as archive:
            found = _VERSION.search(archive.read("docProps/app.xml"))
    except (KeyError, zipfile.BadZipFile, zlib.error):
        return ""
    return found[1].decode() if found else ""


def _convert(soffice: str, files: Sequence[Path], limits: Limits, import_filter: str) -> Ran:
    profile = _profile(os.getpid())
    folder = files[0].parent
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", *_SWITCHES, f"--infilter={import_filter}",
               "--convert-to", _TARGET, "--outdir", str(folder), *map(str, files)]  # fmt: skip
    try:
        return run_program(command, limits, home=folder)
    except ReadError:
        # Killed in the middle of its work it leaves a profile that offers to recover the file.
        _profile.cache_clear()
        shutil.rmtree(profile, ignore_errors=True)
        raise


def _result(path: Path, limits: Limits) -> bytes | None:
    if not path.is_file():
        return None
    if path.stat().st_size > limits.max_bytes:
        raise ReadError(f"more than max_bytes {limits.max_bytes:,} as .docx", do="split the file, or raise the limit")
    return path.read_bytes()


@cache
def _profile(pid: int) -> Path:
    """This process's own settings folder, kept for its life: two LibreOffices must not share one."""
    folder = Path(tempfile.mkdtemp(prefix=f"jihe-libreoffice-{pid}-"))
    # Not atexit, nor TemporaryDirectory, which uses it: worker processes end without either.
    util.Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=0)
    user = folder / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
    return folder


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _FORBIDDEN
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}</oor:items>\n"
    )
