"""Whose report it is, for which fiscal year, and of what kind: from title, margins, first and last lines, file name.

    identify ─► titles      the line that says what the report is; its year and kind
        └─────► entities    whose it is: sources in the order in which they are trusted
                  └─► bodies    names of public bodies in a run of words
    scope                   a whole unit's report, or one project's

`shapes` compiles the words of rules/identity.yaml into patterns; `lines` is what is read.
"""

from pipeline.extract.identity.identify import identify
from pipeline.extract.identity.scope import is_on_one_project

__all__ = ["identify", "is_on_one_project"]
