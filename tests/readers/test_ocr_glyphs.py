"""Strips of text become rows of glyphs as a text layer would have them. Strips are made here: no engine needed."""

from itertools import pairwise

import pytest

from pipeline.document import Recognised
from pipeline.readers.ocr.glyphs import rows_of_glyphs
from pipeline.readers.ocr.values import Scan, Strip, rotated

CENTRE = (800.0, 1000.0)
SCALE = 2.0


def strip(text, *, x=100.0, y=200.0, em=24.0, angle=0.0, sure=0.99, widths=None):
    """A strip as the engine gives it: 1.2 times as high as its characters, narrow signs half as wide."""
    widths = widths or [em if ord(char) > 255 else em / 2 for char in text]
    length, middles, at = sum(widths), [], 0.0
    for width in widths:
        middles.append((at + width / 2) / length)
        at += width
    half = 0.6 * em
    box = ((x, y - half), (x + length, y - half), (x + length, y + half), (x, y + half))
    corners = tuple(rotated(point, angle, CENTRE) for point in box)
    confidences = tuple(sure) if isinstance(sure, (list, tuple)) else (sure,) * len(text)
    return Strip(corners, text, tuple(middles), confidences)


def rows(*strips, angle=0.0):
    return rows_of_glyphs(strips, angle, SCALE, CENTRE)


def words(row):
    return "".join(glyph.text for glyph in row)


def test_places_are_in_points():
    ((row,), _) = rows(strip("年初预算数"))
    assert (row[0].x0, row[-1].x1, row[0].size) == (50, 110, 12)
    assert (row[0].top, row[0].bottom) == (94, 106)


def test_askew_strips_are_straightened():
    straight, _ = rows(strip("基本支出二百万元", x=300))
    askew, _ = rows(strip("基本支出二百万元", x=300, angle=2.5), angle=2.5)
    for one, other in zip(straight[0], askew[0], strict=True):
        assert one[1:6] == pytest.approx(other[1:6], abs=0.1)


def test_sizes_that_vary_by_pixels_are_one():
    found, _ = rows(
        strip("全年共开展活动", em=24), strip("参加职工一百人", em=25, y=260), strip("下一步工作安排", em=23.5, y=320)
    )
    assert {glyph.size for row in found for glyph in row} == {12}


def test_title_stays_larger():
    found, _ = rows(strip("绩效自评报告", em=36), strip("全年共开展活动若干场次", y=300))
    assert [row[0].size for row in found] == [18, 12]


def test_white_between_characters_of_a_word_is_no_gap():
    ((row,), _) = rows(strip("项目支出", widths=[30, 30, 30, 24]))
    assert all(left.x1 == right.x0 for left, right in pairwise(row))


def test_white_between_two_texts_stays():
    ((row,), _) = rows(strip("合计", widths=[24, 100]))
    assert row[1].x0 - row[0].x1 > row[0].size


def test_space_inside_a_number_goes_with_its_sign():
    ((row,), _) = rows(strip("支出1，328. 46万元"))
    assert words(row) == "支出1,328.46万元"


@pytest.mark.parametrize(
    ("text", "unsure", "shown"),
    [
        pytest.param("签约率.", 0.6, "签约率", id="after-an-ideograph"),
        pytest.param("3.58.万人", 0.6, "3.58万人", id="second-point-of-a-number"),
        pytest.param("3.58万人", 0.6, "3.58万人", id="the-point-of-a-number-stays"),
        pytest.param("签约率.", 0.95, "签约率.", id="a-sure-point-stays"),
    ],
)
def test_specks_read_as_points_go(text, unsure, shown):
    last = text.rindex(".")
    ((row,), _) = rows(strip(text, sure=[unsure if at == last else 0.99 for at in range(len(text))]))
    assert words(row) == shown


def test_what_nobody_can_read_is_left_out_and_counted():
    found, left_out = rows(strip("资金管理"), strip("卅冂乂", y=300, sure=0.3))
    assert ([words(row) for row in found], left_out) == (["资金管理"], 1)


def test_watermark_across_the_page_is_left_out():
    found, left_out = rows(strip("资金管理"), strip("内部资料注意保存", y=600, angle=35))
    assert ([words(row) for row in found], left_out) == (["资金管理"], 0)


def test_numbers_are_as_sure_as_their_least_sure_sign():
    (row,), _ = rows(strip("结余439.68万元", sure=[0.99] * 4 + [0.53] + [0.99] * 5))
    assert list(Scan(595, 842, (row,)).numbers(3)) == [Recognised(3, "439.68", 0.53)]


def test_doubtful_words_are_not_numbers():
    (row,), _ = rows(strip("结余439.68万元", sure=[0.5] * 2 + [0.99] * 8))
    assert [number.confidence for number in Scan(595, 842, (row,)).numbers(1)] == [0.99]


def test_boxes_go_back_to_where_they_were_scanned():
    scan = Scan(400, 400, angle=90)
    assert scan.as_printed((300, 190, 320, 210)) == pytest.approx((190, 300, 210, 320))
    assert Scan(400, 400).as_printed((300, 190, 320, 210)) == (300, 190, 320, 210)
