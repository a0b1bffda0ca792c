"""After a run: which documents are of one body, and which are one report. All of it, whatever changed.

What is done is known by SQLite's `user_version`: whoever changes a document sets it back in the same transaction, so a
run that was killed before it tidied up is made good by the next, and one that changed nothing leaves all as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlite_utils import Database

from pipeline.store import entities, twins
from pipeline.store.records import Row

_TIDY = 1

# Not sqlite-utils' upsert: on a full disk it takes SQLite for one without `on conflict`, and writes nothing.
_BODY = (
    "insert into entities (id, name, aliases, region) values (:id, :name, :aliases, :region) on conflict (id) "
    "do update set name = excluded.name, aliases = excluded.aliases, region = excluded.region"
)


def is_tidy(db: Database) -> bool:
    """Whether no document changed since `settle`."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] == _TIDY)


def unsettle(db: Database) -> None:
    """Say that a document is new, changed or gone; part of the transaction that makes it so."""
    db.execute("PRAGMA user_version = 0")


def settle(db: Database) -> None:
    """Put the indexes in order, and say that all is done: the last step."""
    db.execute("PRAGMA optimize")
    db.analyze()
    db.execute(f"PRAGMA user_version = {_TIDY}")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def uncheck(db: Database, which: str, *parameters: int | str) -> None:
    """Take back what the checks said of documents; `which` selects their ids, and is our own words."""
    for table in ("findings", "remarks", "check_results"):
        db.execute(f"delete from {table} where document_id in ({which})", parameters)  # noqa: S608
    db.execute(f"update documents set checked = null where id in ({which})", parameters)  # noqa: S608


def resolve_entities(db: Database) -> None:
    """Give every document that was read its body; bodies that have none any more go."""
    named = db.query(
        "select id, entity, entity_aliases, region from documents where status = 'ok' and entity <> '' order by id"
    )
    bodies = entities.resolve(
        entities.Mention(d["id"], d["entity"], tuple(json.loads(d["entity_aliases"])), d["region"]) for d in named
    )
    db.conn.executemany(_BODY, [body.row() for body in bodies])
    owners = {document: body.id for body in bodies for document in body.documents}
    before: dict[int, int | None] = dict(db.execute("select id, entity_id from documents"))
    moved = [(owners.get(document), document) for document, owner in before.items() if owners.get(document) != owner]
    # All reports of a body that a report left are to be checked again.
    left = json.dumps(sorted({owner for _, document in moved if (owner := before[document]) is not None}))
    uncheck(db, "select id from documents where entity_id in (select value from json_each(?))", left)
    uncheck(db, "select value from json_each(?)", json.dumps([document for _, document in moved]))
    db.conn.executemany("update documents set entity_id = ? where id = ?", moved)
    db.table("entities").delete_where("id not in (select entity_id from documents where entity_id is not null)")


def resolve_twins(db: Database, clear: Callable[[int], None]) -> int:
    """Turn documents that state what another of the same body, year and type states into its duplicates.

    Only where some document is new or changed. `clear` removes what hangs on a document. How many there were.
    """
    groups = db.query(
        "select group_concat(id) as ids from documents where status = 'ok' and entity_id is not null "
        "and fiscal_year is not null group by entity_id, fiscal_year, report_type having count(*) > 1 "
        "and sum(checked is null) > 0"
    )
    found = 0
    for group in list(groups):
        members = [int(number) for number in group["ids"].split(",")]
        for twin, primary in twins.twins([_told(db, document_id) for document_id in members]):
            clear(twin)
            db.execute(
                "update documents set status = 'duplicate', duplicate_of = :primary, entity_id = null where id = :twin",
                {"primary": primary, "twin": twin},
            )
            # What was a copy of the twin is one of what stands for it.
            db.execute("update documents set duplicate_of = ? where duplicate_of = ?", [primary, twin])
            found += 1
    return found


def _told(db: Database, document_id: int) -> twins.Told:
    row: Row = next(iter(db.query("select id, name, format from documents where id = ?", [document_id])))
    facts = list(db.query("select * from facts where document_id = ?", [document_id]))
    return twins.Told(row["id"], row["name"], row["format"], twins.figures_of(facts))
