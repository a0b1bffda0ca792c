"""A small archive in which everything happens: years that contradict, copies, twins, failures; and its database."""

from __future__ import annotations

import re
import sqlite3
from decimal import Decimal
from pathlib import Path

from pipeline.batch import SerialExecutor, check, conclude, discover, run
from pipeline.batch.packed import unpacked
from pipeline.batch.work import Done
from pipeline.document import Span
from pipeline.errors import ReadError
from pipeline.facts import Extraction, Fact, Identity
from pipeline.readers.assemble import assemble
from pipeline.readers.drafts import DraftParagraph, Reading
from pipeline.store import Archive, Versions

VERSIONS = Versions("r", "c")
MANY = "、".join(f"讲座{n}场" for n in range(10, 22))
REPORTS = {
    "2030-青禾县档案馆.txt": "青禾县档案馆2030年报告：基本支出42.00万元。",
    "2031-青禾县档案馆.txt": f"青禾县档案馆2031年报告：基本支出33.60万元，上年40.20万元。{MANY}。",
    "2031-青禾县档案馆（另存）.txt": f"青禾县档案馆2031年报告： 基本支出33.60万元，上年40.20万元。{MANY}。",
    "2031-档案馆复制.txt": f"青禾县档案馆2031年报告： 基本支出33.60万元，上年40.20万元。{MANY}。",
    "2030-青禾县文化馆.txt": "青禾县文化馆2030年报告：基本支出0.35万元。",
    "2031-青禾县文化馆.txt": "青禾县文化馆2031年报告：基本支出0.53万元，上年0.35万元。",
    "残缺.txt": "残缺",
    "残缺二.txt": "残缺",
    "别处/2031-青禾县图书馆.txt": "青禾县图书馆2031年报告：基本支出7.00万元，上年6.00万元。",
}


def written(folder: Path) -> Path:
    """The archive's files in a folder."""
    for name, text in REPORTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def load():
    return perform


def perform(task):
    text = unpacked(task.file, task.inside).decode()
    if text == "残缺":
        raise ReadError("the file is cut short", where=task.name, do="ask for it again")
    head = re.match(r"(\w+?)(\d{4})年", text)
    document = assemble(Reading([DraftParagraph(text)], pages=1), "txt")
    year = int(head[2])
    found = [(m, year - (m[0][0] == "上")) for m in re.finditer(r"(?:支出|上年)([\d.]+)万元", text)]
    facts = [
        _fact(
            document,
            m,
            concept="expenditure.basic",
            period=period,
            value=Decimal(m[1]) * 10000,
            unit="CNY",
            decimals=-2,
        )
        for m, period in found
    ]
    held = re.finditer(r"讲座(\d+)场", text)
    facts += [_fact(document, m, concept="activity.count", period=year, value=Decimal(m[1]), unit="场") for m in held]
    return Done(document, Extraction(Identity(head[1], (), "青禾县", year, "自评报告", "报告"), tuple(facts)))


def _fact(document, match, **given):
    span = Span(*match.span(1))
    block = document.block_at(span.start).seq
    return Fact(measure="value", scenario="actual", rule="r", span=span, quote=span, block=block, **given)


def work(folder: Path, db: Path, rules, executor=None) -> None:
    """What `jihe run` does, in this process."""
    with Archive(db) as archive:
        report = run(archive, discover([folder]), executor or SerialExecutor(load), VERSIONS)
        conclude(archive, report, check(archive, rules).findings.total())


# What says when something was done, and how SQLite keeps an index; what the index holds is compared.
_TIMES = {"read_at", "stamp"}
_INWARD = ("sqlite_", "blocks_fts", "runs", "_sqlite_migrations")


def content(db: Path) -> dict[str, list[dict[str, object]]]:
    """All that a database says but times: every table, and every word of the full-text index."""
    with sqlite3.connect(db) as connection:
        connection.row_factory = sqlite3.Row
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        found = {name: _rows(connection, f'select * from "{name}"') for name in names if not name.startswith(_INWARD)}
        connection.execute("create virtual table temp.words using fts5vocab('main', 'blocks_fts', 'instance')")
        found["words"] = _rows(connection, "select term, doc, col, offset from temp.words")
        assert connection.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert connection.execute("pragma foreign_key_check").fetchall() == []
    connection.close()
    return found


def _rows(connection, sql):
    rows = [{name: row[name] for name in row.keys() if name not in _TIMES} for row in connection.execute(sql)]  # noqa: SIM118
    return sorted(rows, key=repr)
