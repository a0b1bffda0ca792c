"""Scans made here: pages drawn at 200 dpi with a real CJK font, then spoilt as a copier spoils them."""

from __future__ import annotations

import io
import math
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
SCALE = DPI / 72
_FONTS = ("wqy-microhei.ttc", "wqy-zenhei.ttc", "NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "simsun.ttc")
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "C:/Windows/Fonts")


def font_file() -> Path | None:
    """A font on this machine that draws Chinese."""
    found = {path.name: path for folder in _FOLDERS for path in Path(folder).rglob("*.tt[cf]")}
    return next((found[name] for name in _FONTS if name in found), None)


def need_font() -> Path:
    found = font_file()
    if found is None:
        pytest.skip("no Chinese font to draw scans with (on Debian: apt-get install fonts-wqy-microhei)")
    return found


class Sheet:
    """A white page; places in points from the top left corner, as a reader gives them."""

    def __init__(self, width: float = 595, height: float = 420) -> None:
        self.size = width, height
        self.image = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), (252, 251, 248))
        self.draw = ImageDraw.Draw(self.image)
        self.font = str(need_font())

    def text(self, x: float, top: float, words: str, size: float = 14, fill: str = "#181818") -> None:
        font = ImageFont.truetype(self.font, round(size * SCALE))
        self.draw.text((x * SCALE, top * SCALE), words, font=font, fill=fill)

    def width_of(self, words: str, size: float = 14) -> float:
        """How long `text` makes them."""
        return ImageFont.truetype(self.font, round(size * SCALE)).getlength(words) / SCALE

    def paragraph(self, top: float, lines: list[str], left: float = 72, size: float = 14, pitch: float = 24) -> None:
        """Lines as given; the first indented by two characters."""
        for index, words in enumerate(lines):
            start = left + (2 * size if not index else 0)
            if words is lines[-1]:
                self.text(start, top + index * pitch, words, size)
            else:
                self._justified(start, top + index * pitch, words, size, left + 448)

    def _justified(self, x: float, top: float, words: str, size: float, right: float) -> None:
        font = ImageFont.truetype(self.font, round(size * SCALE))
        widths = [font.getlength(char) / SCALE for char in words]
        white = (right - x - sum(widths)) / (len(words) - 1)
        for char, width in zip(words, widths, strict=True):
            self.draw.text((x * SCALE, top * SCALE), char, font=font, fill="#181818")
            x += width + white

    def grid(self, xs: list[float], ys: list[float]) -> None:
        for x in xs:
            self.draw.line([(x * SCALE, ys[0] * SCALE), (x * SCALE, ys[-1] * SCALE)], fill="#202020", width=2)
        for y in ys:
            self.draw.line([(xs[0] * SCALE, y * SCALE), (xs[-1] * SCALE, y * SCALE)], fill="#202020", width=2)

    def rows(self, xs: list[float], ys: list[float], rows: list[list[str]], size: float = 11) -> None:
        self.grid(xs, ys)
        for top, row in zip(ys, rows, strict=False):
            for x, words in zip(xs, row, strict=False):
                if words:
                    self.text(x + 6, top + 6, words, size)

    def seal(self, x: float, y: float, across: float = 110) -> None:
        """A round red seal with its middle there, over whatever is printed."""
        layer = Image.new("RGB", self.image.size, "white")
        draw = ImageDraw.Draw(layer)
        box = [(x - across / 2) * SCALE, (y - across / 2) * SCALE, (x + across / 2) * SCALE, (y + across / 2) * SCALE]
        draw.ellipse(box, outline="#e02828", width=9)
        points = []
        for step in range(10):
            far = across * (0.18 if step % 2 == 0 else 0.08) * SCALE
            angle = math.pi * step / 5 - math.pi / 2
            points.append((x * SCALE + far * math.cos(angle), y * SCALE + far * math.sin(angle)))
        draw.polygon(points, fill="#e02828")
        font = ImageFont.truetype(self.font, round(11 * SCALE))
        draw.text((x * SCALE, (y + across * 0.3) * SCALE), "某县专用章", font=font, fill="#e02828", anchor="mm")
        # Ink darkens what is under it.
        self.image = Image.composite(layer, self.image, _darker(layer, self.image))
        self.draw = ImageDraw.Draw(self.image)


def _darker(one: Image.Image, other: Image.Image) -> Image.Image:
    """Where the first is the darker."""
    pairs = zip(one.convert("L").getdata(), other.convert("L").getdata(), strict=True)
    mask = Image.new("L", one.size)
    mask.putdata([255 if a < b else 0 for a, b in pairs])
    return mask


def spoilt(image: Image.Image, angle: float = 1.1, specks: int = 1500, seed: int = 7) -> Image.Image:
    """As a bad copier gives it: askew (clockwise), soft, grey, speckled, with a JPEG's marks."""
    rng = random.Random(seed)  # noqa: S311
    page = image.rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor=(250, 250, 250))
    page = page.filter(ImageFilter.GaussianBlur(0.8)).point([round(30 + value * 0.82) for value in range(256)] * 3)
    draw = ImageDraw.Draw(page)
    for _ in range(specks):
        x, y, across = rng.randrange(page.width), rng.randrange(page.height), rng.choice((0, 0, 1, 2))
        draw.ellipse([x, y, x + across, y + across], fill=(rng.randrange(60, 160),) * 3)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=60)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def as_pdf(*images: Image.Image) -> bytes:
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=list(images[1:]))
    return out.getvalue()


def as_file(image: Image.Image, format: str = "PNG", **options) -> bytes:  # noqa: A002
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()
