"""What holds for every test: whatever goes wrong with a file can be said in Chinese."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from pipeline.chinese import in_chinese
from pipeline.errors import JiheError, RuleError

_SPEAKERS = ("pipeline.readers.", "pipeline.batch.", "pipeline.store.", "pipeline.export.", "pipeline.review.")


@pytest.fixture(autouse=True)
def _said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test in which an error arises that `chinese.yaml` does not know."""
    untold: set[str] = set()
    plain = JiheError.__init__

    def listening(self: JiheError, what: str, *, where: str = "", do: str = "") -> None:
        plain(self, what, where=where, do=do)
        frame = sys._getframe(1)
        if frame.f_code.co_name == "__init__" and frame.f_back:  # of a subclass
            frame = frame.f_back
        speaker = str(frame.f_globals.get("__name__"))
        if speaker.startswith(_SPEAKERS) and not isinstance(self, RuleError):
            untold.update(said for said in (what, do) if said and said.isascii() and in_chinese(said) == said)

    monkeypatch.setattr(JiheError, "__init__", listening)
    yield
    assert not untold, f"give them Chinese words in pipeline/chinese.yaml: {sorted(untold)}"
