"""Which reports are of one body: 区妇联 and 云陂县妇女联合会 may be, two districts' 妇联 never are.

Pure: names in, bodies out; the result depends on the set of reports alone, not on what was resolved before. Where two
bodies could be meant, reports stay apart: a person sees two rows at once, but not that two bodies hide in one.

A name is taken as a region and a core (云陂县 + 枫林渡镇人民政府). Reports are of one body
1. if their cores are the same and their regions agree; one without a region joins if only one such body is there;
2. if a report calls itself, as an alias, by the other's name, or
3. if one core abbreviates the other (残联, 残疾人联合会), in both cases within one region and with one candidate only.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.language.squeeze import normalise
from pipeline.store.records import Row

_SPACES = re.compile(r"\s+")
# “（本级）”, “(汇总)” say what the accounts cover, not whose they are.
_SCOPE = re.compile(r"\((?:本级|机关|本部|部门|汇总)\)")
# 省, 市, 县 in that order, each optional; names of one character exist for counties only (开县). A region's name never
# holds another region's mark: 云陂县城市管理局 is 云陂县's, not 云陂县城市's.
_REGION = re.compile(
    r"(?:[^省市县区旗]{2,6}(?:省|自治区))?(?:[^省市县区旗]{2,6}(?:市|自治州|地区|盟))?(?:[^省市县区旗]{1,6}[县旗]|[^省市县区旗]{2,6}[市区])?"
)
# These end like a district and are none.
_NO_REGION = re.compile(r"(?:社|校|园|景|库|林|灾|小|保护|开发|服务|管理|自治)区$|城市$")
# “区妇联”, “县残联”: the level stands for the region's name.
_LEVEL = re.compile(r"[省市州县区旗镇乡](?=..)")
_PRONOUN = re.compile(r"^(?:我|本|该|各|全|贵)")
# How long endings are cut; the longest first.
_ENDINGS = (("联合会", "联"), ("委员会", "委"), ("办公室", "办"), ("协会", "协"))
# A place's name alone stands for its administration: 枫林渡镇 for 枫林渡镇人民政府.
_ADMINISTRATION = re.compile(r"(?<=[镇乡道])(?:人民政府|政府|办事处)$")
# Short forms that take two neighbouring characters over and so look like another body's name (教育局, 教育体育局).
_KNOWN_LONG = {
    "工商业联合会": "工商联",
    "交通运输局": "交通局",
    "应急管理局": "应急局",
    "红十字会": "红会",
    "总工会": "工会",
    "人民代表大会常务委员会": "人大",
    "中国人民政治协商会议": "政协",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """What one report says of whose it is."""

    document_id: int
    name: str
    aliases: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A reporting body with its reports; its id is that of its first report, so it follows from the reports."""

    id: int
    name: str
    aliases: tuple[str, ...]
    region: str
    documents: tuple[int, ...]

    def row(self) -> Row:
        """Its row in `entities`."""
        aliases = json.dumps(self.aliases, ensure_ascii=False)
        return {"id": self.id, "name": self.name, "aliases": aliases, "region": self.region}


@dataclass(slots=True)
class _Candidate:
    """Reports with one core in one region; `others` are the names by which they call themselves besides."""

    core: str
    region: str
    mentions: list[Mention] = field(default_factory=list)

    def names(self) -> list[str]:
        return [_tidy(m.name) for m in self.mentions]

    def others(self) -> set[str]:
        return {_tidy(alias) for m in self.mentions for alias in m.aliases if not _PRONOUN.match(alias)} - {""}


def resolve(mentions: Iterable[Mention]) -> list[Body]:
    """The bodies, in the order of their first reports."""
    # The longest first: what 镇 may be short for is one body once 镇政府 and 镇人民政府 are.
    candidates = sorted(_candidates(mentions), key=lambda c: (-len(c.core), c.core, c.region))
    lookup, groups = _Lookup(candidates), _Groups(candidates)
    for one in candidates:
        for alias in sorted(one.others()):
            groups.join_if_single(one, lookup.called(alias, one))
    for one in candidates:
        groups.join_if_single(one, lookup.abbreviated_by(one))
    return sorted((_body(group) for group in groups.all()), key=lambda body: body.id)


