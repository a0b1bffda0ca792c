"""What was carried over, received and spent against what is carried on."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.relations import Relation, Sum
from pipeline.checks.reports import Report, single
from pipeline.checks.slips import is_slip

_TERMS = (("carryover.opening", 1), ("income.total", 1), ("expenditure.total", -1))


def balance(report: Report) -> Iterator[Relation]:
    """年初结转 + 收入 − 支出 = 年末结转, where each is stated once.

    Surpluses are also given out or taken back, which few reports state: what does not balance contradicts only where
    a clerk's slip explains it.
    """
    closing = single(report.levels("carryover.closing"))
    terms = [(single(report.levels(name)), sign) for name, sign in _TERMS]
    known = tuple((figure, sign) for figure, sign in terms if figure is not None)
    if closing is None or len(known) < len(_TERMS):
        return
    relation = Sum("balance", "sum", closing, known)
    if relation.status != "inconsistent" or is_slip(report, relation):
        yield relation
