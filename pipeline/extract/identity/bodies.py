"""Names of public bodies in a run of words."""

from __future__ import annotations

import re

from pipeline.extract.identity.shapes import Shapes

_AROUND = ' :："'


def whole_body(words: str, shapes: Shapes) -> str:
    """The words if they are a body's name and nothing else, or nothing."""
    words = words.strip(_AROUND)
    is_name = shapes.whole_body.search(words) and not shapes.words.bodies.not_first.match(words) and "我" not in words
    return words if is_name else ""


def last_body(words: str, shapes: Shapes) -> str:
    """The body whose name ends a run of words: “根据通知，南溪区妇女联合会” is cut at particles."""
    last = shapes.words.bodies.cut.split(words)[-1]
    return last if shapes.ends_in_body.search(last) else ""


def body_of_title(title: str, shapes: Shapes) -> str:
    """The body that a title names: beside the year if it can be, else before the kind."""
    leading, trailing = shapes.words.titles.leading, shapes.words.titles.trailing
    parts = [leading.sub("", part) for part in shapes.year_between.split(leading.sub("", title)) if part]
    for part in parts:
        if body := whole_body(trailing.sub("", part), shapes):
            return body
    for part in parts:
        match = shapes.body_and_kind.search(part)
        if match and not shapes.words.bodies.generic.fullmatch(match["body"]):
            return match["body"]
    return ""


def short_names(text: str, shapes: Shapes) -> list[tuple[str, str]]:
    """(full, short) pairs that a line introduces: …（以下简称区妇联). None of a template's XX县….”"""
    pairs = []
    for match in shapes.words.lines.called.finditer(text):
        cut_off = shapes.words.bodies.placeholder.search(text[max(0, match.start() - 1) : match.start()])
        if not cut_off and (body := last_body(match["full"], shapes)):
            pairs.append((body, match["short"]))
    return pairs


def region_of(entity: str, shapes: Shapes) -> str:
    """The area whose body it is: 岚溪县残疾人联合会 → 岚溪县."""
    match = shapes.words.bodies.region.match(entity)
    return match["region"] if match else ""


def longer_names(body: str, shapes: Shapes) -> list[str]:
    """What a name may be short for: 岚溪县残联 → 岚溪县残疾人联合会, 青石镇 → 青石镇人民政府."""
    found = ((list(longer.end.finditer(body)), longer.name) for longer in shapes.words.bodies.longer)
    return [body[: ends[-1].start()] + name for ends, name in found if ends and ends[-1].end() == len(body)]


def is_real(body: str, shapes: Shapes) -> bool:
    """Whether a name is one, and not a template's XX局 or 某某局."""
    return bool(body) and not shapes.words.bodies.placeholder.search(body)


def stem_of(name: str) -> str:
    """A file's name without its extension."""
    return re.sub(r"\.\w{2,5}$", "", name)
