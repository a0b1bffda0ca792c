"""Seals off, rules found: on pixels drawn here, without the recogniser."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra is not installed: pip install 'jihe[ocr]'")

from scan_files import DPI, SCALE, Sheet, spoilt

from pipeline.readers.ocr.rules import ruled
from pipeline.readers.ocr.skew import straightened
from pipeline.readers.ocr.stamps import without_stamps

RED = (220, 40, 40)


def paper(width=800, height=800):
    return np.full((height, width, 3), 250, np.uint8)


class TestSeals:
    def seal(self, page):
        """A ring 300 pixels (3.8 cm) across."""
        y, x = np.ogrid[: page.shape[0], : page.shape[1]]
        far = np.hypot(y - 400, x - 400)
        page[(far > 138) & (far < 150)] = RED
        return page

    def test_seal_goes(self):
        assert without_stamps(self.seal(paper()), DPI).min() > 200

    def test_print_under_a_seal_stays(self):
        page = self.seal(paper())
        page[390:410, 200:600] = (30, 30, 30)
        page[390:410, 255:262] = (70, 8, 8)  # ink on print
        clean = without_stamps(page, DPI)
        assert clean[395:405, 200:600].max() < 110

    def test_red_figures_stay(self):
        page = paper()
        page[100:130, 100:220] = RED
        assert (without_stamps(page, DPI) == page).all()

    def test_red_letterhead_stays(self):
        page = paper()
        for x in range(100, 700, 80):
            page[100:160, x : x + 60] = RED
        page[200:206, 60:740] = RED
        assert (without_stamps(page, DPI) == page).all()


def rules_of(page):
    grey = np.asarray(page.image.convert("L"), np.uint8)
    found = ruled(grey, SCALE)
    down = sorted({round((x0 + x1) / 2) for x0, top, x1, bottom in found if bottom - top > x1 - x0})
    across = sorted({round((top + bottom) / 2) for x0, top, x1, bottom in found if bottom - top <= x1 - x0})
    return down, across


class TestRules:
    def test_grid_is_found_and_strokes_of_letters_are_not(self):
        page = Sheet(500, 200)
        page.rows([40, 160, 280, 400], [40, 56, 72, 88], [["中国中国", "一一一", "口口口"]] * 3, size=12)
        assert rules_of(page) == ([40, 160, 280, 400], [40, 56, 72, 88])

    def test_underline_and_dash_are_across_only(self):
        page = Sheet(500, 200)
        page.text(40, 40, "申报单位：某局————", 14)
        page.draw.line([(40 * SCALE, 60 * SCALE), (300 * SCALE, 60 * SCALE)], fill="black", width=2)
        assert rules_of(page)[0] == []

    def test_rule_with_gaps_is_whole(self):
        page = Sheet(500, 200)
        page.grid([40, 240, 440], [40, 100, 160])
        for x in range(60, 440, 30):
            page.draw.rectangle([x * SCALE, 99 * SCALE, x * SCALE + 6, 102 * SCALE], fill="white")
        page.draw.rectangle([239 * SCALE, 70 * SCALE, 242 * SCALE, 71 * SCALE], fill="white")
        assert rules_of(page) == ([40, 240, 440], [40, 100, 160])

    def test_grid_of_a_spoilt_page(self):
        page = Sheet(500, 300)
        page.rows([40, 160, 280, 400], [40, 60, 80, 100], [["基本支出", "12.50", "13.60"]] * 3)
        pixels = straightened(np.asarray(spoilt(page.image, angle=2.0).convert("RGB"), np.uint8), 2.0)
        found = ruled(np.ascontiguousarray(pixels[:, :, 1]), SCALE)
        down = {round((x0 + x1) / 2) for x0, top, x1, bottom in found if bottom - top > x1 - x0}
        assert all(any(abs(x - at) <= 2 for at in (40, 160, 280, 400)) for x in down)
        assert all(any(abs(x - at) <= 2 for x in down) for at in (40, 160, 280, 400))
