"""Answers for the picture of a page: only of files that the archive's rows name, and only as pictures."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from functools import partial

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from pipeline.document import Bbox
from pipeline.errors import ReadError
from pipeline.readers.pictures import DRAWN
from pipeline.review.asking import Row, look, row, rows, words_of
from pipeline.review.desk import desk_of
from pipeline.review.drawing import Boxed, Job
from pipeline.review.locating import Sought

_MOST_MARKS = 100


async def serve(datasette: Datasette, request: Request) -> Response:
    """A page as a JPEG, the figures of `mark` boxed (`fault` as what is wrong), cropped to them by `crop`."""
    desk = desk_of(datasette)
    if desk is None:
        raise NotFound("no desk")
    words = words_of(desk, request)
    marks = [int(word) for word in (request.args.get("mark") or "").split(",") if word.isascii() and word.isdecimal()]
    document, page = (int(request.url_vars[name]) for name in ("document", "page"))
    crop = request.args.get("crop") == "1"
    fault = request.args.get("fault") or ""
    ask = partial(_job, document=document, page=page, marks=marks[:_MOST_MARKS], fault=fault, crop=crop)
    job = await look(datasette, ask)
    if job is None:
        raise NotFound(words("not_found"))
    try:
        data = await asyncio.to_thread(desk.pictures.of, job)
    except ReadError as error:
        said = error.chinese() if words.language == "zh" else error
        return Response.text(str(said), status=404, headers={"cache-control": "no-store"})
    return Response(data, content_type="image/jpeg", headers={"cache-control": "private, max-age=3600"})


def _job(
    connection: sqlite3.Connection, document: int, page: int, marks: list[int], fault: str, *, crop: bool
) -> Job | None:
    file = row(connection, "select path, sha256, format from documents where id = :id and status = 'ok'", id=document)
    if file is None or file["format"] not in DRAWN:
        return None
    figures = rows(
        connection,
        "select f.*, b.text as block_text, b.start as block_start from facts f "
        "join blocks b on b.id = f.block_id where f.document_id = :document and f.page = :page "
        "and f.id in (select value from json_each(:marks))",
        document=document,
        page=page,
        marks=json.dumps(marks),
    )
    boxed = tuple(_boxed(figure, fault=str(figure["id"]) == fault) for figure in figures)
    return Job(file["path"], file["sha256"], file["format"], page, boxed, crop)


def _boxed(figure: Row, *, fault: bool) -> Boxed:
    start = figure["figure_start"] - figure["block_start"]
    bbox: Bbox | None = tuple(json.loads(figure["bbox"])) if figure["bbox"] else None
    sought = Sought(figure["block_text"], start, start + figure["figure_end"] - figure["figure_start"], bbox)
    return Boxed(sought, fault, figure["confidence"] is not None)
