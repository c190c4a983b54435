"""Where an error happened, without what it says: messages of errors may carry a caller's words."""

from __future__ import annotations

import traceback
from pathlib import Path

_FRAMES = 6


def where(error: BaseException) -> str:
    """Return the innermost places of *error*, outermost first, as ``file:line function``."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
