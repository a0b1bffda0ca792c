"""How things look, told from what a PDF calls them."""

from __future__ import annotations

import re
from typing import Any

_BOLD = re.compile(r"bold|heavy|black|simhei|heiti|黑体|zhongsong|xiaobiaosong|,b", re.IGNORECASE)


def is_bold(font: str) -> bool:
    """Whether a font of that name is heavy.

    >>> is_bold("ABCDEF+SimHei"), is_bold("SimSun")
    (True, False)
    """
    return bool(_BOLD.search(font))


def is_white(colour: Any) -> bool:  # noqa: ANN401 - a number, a tuple of one, three or four, or None
    """Whether a colour as pdfminer has it is white.

    >>> is_white(1), is_white((1, 1, 1)), is_white((0, 0, 0, 0)), is_white((0, 0, 0))
    (True, True, True, False)
    """
    parts = tuple(colour) if isinstance(colour, (tuple, list)) else (colour,)
    return parts in {(1,), (1, 1, 1), (0, 0, 0, 0)}
