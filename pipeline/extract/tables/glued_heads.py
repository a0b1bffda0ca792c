"""Heads of glued forms: words in a row that tell the columns, some of which a scan may have spoilt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from pipeline.extract.tables.columns import Column, Headers, Role
from pipeline.extract.tables.glued_values import Place

Kind = Role | Literal["rate", "flag", "gap"]
"""What a column of a glued form holds: a role; how much of the target was reached; 是 or 否; or what no word tells."""

_FEWEST = 3
"""Head words in a row that make a form."""
_GAP = re.compile(r"[^\d，。;；:、≥≤<>=%]{0,6}")
"""What stands between two head words where a scan spoilt one: 年成值全完值."""
_MOST_GAPS = 2
_OF_ROWS = frozenset({"name", "level"})
_OF_FIGURES: Sequence[Role] = ("target", "actual", "full", "score")
_RATE, _FLAG = re.compile("系数|完成率|完成比例"), re.compile("^是否")


@dataclass(frozen=True, slots=True)
class Head:
    """Where a head's words stand, a spoilt word being what stands between two others, and what their columns hold."""

    places: list[Place]
    kinds: list[Kind]
    columns: list[Column]

    @property
    def start(self) -> int:
        return self.places[0][0]

    @property
    def end(self) -> int:
        return self.places[-1][1]

    @property
    def of_indicators(self) -> bool:
        """Whether its columns are names and what is aimed at."""
        return "target" in self.kinds and not _OF_ROWS.isdisjoint(self.kinds)

    @property
    def spoilt(self) -> list[int]:
        return [index for index, kind in enumerate(self.kinds) if kind == "gap"]

    def restored(self) -> Iterator[list[Kind]]:
        """The kinds of the columns, a spoilt word being one that the others lack."""
        lacking = [role for role in _OF_FIGURES if role not in self.kinds]
        for index in self.spoilt:
            for role in lacking:
                yield [*self.kinds[:index], role, *self.kinds[index + 1 :]]


@dataclass(frozen=True)
class Heads:
    """Finds heads by the words of rules/tables.yaml."""

    headers: Headers

    def find(self, text: str, year: int) -> list[Head]:
        """The heads in a text, in order."""
        found: list[Head] = []
        for run in self._runs(text):
            # Words that make no head together may do so in part, each right behind the other.
            whole = self._head(text, run, year)
            parts = [whole] if whole else [self._head(text, part, year) for part in _unbroken(run)]
            found += [head for head in parts if head]
        return found

    @cached_property
    def word(self) -> re.Pattern[str]:
        """One head word, with what it has in brackets."""
        words = sorted(self.headers.rules.tables.headers.glued, key=len, reverse=True)
        return re.compile(rf"(?:{'|'.join(words)})(?:\((?!\d+\))[^()]{{1,8}}\))?")

    def _runs(self, text: str) -> Iterator[list[Place]]:
        """Words that stand one right behind the other, or nearly so."""
        run: list[Place] = []
        gaps = 0
        for match in self.word.finditer(text):
            gap = run and run[-1][1] < match.start()
            apart = run and not _GAP.fullmatch(text, run[-1][1], match.start())
            if apart or (gap and gaps == _MOST_GAPS):
                yield run
                run, gaps, gap = [], 0, False
            gaps += bool(gap)
            run = [*run, match.span()]
        yield run

    def _head(self, text: str, run: Sequence[Place], year: int) -> Head | None:
        if len(run) < _FEWEST:
            return None
        places: list[Place] = [run[0]]
        for before, place in pairwise(run):
            places += [(before[1], place[0])] if before[1] < place[0] else []
            places.append(place)
        columns = [self.headers.column([text[slice(*place)]], year) for place in places]
        kinds = [self._kind(text[slice(*p)], column, known=p in run) for p, column in zip(places, columns, strict=True)]
        if "gap" in kinds and (_OF_ROWS.isdisjoint(kinds) or len({*kinds} & {*_OF_FIGURES}) < _FEWEST - 1):
            return None
        return Head(places, kinds, columns)

    @staticmethod
    def _kind(text: str, column: Column, *, known: bool) -> Kind:
        if not known:
            return "gap"
        if _FLAG.search(text):
            return "flag"
        return "rate" if _RATE.search(text) and column.role == "value" else column.role


def _unbroken(run: Sequence[Place]) -> list[list[Place]]:
    """The words of a run that stand one right behind the other."""
    parts: list[list[Place]] = []
    for place in run:
        if parts and parts[-1][-1][1] == place[0]:
            parts[-1].append(place)
        else:
            parts.append([place])
    return parts