def split_region(name: str, region: str = "") -> tuple[str, str]:
    """A name's region and core; the region given counts where the name itself has none.

    >>> split_region("云陂县枫林渡镇人民政府")
    ('云陂县', '枫林渡镇人民政府')
    >>> split_region("社区服务中心", "云陂县")
    ('云陂县', '社区服务中心')
    """
    name, region = _tidy(name), _tidy(region)
    if region and name.startswith(region) and len(name) > len(region) + 1:
        return region, name[len(region) :]
    match = _REGION.match(name)
    found = match.group() if match else ""
    if not found or _NO_REGION.search(found) or len(name) - len(found) < 2:
        return region, name
    # The region given may be the fuller one: 湖阳市云陂县 for a name that begins with 云陂县.
    return (region if region.endswith(found) else found), name[len(found) :]


def _tidy(name: str) -> str:
    return _SCOPE.sub("", _SPACES.sub("", normalise(name)))


def _agree(one: str, other: str) -> bool:
    """Whether two regions can be the same: one may leave out what lies above (云陂县, 湖阳市云陂县)."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def _candidates(mentions: Iterable[Mention]) -> list[_Candidate]:
    by_core: dict[str, dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        region, core = split_region(mention.name, mention.region or _region_of_aliases(mention))
        by_core[core][region].append(mention)
    return [candidate for core, regions in by_core.items() for candidate in _same_core(core, regions)]


def _region_of_aliases(mention: Mention) -> str:
    """The region that a report's own other names agree on, for one whose name has none."""
    regions = {split_region(alias)[0] for alias in mention.aliases} - {""}
    return regions.pop() if len(regions) == 1 else ""


def _same_core(core: str, regions: dict[str, list[Mention]]) -> list[_Candidate]:
    """Fullest region first; a shorter one, and none at all, join the only candidate that agrees."""
    found: list[_Candidate] = []
    by_tail: dict[str, list[_Candidate]] = defaultdict(list)
    for region in sorted(regions, key=lambda r: (-len(r), r)):
        fitting = by_tail[region] if region else found
        if len(fitting) == 1:
            fitting[0].mentions.extend(regions[region])
            continue
        candidate = _Candidate(core, region, list(regions[region]))
        found.append(candidate)
        for start in range(len(region)):
            by_tail[region[start:]].append(candidate)
    return found


class _Lookup:
    """Finds candidates by a key within a region, without trying all of them."""

    def __init__(self, candidates: Sequence[_Candidate]) -> None:
        self.by_region: dict[tuple[str, str], list[_Candidate]] = defaultdict(list)
        self.by_tail: dict[tuple[str, str], list[_Candidate]] = defaultdict(list)
        self.by_key: dict[str, list[_Candidate]] = defaultdict(list)
        regions = {c.region for c in candidates if c.region}
        fullest = max(regions, key=len, default="")
        self.one_region = all(fullest.endswith(region) for region in regions)
        for candidate in candidates:
            for key in _keys(candidate):
                self.by_key[key].append(candidate)
                self.by_region[key, candidate.region].append(candidate)
                for start in range(1, len(candidate.region)):
                    self.by_tail[key, candidate.region[start:]].append(candidate)

    def called(self, alias: str, one: _Candidate) -> list[_Candidate]:
        """The candidates whose name an alias is, said by reports of candidate `one`."""
        region, core = split_region(alias, one.region)
        found = {id(c): c for key in (alias, core) for c in self._find(key, region or one.region)}
        return [c for c in found.values() if c is not one]

    def abbreviated_by(self, one: _Candidate) -> list[_Candidate]:
        """The candidates whose core a candidate's core is a short form of."""
        ends = {f"{form[0]}…{form[-1]}" for form in _forms(one.core)}
        found = (c for end in sorted(ends) for c in self._find(end, one.region))
        return [c for c in found if c is not one and _abbreviates(one.core, c.core)]

    def _find(self, key: str, region: str) -> list[_Candidate]:
        """Candidates of a region that agrees; without a region only where the archive knows no two."""
        if self.one_region:
            return self.by_key.get(key, [])
        if not region:
            return []
        upper = (c for start in range(len(region)) for c in self.by_region.get((key, region[start:]), ()))
        return [*upper, *self.by_tail.get((key, region), ())]


