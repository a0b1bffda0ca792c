"""facts → findings: which figures cannot all be true. Pure: no files, no database.

    unit ─► sums, lists, classes, points, balance   a whole and its parts
       ├──► differences, rates                 changes, growth, completion, shares
       ├──► limits                             what may not be passed
       ├──► restated, years                    the same figure told twice, in one report or in two
       ├──► reuse, dates                       sentences carried over, or of an earlier year
       ├──► remarks, skipped                   what is worth a look; what could not be checked
       └──► roots ─► findings ─► telling       one cause, one finding, in words

Each check makes `relations` between the figures of `reports`; a relation says whether the printed values can be true
together (pipeline/intervals.py). `slips` are the ways in which clerks mistake figures: evidence of which one is wrong.
"""

from pipeline.checks.findings import Finding, findings_of
from pipeline.checks.remarks import Remark
from pipeline.checks.reports import Report
from pipeline.checks.unit import Checked, check_unit

__all__ = ["Checked", "Finding", "Remark", "Report", "check_unit", "findings_of"]
