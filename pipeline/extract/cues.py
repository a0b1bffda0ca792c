"""How a figure is meant, told by the words around it: change, rate, scenario, period, base.

`Cues` is rules/cues.yaml, compiled, with the questions that take more than one pattern to answer. Most of them look
at `lead`, the squeezed words between the previous number (or the clause's beginning) and this one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.facts import Base, Scenario
from pipeline.rules.cue_schema import CueSpec
from pipeline.rules.patterns import pattern

_YEAR = re.compile(r"(20\d\d)年(?:度)?")
# A clause's own year, unless a span of years begins there (2029年-2031年).
_OPENING_YEAR = re.compile(
    r"^(?:其中|截至|截止|至|到|于|在|从|,|，|、)*(20\d\d)年(?:度|末|底|年末|年底|当年|全年)?(?![\-至到~])"
)
# 2031年8月，… dates the clauses behind it; “2031年的…” and “2031年建成的…” only name a thing.
_DATED_CLAUSE = re.compile(
    r"(?:^|[，,;。:])(?:截至|截止|至|于|在)?(20\d\d)年(?:度|末|底|初|\d{1,2}月|，|上半年|下半年|[^的度建成，。]{2})"
)
# （一）年初预算数为, 1.全年支出: a list's number tells nothing.
_NUMBERING = re.compile(r"^(?:\([\d一二三四五六七八九十]{1,3}\)|[\d一二三四五六七八九十]{1,3}[、.])")
_DATES = re.compile(r"\d{4}年(度)?(末|底|初)?|\d{1,2}(?=[月日])|[:，,、;()]")


@dataclass(frozen=True)
class Cues:
    """Compiled cue words; one object a rule set."""

    words: CueSpec

    # -- change and rate ------------------------------------------------------------------------------------

    def change(self, lead: str, *, compared: bool = False) -> int:
        """+1 or -1 where the words right before the number make it a change, else 0.

        Weak verbs (多, 少) need a comparison in the same clause, or one that is going on (`compared`); “增加到” makes
        a level, no change.
        """
        if self._to.search(lead):
            return 0
        match = self._change.search(lead)
        if not match:
            return 0
        if match["wup"] or match["wdown"]:
            if not compared and not self.compares(lead[: match.start()]):
                return 0
            return 1 if match["wup"] else -1
        return 1 if match["up"] else -1

    def change_alone(self, lead: str) -> bool:
        """Whether the words only make a change and name nothing that changed (各增加, 同比下降)."""
        match = self._change.search(lead)
        if match is None:
            return False
        return not self._nameless.sub("", self.words.comparing.complete.sub("", lead[: match.start()]))

    def level_after_change(self, lead: str) -> bool:
        """提高到: what follows is the new level."""
        return bool(self._to.search(lead))

    def quota_change(self, head: str) -> int:
        """+1 or -1 where a verb before 编制 grants or takes posts (收回编制1名), else 0."""
        if self.words.changes.quota_down.search(head):
            return -1
        return 1 if self.words.changes.quota_up.search(head) else 0

    def compares(self, words: str) -> bool:
        """Whether the words compare with something (较上年, 与…相比, 同比)."""
        return bool(self.words.comparing.words.search(words))

    def share(self, lead: str) -> bool:
        """占…的 38%."""
        return bool(self.words.rates.share.search(lead))

    def portion(self, lead: str) -> bool:
        """占…: whether the words make the number a part of what they name."""
        return lead.lstrip("，,(").startswith(self.words.subjects.portion)

    def own_share(self, head: str) -> bool:
        """Whether the words before 占 name nothing: it is the last figure's share."""
        return bool(self._own_share.fullmatch(head))

    def completion(self, lead: str) -> bool:
        """执行率, 完成预算的."""
        return bool(self.words.rates.completion.search(lead))

    def base(self, words: str, year: int) -> Base:
        """What a change in these words is measured against."""
        words = self._without_blind(words)
        for name, words_of in self.words.bases.items():
            if match := words_of.search(words):
                named = _YEAR.search(match.group())
                return "budget" if name == "prior_budget" and named and int(named[1]) >= year else name
        return "prior_actual"

    # -- scenario -------------------------------------------------------------------------------------------

    def scenario(self, words: str) -> Scenario | None:
        """The scenario whose word stands nearest to the number, at the end of `words`; the longest of several there."""
        words = self._without_blind(words)
        best: tuple[int, int] = (0, 0)
        nearest: Scenario | None = None
        for name, words_of in self.words.scenarios.items():
            for match in words_of.finditer(words):
                rank = (match.end(), match.end() - match.start())
                if match.group() and rank > best:
                    best, nearest = rank, name
        return nearest

    def _without_blind(self, words: str) -> str:
        """The words with blanks for those that hold a scenario's word and tell nothing (一般公共预算)."""
        return self.words.scenario_blind.sub(lambda m: " " * len(m.group()), words)

    def without_scenario(self, words: str) -> tuple[str, bool]:
        """A name without the scenario's words at its end (甲项目年初预算), and whether it had any."""
        name = self._scenario_end.sub("", words)
        return name, name != words

    def target(self, lead: str, after: str) -> bool:
        """A task or plan that the number is (任务数1500人, 28家的计划数)."""
        targets = self.words.targets
        if targets.after.match(after):
            return True
        return bool(targets.before.search(lead)) and (after.startswith("的") or not targets.done.search(lead))

    # -- period ---------------------------------------------------------------------------------------------

    def prior_level(self, lead: str, year: int) -> int | None:
        """The earlier year whose own value the number is: 上年243.12万元, 较2030年的2,042万元."""
        if match := self._year_value.search(lead):
            return int(match[1])
        return year - 1 if self._prior_value.search(lead) else None

    def own_year(self, lead: str) -> int | None:
        """The year that the clause itself begins with."""
        match = _OPENING_YEAR.match(lead)
        return int(match[1]) if match else None

    def dated(self, words: str) -> int | None:
        """The last year that a clause of these words begins with (2031年8月，…)."""
        years = [m[1] for m in _DATED_CLAUSE.finditer(words)]
        return int(years[-1]) if years else None

    def years(self, words: str) -> list[int]:
        """The years named, in order."""
        return [int(year) for year in _YEAR.findall(words)]

    # -- what stands between a name and its number ----------------------------------------------------------

    def only_counts(self, lead: str) -> bool:
        """Whether the words only count (“，共”): the subject is named in the clause before."""
        return bool(self._counting.fullmatch(lead))

    def names(self, between: str) -> bool:
        """Whether nothing but filler stands between a name and a bare number."""
        return bool(self._naming.fullmatch(between))

    def bare(self, lead: str) -> bool:
        """Whether the words name no thing of their own beside the scenario (决算支出, 年初预算安排)."""
        return not self.words.subjects.bare.sub("", _DATES.sub("", _NUMBERING.sub("", lead)))

    def joining(self, words: str) -> int:
        """How many characters at the end of `words` join a name to the next one (A和|B均为)."""
        match = self._joining.search(words)
        return len(match.group()) if match else 0

    def after_joining(self, text: str, start: int, end: int) -> int:
        """Where the last name of text[start:end] begins: behind the word that joins it to the one before."""
        return max((match.end() for match in self._joined.finditer(text, start, end)), default=start)

    def joins(self, between: str) -> bool:
        """Whether what stands behind a number joins the next name to it: 、B."""
        return bool(self._joined.match(between)) and between[0] not in ",，"

    def opens_comparison(self, before: str) -> bool:
        """Whether the words behind a number begin to compare, or to tell how much of a plan was done."""
        return bool(self.words.comparing.opening.match(before))

    def pair_gap(self, between: str) -> bool:
        """Whether two numbers stand in one list."""
        return bool(self._pair_gap.fullmatch(between))

    def pair_gap_of_changes(self, between: str) -> bool:
        """Whether two changes stand in one list (、下降, 和减少)."""
        match = self._change.search(between)
        return match is not None and self.pair_gap(between[: match.start()])

    # -- guards and absence ---------------------------------------------------------------------------------

    def wider_area(self, clause: str, level: str) -> bool:
        """Whether a clause begins with an area that a body of that level does not answer for (全省…)."""
        return bool(self._wider(level)[0].match(clause))

    def told_of_wider_area(self, clause: str, level: str) -> bool:
        """据全省通报…: whether a clause tells what others counted."""
        return bool(self._wider(level)[1].search(clause))

    @cached_property
    def none_before(self) -> re.Pattern[str]:
        """无, 没有, 未发生 and what may stand between it and the name."""
        return pattern(f"(?:{self.words.none.before})(?:{self.words.none.filler})")

    @cached_property
    def none_filler(self) -> re.Pattern[str]:
        """What may stand in front of a name and narrow it."""
        return pattern(self.words.none.filler)

    @cached_property
    def none_not_before(self) -> re.Pattern[str]:
        """严禁无…, 是否无…: no absence is told."""
        return pattern(f"(?:{self.words.none.not_before})[^，。]{{0,2}}$")

    # -- patterns of several keys ---------------------------------------------------------------------------

    @cached_property
    def _scenario_end(self) -> re.Pattern[str]:
        words = "|".join(shape.pattern for shape in self.words.scenarios.values())
        return pattern(f"(?:{words}|安排|为)+$")

    @cached_property
    def _change(self) -> re.Pattern[str]:
        c = self.words.changes
        return pattern(
            f"(?:(?P<up>{c.up})|(?P<down>{c.down})|(?P<wup>{c.weak_up})|(?P<wdown>{c.weak_down}))(?:{c.tail})$"
        )

    @cached_property
    def _nameless(self) -> re.Pattern[str]:
        return pattern(rf"[,，、;:()\s]|{self.words.changes.opening}")

    @cached_property
    def _to(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.words.changes.to})(?:约|近|了)?$")

    @cached_property
    def _prior_value(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.words.periods.prior})(?:{self.words.periods.prior_tail})$")

    @cached_property
    def _year_value(self) -> re.Pattern[str]:
        return pattern(f"(20\\d\\d)年(?:{self.words.periods.prior_tail})$")

    @cached_property
    def _counting(self) -> re.Pattern[str]:
        return pattern(rf"[,，、:;\s]*(?:{self.words.subjects.counting})*")

    @cached_property
    def _naming(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.words.subjects.naming})*")

    @cached_property
    def _joining(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.words.lists.joined})+$")

    @cached_property
    def _joined(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.words.lists.joined})+")

    @cached_property
    def _pair_gap(self) -> re.Pattern[str]:
        return pattern(rf"(?:{self.words.lists.pair_gap}|\s)*")

    @cached_property
    def _own_share(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.words.rates.own_share})*")

    @cached_property
    def _wider_areas(self) -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
        return {
            level: (pattern(f"{self.words.guards.wider_from}(?:{areas})"), pattern(f"据[^，]{{0,8}}(?:{areas})"))
            for level, areas in self.words.guards.wider.items()
        }

    def _wider(self, level: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
        return self._wider_areas.get(level, self._wider_areas[""])
