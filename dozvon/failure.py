"""The one way a command says that its work failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class WorkFailed(Exception):
    """The work failed; the text is one line that says what, where and what to do. The command exits with 1."""


class WrongSettings(Exception):
    """A setting is not what it can be; the text names it. The command exits with 2: starting again cannot help."""


@contextmanager
def failing(*kinds: type[Exception], doing: str = "") -> Iterator[None]:
    """Turn the named errors into :class:`WorkFailed`, on one line."""
    try:
        yield
    except kinds as error:
        text = " ".join(str(error).split()) or type(error).__name__
        raise WorkFailed(f"{doing}: {text}" if doing else text) from error


def say(message: str) -> None:
    """Write one line of progress to standard error: standard output belongs to the result."""
    import sys

    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()
