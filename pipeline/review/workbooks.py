"""The workbook of `jihe export --xlsx`, for a browser: of a unit, of a report, or of all."""

from __future__ import annotations

import asyncio
import tempfile
from functools import partial
from pathlib import Path
from urllib.parse import quote

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from pipeline.errors import UsageError
from pipeline.export.workbook import write_workbook
from pipeline.review.asking import look, value, words_of
from pipeline.review.desk import Desk, desk_of
from pipeline.review.words import Language
from pipeline.rules import load_rules
from pipeline.store import Archive, Selection, Wanted, reviews

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_REPORTS = 300
"""Of more, `jihe export` writes a workbook without keeping a browser waiting."""


async def serve(datasette: Datasette, request: Request) -> Response:
    """The workbook of `unit` or `report` (their ids); of the whole archive where neither is named."""
    desk = desk_of(datasette)
    if desk is None:
        raise NotFound("no desk")
    words = words_of(desk, request)
    unit, report = (_number(request.args.get(name)) for name in ("unit", "report"))
    wanted = Wanted(entity_id=unit, document=None if report is None else str(report))
    count = "select count(*) from documents where status = 'ok'"
    if wanted.everything and await look(datasette, partial(value, sql=count)) > MOST_REPORTS:
        return Response.text(words("workbook.too_large", most=MOST_REPORTS), status=413)
    try:
        data = await asyncio.to_thread(_written, desk, wanted, words.language)
    except UsageError as error:
        raise NotFound(words("not_found")) from error
    name = quote(words("workbook.name", archive=desk.options.archive.stem))
    return Response(data, content_type=_TYPE, headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"})


def _written(desk: Desk, wanted: Wanted, language: Language) -> bytes:
    decided = reviews.latest(desk.options.reviews)
    with tempfile.TemporaryDirectory() as folder, Archive.open_readonly(desk.options.archive) as archive:
        path = Path(folder) / "workbook.xlsx"
        with Selection(archive, wanted) as selection:
            write_workbook(selection, path, rules=load_rules(), reviews=decided, language=language)
        return path.read_bytes()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 18 else None