def _keys(candidate: _Candidate) -> set[str]:
    """By what a candidate is looked up: its names, its core, and how short forms of it begin and end."""
    ends = {f"{short[0]}…{short[-1]}" for short in _fixed_shorts(candidate.core)}
    return {*candidate.names(), candidate.core, *ends}


def _fixed_shorts(core: str) -> set[str]:
    """Short forms that need no guess: cut endings, known ones, and the place alone."""
    return {_cut(core), _KNOWN_LONG.get(core, core), _ADMINISTRATION.sub("", core)}


def _forms(short: str) -> set[str]:
    return {short, _LEVEL.sub("", short, count=1)}


def _cut(core: str) -> str:
    """A core with its ending as short forms have it.

    >>> _cut("妇女联合会")
    '妇女联'
    """
    core = core.replace("人民政府", "政府")
    ending = next(((long, short) for long, short in _ENDINGS if core.endswith(long)), ("", ""))
    return core.removesuffix(ending[0]) + ending[1]


def _abbreviates(short: str, full: str) -> bool:
    """Whether one core is a short form of the other, its level aside.

    >>> _abbreviates("区妇联", "妇女联合会"), _abbreviates("教育局", "教育体育局")
    (True, False)
    """
    return any(_short_form(form, full) for form in _forms(short))


def _short_form(short: str, full: str) -> bool:
    cut = _cut(full)
    if short == full or short in _fixed_shorts(full):
        return True
    if not 2 <= len(short) <= 4 or len(short) >= len(cut) or (short[0], short[-1]) != (cut[0], cut[-1]):
        return False
    # A short form picks the first characters of words; one that keeps a word whole may be another body's name.
    return short[1] != cut[1] and _is_subsequence(short, cut)


def _is_subsequence(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)


class _Groups:
    """Candidates that are one body; a union of two whose regions cannot agree is refused."""

    def __init__(self, candidates: Sequence[_Candidate]) -> None:
        self.group = {id(c): [c] for c in candidates}

    def join_if_single(self, one: _Candidate, others: list[_Candidate]) -> None:
        """Join `one` with the others' body, if they are of one body."""
        groups = {id(self.group[id(other)]): self.group[id(other)] for other in others}
        if len(groups) != 1:
            return
        mine, [theirs] = self.group[id(one)], groups.values()
        if mine is not theirs and all(_may_be_one(a, b) for a in mine for b in theirs):
            mine.extend(theirs)
            for candidate in theirs:
                self.group[id(candidate)] = mine

    def all(self) -> Iterator[list[_Candidate]]:
        """Every group once."""
        return iter({id(group): group for group in self.group.values()}.values())


def _may_be_one(one: _Candidate, other: _Candidate) -> bool:
    return not one.region or not other.region or _agree(one.region, other.region)


def _body(group: list[_Candidate]) -> Body:
    names = {name for candidate in group for name in candidate.names()}
    # The longest name is the most formal one; the text decides between names of one length.
    name = max(names, key=lambda n: (len(n), n))
    others = names | {alias for candidate in group for alias in candidate.others()}
    documents = sorted(m.document_id for candidate in group for m in candidate.mentions)
    region = max((candidate.region for candidate in group), key=lambda r: (len(r), r))
    return Body(documents[0], name, tuple(sorted(others - {name})), region, tuple(documents))
