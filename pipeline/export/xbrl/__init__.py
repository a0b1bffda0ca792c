"""XBRL: a report package of xBRL-JSON reports, with the taxonomy that they speak.

`vocabulary` says what our words are called there, `taxonomy` and `linkbases` write them down, `sums` finds the figures
that calculation relations bind, `reports` writes a document's figures.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.export.output import new_file, new_folder
from pipeline.export.xbrl.reports import report_json
from pipeline.export.xbrl.sums import sums_of
from pipeline.export.xbrl.taxonomy import write_taxonomy
from pipeline.export.xbrl.vocabulary import elements
from pipeline.rules import RuleSet
from pipeline.store import Selection

_PACKAGE = {"documentInfo": {"documentType": "https://xbrl.org/report-package/2023"}}


def write_xbrl(selection: Selection, target: Path, *, rules: RuleSet, force: bool = False) -> dict[str, int]:
    """Write a report package, as a .zip or as the folder that it would unpack to.

    One report a document, named by its id. How many reports and facts there are comes back, and how many facts were
    left out because the rules no longer know them.

    Raises:
        ExportError: as for `new_file` and `new_folder`.
    """
    if target.suffix.lower() != ".zip":
        with new_folder(target, force=force) as folder:
            return _fill(folder, selection, rules)
    with new_file(target, force=force) as partial:
        folder = partial.parent / target.stem
        folder.mkdir()
        counts = _fill(folder, selection, rules)
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as package:
            for path in _files(folder):
                package.write(path, path.relative_to(folder.parent))
        return counts


def _fill(folder: Path, selection: Selection, rules: RuleSet) -> dict[str, int]:
    labels = selection.labels()
    for name in ("META-INF", "reports"):
        (folder / name).mkdir()
    (folder / "META-INF" / "reportPackage.json").write_text(json.dumps(_PACKAGE), "utf-8")
    write_taxonomy(folder / "taxonomy", rules, labels)
    known = {element.name: element for element in elements(rules, labels)}
    counts = {"reports": 0, "facts": 0, "left_out": 0}
    for document in selection.documents():
        if document["status"] != "ok" or not document["figures"]:
            continue
        (report,) = selection.archive.reports_of((document["id"],))
        written = report_json(document, report, sums_of(report, rules), known, rules)
        text = json.dumps(written, ensure_ascii=False, indent=1)
        (folder / "reports" / f"{document['id']}.json").write_text(text, "utf-8")
        counts["reports"] += 1
        counts["facts"] += len(written["facts"])
        counts["left_out"] += len(report.facts) - len(written["facts"])
    return counts


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
