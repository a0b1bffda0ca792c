"""Workers for tests: a file's words say what happens to it, so crashes and hangs can be had at will."""

from __future__ import annotations

import os
import time
from decimal import Decimal
from pathlib import Path

from pipeline.batch.packed import unpacked
from pipeline.batch.work import Done, ExtractTask, Task
from pipeline.document import Block, Document, Span
from pipeline.errors import ReadError, RuleError
from pipeline.facts import Extraction, Fact, Identity


def load(_versions=None):
    return perform


def load_counting_starts(folder: Path):
    """Leaves a file for every worker that starts, so that tests can count them."""
    (folder / str(os.getpid())).touch()
    return perform


def load_fails():
    raise RuleError("unknown unit '万圆'", where="rules/x.yaml:14", do="correct the rule")


def load_dies():
    os._exit(7)


def perform(task: Task) -> Done:
    text = task.document.text if isinstance(task, ExtractTask) else unpacked(task.file, task.inside).decode()
    word, _, argument = text.partition(" ")
    if word == "crash":
        os.abort()
    if word == "once":  # crashes the first time only: `argument` is where it remembers that
        place = Path(argument.split(" ")[0])
        if not place.exists():
            place.touch()
            os.abort()
    if word == "hang":
        time.sleep(600)
    if word == "sleep":
        time.sleep(float(argument.split(" ")[0]))
    if word == "bug":
        raise KeyError("surprise")
    if word == "broken":
        raise ReadError("the file is cut short", where=task.name, do="ask for it again")
    if word == "memory":
        raise MemoryError
    if word == "deep":
        return Done(document(text), _unpicklable())
    return Done(document(text), extraction(text))


def document(text: str) -> Document:
    block = Block(0, "paragraph", Span(0, len(text)))
    return Document(text, (block,), "txt", 1)


def extraction(text: str, scale: int = 1) -> Extraction:
    """One fact for every number that stands alone in the text; the first word is the unit's name."""
    facts = []
    at = 0
    for word in text.split(" "):
        if word.isdigit():
            span = Span(at, at + len(word))
            facts.append(
                Fact(
                    "activity.count",
                    "value",
                    "actual",
                    2031,
                    Decimal(word) * scale,
                    "场",
                    "讲座",
                    rule="fake",
                    span=span,
                    quote=span,
                )
            )
        at += len(word) + 1
    return Extraction(Identity(text.split(" ", maxsplit=1)[0], (), "", 2031, "自评报告", text), tuple(facts))


def _unpicklable():
    return lambda: None
