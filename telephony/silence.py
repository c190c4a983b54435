"""Is the caller speaking? Judged a few times a second from the level of the caller's leg.

The level is pjsip's: 0 to 50, logarithmic (6.3 steps are a factor of two). A telephone line has its own noise, a
workshop a lot of it, so speech is what stands out of the quietest tenth of the last seconds.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

WINDOW_TICKS = 60  # six seconds at ten ticks a second
ABOVE_FLOOR = 5  # nearly a factor of two
AUDIBLE = 8  # an average of about -46 dBFS: below it nothing is speech, however quiet the line
CERTAIN = 36  # about -26 dBFS on average: above it no line is only noise


@dataclass
class LevelGate:
    """Hears one call. Feed it every level in order."""

    _levels: deque[int] = field(default_factory=lambda: deque(maxlen=WINDOW_TICKS))

    def is_loud(self, level: int) -> bool:
        """Return whether *level*, the newest, is speech."""
        self._levels.append(level)
        return level >= min(max(AUDIBLE, self._floor() + ABOVE_FLOOR), CERTAIN)

    def _floor(self) -> int:
        """The quietest tenth. Speech without a pause for a second cannot be told from noise: it counts as speech."""
        if len(self._levels) < 10:
            return 0
        return sorted(self._levels)[len(self._levels) // 10]
