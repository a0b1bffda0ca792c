"""One module a format: bytes → Document. The registry looks at the content, not at the file's name."""

from pipeline.readers.registry import Limits, read, sniff

__all__ = ["Limits", "read", "sniff"]
