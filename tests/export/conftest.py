"""Archives to hand over: the samples as they are checked, and one of which every text is hostile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.rules import load_rules
from pipeline.store import Archive, Selection, Wanted

# `--import-mode=importlib` puts no folder on the path; what is planted is a module beside the tests.
sys.path.insert(0, str(Path(__file__).parent))
from planted import PLANTED

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def samples(tmp_path_factory):
    """The database of the samples, in a folder of its own."""
    db = tmp_path_factory.mktemp("samples") / "samples.db"
    command = [sys.executable, "-m", "pipeline", "run", str(_ROOT / "samples"), "--db", str(db), "--json"]
    env = {**os.environ, "JIHE_LANG": "en", "PYTHONPATH": str(_ROOT)}
    done = subprocess.run(command, cwd=db.parent, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["archive"]["findings"]
    return db


@pytest.fixture(scope="session")
def rules():
    return load_rules()


@pytest.fixture
def select():
    """Open a selection: `with select(db, entity="…") as selection: …`."""

    @contextmanager
    def opened(db, **wanted):
        with Archive.open_readonly(db) as archive, Selection(archive, Wanted(**wanted)) as selection:
            yield selection

    return opened


@pytest.fixture
def hostile(samples, tmp_path):
    """The samples' database with formulas, markup and control characters in every text that a report can bring."""
    db = tmp_path / "hostile.db"
    shutil.copy(samples, db)
    with Archive(db) as archive:
        facts = [row[0] for row in archive.db.execute("select id from facts order by id limit 32")]
        for fact, text in zip(facts, [*PLANTED, *PLANTED], strict=True):
            archive.db.execute("update facts set item = ?, quote = ?, text = ? where id = ?", [text, text, text, fact])
        for document, text in enumerate(PLANTED[:10], 1):
            row = [text, text, text, document]
            archive.db.execute("update documents set name = ?, title = ?, entity = ? where id = ?", row)
            archive.db.execute("update entities set name = ? where id = ?", [text, document])
            archive.db.execute("update findings set message_zh = ?, note = ? where document_id = ?", [text, *row[2:]])
        archive.db.execute(
            "insert into finding_facts select 1000001, id, 'against' from facts where id < 1000033 "
            "on conflict do nothing"
        )
        archive.db.execute("update documents set status = 'failed', error = '=2+2' where id = 10")
    return db
