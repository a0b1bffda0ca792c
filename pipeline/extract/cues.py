"""How a figure is meant, told by the words around it: measure and sign, scenario, period, base.

Every function looks at `lead`, the squeezed words between the previous number (or the clause's beginning) and
this one, and perhaps at `before`, the words of the sentence in front of those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.facts import Base, Measure, Scenario
from pipeline.rules.load import pattern
from pipeline.rules.schema import CueSpec

_YEAR = re.compile(r"(20\d\d)年(?:度)?")
_OPENING_YEAR = re.compile(r"^(?:其中|截至|截止|至|到|于|在|从|,|，|、)*(20\d\d)年(?:度|末|底|年末|年底|当年|全年)?(?![\-至到~])")
_DATED_CLAUSE = re.compile(r"(?:^|[，,;。:])(?:截至|截止|至|于|在)?(20\d\d)年(?:度|末|底|初|\d{1,2}月|，|上半年|下半年|[^的度建成，。]{2})")


@dataclass(frozen=True)
class Cues:
    """Compiled cue words; one object a rule set."""

    spec: CueSpec

    @cached_property
    def _scenarios(self) -> list[tuple[Scenario, re.Pattern[str]]]:
        return [(name, pattern("|".join(words))) for name, words in self.spec.scenarios.items()]

    @cached_property
    def _blind(self) -> re.Pattern[str]:
        return pattern(self.spec.scenario_blind)

    @cached_property
    def weak_actual(self) -> re.Pattern[str]:
        """支出, 使用: what was spent, where nothing else tells the scenario."""
        return pattern(self.spec.weak_actual)

    @cached_property
    def posts_after(self) -> re.Pattern[str]:
        return pattern(self.spec.posts_after)

    @cached_property
    def project_label(self) -> re.Pattern[str]:
        return pattern(self.spec.project_label)

    def quota_change(self, head: str) -> int:
        """+1 or -1 where a verb before 编制 grants or takes posts."""
        if pattern(self.spec.quota_down).search(head):
            return -1
        return 1 if pattern(self.spec.quota_up).search(head) else 0

    @cached_property
    def next_year(self) -> re.Pattern[str]:
        return pattern(self.spec.periods.next)

    @cached_property
    def bare_words(self) -> re.Pattern[str]:
        """Words of clauses that name no thing of their own."""
        return pattern(self.spec.bare_words)

    @cached_property
    def acted_on(self) -> re.Pattern[str]:
        """Verbs that make what follows the object of an activity."""
        return pattern(self.spec.acted_on)

    @cached_property
    def _target_before(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.spec.target_before})$")

    @cached_property
    def _target_after(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.spec.target_after})")

    @cached_property
    def _change(self) -> re.Pattern[str]:
        c = self.spec.changes
        return pattern(f"(?:(?P<up>{c.up})|(?P<down>{c.down})|(?P<wup>{c.weak_up})|(?P<wdown>{c.weak_down}))(?:{c.tail})$")

    @cached_property
    def _to(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.spec.changes.to})(?:约|近|了)?$")

    @cached_property
    def _compare(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.spec.compare})")

    @cached_property
    def _share(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.spec.shares}|{self.spec.share_words})$")

    @cached_property
    def _completion(self) -> re.Pattern[str]:
        return pattern("(?:" + "|".join(self.spec.completion) + ")$")

    @cached_property
    def _rate(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.spec.rate_word})$")

    @cached_property
    def _prior_value(self) -> re.Pattern[str]:
        p = self.spec.periods
        return pattern(f"(?:{p.prior})(?:{p.prior_tail})$")

    @cached_property
    def _bases(self) -> list[tuple[Base, re.Pattern[str]]]:
        return [(name, pattern(words)) for name, words in self.spec.bases.items()]

    @cached_property
    def _year_value(self) -> re.Pattern[str]:
        return pattern(f"(20\\d\\d)年(?:{self.spec.periods.prior_tail})$")

    @cached_property
    def parts(self) -> re.Pattern[str]:
        """Words that open a list of parts (其中)."""
        return pattern(self.spec.parts)

    @cached_property
    def pairs(self) -> re.Pattern[str]:
        """Words that pair a list of names with a list of numbers (分别为)."""
        return pattern(self.spec.pairs)

    @cached_property
    def same(self) -> re.Pattern[str]:
        """Words that say that nothing changed."""
        return pattern(self.spec.changes.same)

    @cached_property
    def only(self) -> re.Pattern[str]:
        """Words that say that all of it is one part (均为公务接待费)."""
        return pattern(self.spec.only)

    @cached_property
    def each(self) -> re.Pattern[str]:
        """Words that give one number to several names (均为)."""
        return pattern(self.spec.each)

    @cached_property
    def joined(self) -> re.Pattern[str]:
        """What may stand between two names that share a number."""
        return pattern(f"(?:{self.spec.joined})+")

    @cached_property
    def none_before(self) -> re.Pattern[str]:
        """无, 没有, 未发生 and what may stand between it and the name."""
        return pattern(f"(?:{self.spec.none.before})(?:{self.spec.none.filler})")

    @cached_property
    def none_not_before(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.spec.none.not_before})[^，。]{{0,2}}$")

    @cached_property
    def none_after(self) -> re.Pattern[str]:
        """(均)未发生, 均为零: behind the name."""
        return pattern(self.spec.none.after)

    @cached_property
    def plan(self) -> re.Pattern[str]:
        return pattern(self.spec.plan)

    @cached_property
    def target_verb(self) -> re.Pattern[str]:
        """计划, 拟: what it governs is a target."""
        return pattern(self.spec.target_verb)

    @cached_property
    def target_verb_end(self) -> re.Pattern[str]:
        return pattern(self.spec.target_verb_end)

    @cached_property
    def rules_of_the_game(self) -> re.Pattern[str]:
        """Sentences that tell how points are given, or limits of approval."""
        return pattern(self.spec.rules_of_the_game)

    @cached_property
    def required(self) -> re.Pattern[str]:
        """应, 须: what ought to be is no figure."""
        return pattern(self.spec.required)

    @cached_property
    def target_label(self) -> re.Pattern[str]:
        return pattern(self.spec.target_label)

    @cached_property
    def actual_label(self) -> re.Pattern[str]:
        return pattern(self.spec.actual_label)

    @cached_property
    def background(self) -> re.Pattern[str]:
        return pattern("|".join(self.spec.background))

    @cached_property
    def threshold_after(self) -> re.Pattern[str]:
        return pattern(self.spec.thresholds)

    @cached_property
    def not_quantity_before(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.spec.not_quantities_before.removesuffix('$')})(?:约|近|共|达|为|有)*$")

    @cached_property
    def price_after(self) -> re.Pattern[str]:
        return pattern(self.spec.price_after)

    def change(self, lead: str) -> int:
        """+1 or -1 where the words right before the number make it a change, else 0.

        Weak verbs (多, 少) need a comparison in the same sentence; “增加到” makes a level, no change.
        """
        if self._to.search(lead):
            return 0
        match = self._change.search(lead)
        if not match:
            return 0
        if match["wup"] or match["wdown"]:
            if not self._compare.search(lead[: match.start()]):
                return 0
            return 1 if match["wup"] else -1
        return 1 if match["up"] else -1

    def compares(self, words: str) -> bool:
        """Whether the words compare with something (较上年, 与…相比, 同比)."""
        return bool(self._compare.search(words))

    def share(self, lead: str) -> bool:
        """占…的 38%."""
        return bool(self._share.search(lead))

    def completion(self, lead: str) -> bool:
        """执行率, 完成预算的."""
        return bool(self._completion.search(lead))

    def is_rate(self, lead: str) -> bool:
        """Some rate: 办结率, 达标比例."""
        return bool(self._rate.search(lead))

    def level_after_change(self, lead: str) -> bool:
        """提高到: what follows is the new level."""
        return bool(self._to.search(lead))

    def scenario(self, words: str) -> Scenario | None:
        """The scenario whose word stands nearest to the number, at the end of `words`."""
        words = self._blind.sub(lambda m: " " * len(m.group()), words)
        best: tuple[int, int, Scenario] | None = None
        for name, words_of in self._scenarios:
            for match in words_of.finditer(words):
                if match.end() > match.start() and (best is None or (match.end(), match.end() - match.start()) > best[:2]):
                    best = (match.end(), match.end() - match.start(), name)
        return best[2] if best else None

    def target(self, lead: str, after: str) -> bool:
        """A task or plan that the number is (任务数1500人, 28家的计划数)."""
        return bool(self._target_before.search(lead) or self._target_after.match(after))

    def base(self, words: str, year: int) -> Base:
        """What a change in these words is measured against."""
        for name, words_of in self._bases:
            if match := words_of.search(words):
                named = _YEAR.search(match.group())
                return "budget" if name == "prior_budget" and named and int(named[1]) >= year else name
        return "prior_actual"

    def prior_level(self, lead: str, year: int) -> int | None:
        """The earlier year whose own value the number is: 上年243.12万元, 较2022年的2,042万元."""
        if match := self._year_value.search(lead):
            return int(match[1])
        match = self._prior_value.search(lead)
        return year - 1 if match else None

    def own_year(self, lead: str) -> int | None:
        """The year that the clause itself begins with."""
        match = _OPENING_YEAR.match(lead)
        return int(match[1]) if match else None

    def dated(self, words: str) -> int | None:
        """The last year that a clause of these words begins with (2022年8月，…)."""
        years = [m[1] for m in _DATED_CLAUSE.finditer(words)]
        return int(years[-1]) if years else None

    def any_year(self, words: str) -> int | None:
        """The last year named."""
        years = _YEAR.findall(words)
        return int(years[-1]) if years else None


def measure_of_rate(cues: Cues, lead: str) -> tuple[Measure, int]:
    """(measure, sign) of a percentage."""
    if sign := cues.change(lead):
        return "change_rate", sign
    if cues.completion(lead):
        return "completion_rate", 1
    if cues.share(lead):
        return "share", 1
    return "value", 1
