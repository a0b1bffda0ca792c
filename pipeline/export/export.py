"""All the forms that were asked for, from one state of the database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.export.csv_files import write_csv
from pipeline.export.parquet import write_parquet
from pipeline.export.workbook import write_workbook
from pipeline.export.workbook.words import Language
from pipeline.export.xbrl import write_xbrl
from pipeline.rules import RuleSet
from pipeline.store import Selection
from pipeline.store import reviews as decisions


@dataclass(frozen=True, slots=True)
class Targets:
    """Where each form goes; None where it is not wanted."""

    xlsx: Path | None = None
    csv: Path | None = None
    parquet: Path | None = None
    xbrl: Path | None = None

    @property
    def given(self) -> dict[str, Path]:
        """The forms that are wanted, by name."""
        named = {"xlsx": self.xlsx, "csv": self.csv, "parquet": self.parquet, "xbrl": self.xbrl}
        return {name: path for name, path in named.items() if path is not None}


def export_all(
    selection: Selection, targets: Targets, *, rules: RuleSet, language: Language, force: bool = False
) -> dict[str, dict[str, int]]:
    """Write every form that is wanted; how much of what each holds comes back.

    Raises:
        ExportError: a place that cannot be written to, or a library that is not installed.
    """
    reviews = decisions.latest(decisions.path_beside(selection.archive.path))
    done: dict[str, dict[str, int]] = {}
    if targets.xlsx:
        done["xlsx"] = write_workbook(
            selection, targets.xlsx, rules=rules, reviews=reviews, language=language, force=force
        )
    if targets.csv:
        done["csv"] = write_csv(selection, targets.csv, reviews=reviews, force=force)
    if targets.parquet:
        done["parquet"] = write_parquet(selection, targets.parquet, reviews=reviews, force=force)
    if targets.xbrl:
        done["xbrl"] = write_xbrl(selection, targets.xbrl, rules=rules, force=force)
    return done
