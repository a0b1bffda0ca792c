"""What can go wrong, said in three parts: what, where, what to do.

A mistake of the programmer or of a rule's author raises and stops. A strange report does not: the batch
catches its ReadError and the report becomes a `failed` row with the same words.
"""

from __future__ import annotations

from typing import Any, Self

from pipeline.chinese import in_chinese


class JiheError(Exception):
    """Base of every error that jihe raises on purpose.

    `what` happened, `where` (a file, a rule, a line; may be empty) and what to `do` about it.
    """

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} → {self.do}" if self.do else head

    def but(self, **words: str) -> Self:
        """The same error with another `what`, `where` or `do`."""
        return type(self)(**{**vars(self), **words})

    def chinese(self) -> JiheError:
        """The same in Chinese: an error of the base class, to be shown and not to be caught."""
        return JiheError(in_chinese(self.what), where=self.where, do=in_chinese(self.do))

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders; the default would call __init__ with the joined message only.
        return (_rebuild, (type(self), dict(vars(self))))


def _rebuild(kind: type[JiheError], words: dict[str, Any]) -> JiheError:
    return kind(**words)


class ReadError(JiheError):
    """A file that cannot be read: broken, encrypted, empty, or of a format without a reader.

    `lacks` names what would read it and is not installed (see `readers.optional`): the file is read again once it is.
    """

    def __init__(self, what: str, *, where: str = "", do: str = "", lacks: tuple[str, ...] = ()) -> None:
        super().__init__(what, where=where, do=do)
        self.lacks = lacks


class PassingError(ReadError):
    """A file that could not be read this time, through no fault of its own: the next run tries again."""


class RuleError(JiheError):
    """A rule pack that does not hold: unknown key, unknown unit, a pattern that does not compile."""


class StoreError(JiheError):
    """A database that cannot be used: another program's, a newer schema, locked."""


class UsageError(JiheError):
    """A command that asks for something that is not there."""


class ExportError(JiheError):
    """Something that cannot be handed over: a file that cannot be written, a library that is not installed."""
