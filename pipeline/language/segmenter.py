"""The words of Chinese text, by jieba with words of ours in its dictionary; only of what somebody asks about.

jieba never joins what a sign or a space parts, so a stretch between signs has the same words alone as in its text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jieba import Tokenizer

# What jieba reads as one stretch: its own `re_han_default`, which importing jieba would take a tenth of a second for.
_STRETCHES = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+|[^\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
_REMEMBERED = 4096
"""So many stretches keep their words: names and phrases come back all through a report."""


def stretches(text: str) -> list[str]:
    """The text in parts that can be cut into words one by one: what stands between signs, and the signs.

    >>> stretches("其中：办公费1.5万元，差旅费。")
    ['其中', '：', '办公费1.5万元', '，', '差旅费', '。']
    """
    return _STRETCHES.findall(text)


class Segmenter:
    """Cuts stretches into words. jieba's dictionary is loaded for the first one, which takes half a second."""

    def __init__(self, words: Iterable[str]) -> None:
        self._own = tuple(words)
        self.words = lru_cache(_REMEMBERED)(self._cut)
        """The words of one stretch; joined they are the stretch."""

    def _cut(self, stretch: str) -> tuple[str, ...]:
        return tuple(self._jieba.cut(stretch))

    @cached_property
    def _jieba(self) -> Tokenizer:
        import jieba  # noqa: PLC0415 - slow to import: only in processes that extract

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        for word in self._own:
            if len(word) > 1:
                tokenizer.add_word(word)
        return tokenizer
