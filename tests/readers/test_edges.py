"""Strokes → cells: pdfplumber's TableFinder is the authority."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import TableFinder

from pipeline.readers.pages.edges import Edge, edge, tables_of

# Tolerances are three points: places that are just within and just beyond one another.
PLACES = st.one_of(
    st.integers(0, 12).map(lambda step: step * 20.0),
    st.tuples(st.integers(0, 12), st.sampled_from([-3.1, -3.0, -1.5, -0.1, 0.1, 0.4, 1.0, 2.9, 3.0, 3.2])).map(
        lambda pair: pair[0] * 20.0 + pair[1]
    ),
)


@st.composite
def strokes(draw) -> Edge:
    start, end = sorted((draw(PLACES), draw(PLACES)))
    return Edge(draw(st.booleans()), draw(PLACES), start, end, end - start)


def by_pdfplumber(edges: list[Edge]) -> list[list[tuple[float, ...]]]:
    page = SimpleNamespace(edges=[_named(each) for each in edges])
    return [[tuple(map(float, cell)) for cell in table.cells] for table in TableFinder(page).tables]


def _named(each: Edge) -> dict[str, object]:
    if each.upright:
        box = {"x0": each.at, "x1": each.at, "top": each.start, "bottom": each.end, "width": 0, "height": each.length}
    else:
        box = {"x0": each.start, "x1": each.end, "top": each.at, "bottom": each.at, "width": each.length, "height": 0}
    return {**box, "doctop": box["top"], "orientation": "v" if each.upright else "h"}


def ours(edges: list[Edge]) -> list[list[tuple[float, ...]]]:
    return [list(cells) for cells in tables_of(edges)]


@given(st.lists(strokes(), max_size=40))
def test_tables_of_any_strokes_are_those_of_pdfplumber(edges):
    assert ours(edges) == by_pdfplumber(edges)


@given(
    xs=st.lists(PLACES, min_size=2, max_size=6),
    ys=st.lists(PLACES, min_size=2, max_size=6),
    missing=st.sets(st.integers(0, 80), max_size=6),
)
def test_tables_of_a_grid_with_merged_cells_are_those_of_pdfplumber(xs, ys, missing):
    xs, ys = sorted(xs), sorted(ys)
    sides = [edge(x0, y, x1, y) for y in ys for x0, x1 in pairwise(xs)]
    sides += [edge(x, y0, x, y1) for x in xs for y0, y1 in pairwise(ys)]
    edges = [side for number, side in enumerate(sides) if number not in missing]
    assert ours(edges) == by_pdfplumber(edges)


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        pytest.param((10, 20, 90, 20), Edge(False, 20, 10, 90, 80), id="level"),
        pytest.param((10, 90, 10, 20), Edge(True, 10, 20, 90, 70), id="upright-from-below"),
        pytest.param((10, 20, 90, 21), Edge(False, 20.5, 10, 90, 80), id="thin-box"),
    ],
)
def test_edge_is_the_middle_of_its_corners(corners, expected):
    assert edge(*corners) == expected
