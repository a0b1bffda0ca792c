"""Reads the figures of one paragraph, left to right, as a clerk does.

For each number: which words before it are its own (`lead`), which concept they mention, what kind of statement
it is (level, change, rate, share), of which scenario and period. A clause without a subject of its own speaks of
the last one; 其中 and brackets open parts of the last whole; 分别为 pairs two lists.

    narrative ─► paragraph ─► pairs, absence          lists of names and numbers, words instead of numbers
                    └───────► figure ─► guards        what is no fact
                                ├─────► headings      names that stand alone before what is told of them
                ├─────► wholes        what 其中 and brackets opened
                                ├─────► measures      level, change, rate, share
                                ├─────► subjects      which name the number belongs to
                                ├─────► levels, relations, activities, money, scores    the statement
                                │           ├─────► timing     scenario and period
                                │           └─────► unread     money that nobody could name
                                └─────► sharing       one number, several facts

`place` holds what stands in the paragraph and never changes; `state` holds what it has said so far.
"""

from pipeline.extract.narrative.narrative import Narrative

__all__ = ["Narrative"]
