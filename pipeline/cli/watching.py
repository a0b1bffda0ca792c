"""Showing a run while it goes on: a bar with an estimate for a person, a line now and then for a log."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.batch.progress import Progress, Watcher
from pipeline.cli import console
from pipeline.cli.language import t

_LOG_SECONDS = 30.0


@contextmanager
def watching() -> Iterator[Watcher]:
    """A watcher for `batch.run`; on a terminal it draws, elsewhere it logs."""
    if not sys.stderr.isatty():
        yield _Log()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn(t("progress.left")),
        TimeRemainingColumn(),
        TextColumn("{task.fields[news]}", markup=False),
    )
    with Bar(*columns, console=console.console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, news="")

        def draw(progress: Progress) -> None:
            if bar.tasks[0].description != (stage := t(f"progress.{progress.stage}")):
                bar.reset(task, description=stage, total=progress.total or None)
            bar.update(task, completed=progress.done, total=progress.total or None, news=_news(progress))

        yield draw


class _Log:
    """A line every half minute, so that a log shows that something goes on without drowning in it."""

    def __init__(self) -> None:
        self.last = self.began = time.monotonic()

    def __call__(self, progress: Progress, /) -> None:
        now = time.monotonic()
        if now - self.last < _LOG_SECONDS or not progress.done:
            return
        self.last = now
        left = (now - self.began) / progress.done * (progress.total - progress.done)
        counts = f"{progress.done:,}/{progress.total:,}"
        console.tell(
            f"{t(f'progress.{progress.stage}')} {counts}, {_news(progress)}, {t('progress.left')} {left:.0f} s"
        )


def _news(progress: Progress) -> str:
    name = progress.file.path.rsplit("/", 1)[-1] if progress.file else ""
    return t("progress.news", facts=f"{progress.facts:,}", failures=progress.failures, name=name[-40:])


class Stopper:
    """Turns the first Ctrl-C (or SIGTERM) into a request, the second into an immediate end."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def __call__(self) -> bool:
        return self.asked.is_set()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked.is_set():
            raise KeyboardInterrupt
        self.asked.set()
        console.tell(t("stopped.asked"))

    @contextmanager
    def listening(self) -> Iterator[Stopper]:
        """Listen while the block runs; only the main thread may."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, self._on_signal) for number in numbers]
        try:
            yield self
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)
