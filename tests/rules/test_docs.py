"""docs/rules.md: its worked example does what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from pipeline.extract import extractor
from pipeline.extract.examples import run_examples
from pipeline.rules import load_rules

ROOT = Path(__file__).parents[2]


def test_the_worked_example_of_the_docs_holds(tmp_path):
    concept, rule = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "rules.md").read_text("utf-8"), re.DOTALL)
    folder = tmp_path / "my-rules"
    shutil.copytree(ROOT / "rules", folder)
    for name, lines in (("concepts.yaml", concept), ("staffing.yaml", rule)):
        path = folder / name
        path.write_text(path.read_text("utf-8") + lines, encoding="utf-8")
    extractor(load_rules())  # a rule set read before does not stay in force
    outcomes = [o for o in run_examples(extractor(load_rules(folder))) if o.rule == "party-members"]
    assert len(outcomes) == 3
    assert [o.text for o in outcomes if not o.passed] == []
