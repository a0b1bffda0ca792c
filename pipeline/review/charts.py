"""Charts as inline SVG, drawn here: no script, sharp on paper, readable without colour, with their figures as a table.

Colours and letters are the style sheet's (`.chart …`); forms tell series apart where there is no colour.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from pipeline.review.amounts import plain
from pipeline.review.words import Words

_WIDTH, _HEIGHT, _WIDE = 640, 240, 1200
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 12, 14, 30
_STEPS = (1, 2, 2.5, 5, 10)
_TICKS = 4

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """A value of a series: where it stands, how high, what it links to, and whether something is the matter with it."""

    label: str
    value: Number | None
    link: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one kind; `form` is the style sheet's name of how they look."""

    name: str
    form: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, and the same as rows of a table: head, then a row a label."""

    title: str
    svg: Markup
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    series: Sequence[tuple[str, str]] = ()
    """(name, form) of each series, for the legend; none where there is only one."""

    def __bool__(self) -> bool:
        return bool(self.rows)


def bars(values: Sequence[Bar], title: str, words: Words) -> Drawing:
    """One series of counts."""
    return grouped([Series(title, "actual", values)], title, "", words)


def grouped(series: Sequence[Series], title: str, unit: str, words: Words) -> Drawing:
    """Series side by side, a group a label; all series have the labels of the first."""
    labels = [bar.label for bar in series[0].bars] if series else []
    values = [float(bar.value) for each in series for bar in each.bars if bar.value is not None]
    if not values:
        return Drawing(title, Markup(""), (), ())
    scale = _Scale(max(0.0, *values), min(0.0, *values))
    parts = [*_grid(scale, unit), *_bars(series, scale, unit, words), *_labels(labels)]
    table = [[label, *(_told(each.bars[at].value) for each in series)] for at, label in enumerate(labels)]
    names = tuple((each.name, each.form) for each in series) if len(series) > 1 else ()
    head = ["", *(f"{each.name} ({unit})" if unit else each.name for each in series)]
    return Drawing(title, _svg(parts, title), head, table, names)


def distribution(
    values: Sequence[Bar], middle: Number, bounds: tuple[Number, Number] | None, title: str, unit: str
) -> Drawing:
    """A dot a value, piled where values lie close; the median, and the bounds beyond which they are far."""
    told = [(float(bar.value), bar) for bar in values if bar.value is not None]
    if not told:
        return Drawing(title, Markup(""), (), ())
    ends = [value for value, _ in told]
    low, high = min(ends), max(ends)
    across = (_WIDE - 2 * _LEFT) / ((high - low) or 1)
    parts: list[Markup] = []
    for name, at in (("median", middle), *((("bound", each) for each in bounds) if bounds else ())):
        if low <= float(at) <= high:
            x = _LEFT + (float(at) - low) * across
            parts.append(
                Markup('<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{}" y2="{}"/>').format(name, x, x, 6, 112)
            )
    piles: dict[int, int] = {}
    for value, bar in sorted(told, key=lambda pair: pair[0]):
        x = _LEFT + (value - low) * across
        pile = round(x / 6)
        height = piles[pile] = piles.get(pile, -1) + 1
        dot = Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}"><title>{} {}</title></circle>').format(
            "far" if bar.doubtful else "dot",
            x,
            108 - min(height, 16) * 6,
            4.5 if bar.doubtful else 3,
            bar.label,
            f"{_told(bar.value)} {unit}",
        )
        parts.append(_linked(dot, bar.link))
    parts.append(Markup('<line class="axis" x1="{}" x2="{}" y1="113" y2="113"/>').format(_LEFT, _WIDE - _LEFT))
    for at in (low, (low + high) / 2, high):
        x = _LEFT + (at - low) * across
        parts.append(
            Markup('<text x="{:.1f}" y="128" text-anchor="middle">{}</text>').format(x, plain(Decimal(f"{at:.3g}")))
        )
    return Drawing(title, _svg(parts, title, _WIDE, 134), (), [[bar.label, _told(bar.value)] for _, bar in told])


class _Scale:
    """Values → heights, with round numbers along the axis."""

    def __init__(self, high: float, low: float) -> None:
        rough = ((high - low) or 1) / _TICKS
        power = 10.0 ** math.floor(math.log10(rough))
        self.step = next(step * power for step in _STEPS if step * power >= rough * 0.999)
        self.low = math.floor(low / self.step) * self.step
        self.high = max(math.ceil(high / self.step) * self.step, self.low + self.step)

    def y(self, value: float) -> float:
        return _TOP + (self.high - value) / (self.high - self.low) * (_HEIGHT - _TOP - _BOTTOM)

    def ticks(self) -> Iterator[float]:
        for number in range(round((self.high - self.low) / self.step) + 1):
            yield self.low + number * self.step


def _grid(scale: _Scale, unit: str) -> Iterator[Markup]:
    for tick in scale.ticks():
        y = scale.y(tick)
        line = Markup('<line class="{}" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>')
        yield line.format("axis" if tick == 0 else "grid", _LEFT, _WIDTH - _RIGHT, y, y)
        yield Markup('<text x="{}" y="{:.1f}" text-anchor="end">{}</text>').format(_LEFT - 6, y + 4, _short(tick))
    if unit:
        yield Markup('<text class="unit" x="{}" y="{}" text-anchor="start">{}</text>').format(2, 11, unit)


def _bars(series: Sequence[Series], scale: _Scale, unit: str, words: Words) -> Iterator[Markup]:
    slot = (_WIDTH - _LEFT - _RIGHT) / len(series[0].bars)
    width = min(34.0, slot * 0.72 / len(series))
    for number, each in enumerate(series):
        for at, bar in enumerate(each.bars):
            if bar.value is None:
                continue
            x = _LEFT + slot * (at + 0.5) + width * (number - len(series) / 2)
            top, foot = sorted((scale.y(float(bar.value)), scale.y(0.0)))
            said = f"{bar.label} {each.name} {_told(bar.value)} {unit}".strip()
            said += f" · {words('chart.doubtful')}" if bar.doubtful else ""
            drawn = Markup(
                '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
            )
            shape = drawn.format(each.form, x + 1, top, max(width - 2, 1), max(foot - top, 1), said)
            if bar.doubtful:
                middle = x + width / 2
                mark = Markup('<path class="doubtful" d="M{:.1f} {:.1f} l5 -9 h-10 z"><title>{}</title></path>')
                shape += mark.format(middle, top - 2, said)
            yield _linked(shape, bar.link)


def _labels(labels: Sequence[str]) -> Iterator[Markup]:
    slot = (_WIDTH - _LEFT - _RIGHT) / len(labels)
    every = math.ceil(len(labels) / 16)
    for at, label in enumerate(labels):
        if at % every == 0:
            x = _LEFT + slot * (at + 0.5)
            yield Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(x, _HEIGHT - 10, label)


def _linked(shape: Markup, link: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(link, shape) if link else shape


def _svg(parts: Sequence[Markup], title: str, width: int = _WIDTH, height: int = _HEIGHT) -> Markup:
    head = Markup('<svg class="chart" viewBox="0 0 {} {}" role="group" aria-label="{}">').format(width, height, title)
    return head + Markup("").join(parts) + Markup("</svg>")


def _told(value: Number | None) -> str:
    return "—" if value is None else plain(Decimal(str(value)))


def _short(value: float) -> str:
    """A number along an axis, without the noise of binary floating point."""
    return plain(Decimal(f"{value:.6g}"))
