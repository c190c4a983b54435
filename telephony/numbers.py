"""Request numbers that can be spoken while the database is down: taken from blocks reserved in advance.

Each block is a file ``<first>-<last>.block``, put there by the intake; the line takes numbers in order and remembers
the last one it took, on disk, before it is spoken. Each file has one writer, so no lock is needed: the intake makes
blocks, the line writes ``last-taken`` and removes blocks it has used up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from telephony.spool import write_synced

FOLDER = "numbers"
LAST_TAKEN = "last-taken"
BLOCK = 100
LOW = 30

Reserve = Callable[[int], range]


@dataclass(frozen=True)
class NumberStore:
    """The numbers of one line group, in *folder*."""

    folder: Path

    def take(self) -> int | None:
        """Return the next number, never the same twice; None where no block is left or it cannot be noted down."""
        last = self._last_taken()
        for block in self._blocks():
            if block.stop - 1 <= last:
                self._path(block).unlink(missing_ok=True)
                continue
            number = max(block.start, last + 1)
            try:
                write_synced(self.folder / LAST_TAKEN, str(number).encode())
            except OSError:
                return None
            return number
        return None

    def left(self) -> int:
        """Return how many numbers can still be taken."""
        last = self._last_taken()
        return sum(max(0, block.stop - max(block.start, last + 1)) for block in self._blocks())

    def add(self, block: range) -> None:
        """Put a reserved block there. Blocks must come in growing order: a lower one would never be used."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_synced(self._path(block), b"")

    def _path(self, block: range) -> Path:
        return self.folder / f"{block.start}-{block.stop - 1}.block"

    def _blocks(self) -> list[range]:
        blocks = []
        for path in self.folder.glob("*.block"):
            first, _, last = path.stem.partition("-")
            blocks.append(range(int(first), int(last) + 1))
        return sorted(blocks, key=lambda block: block.start)

    def _last_taken(self) -> int:
        try:
            return int((self.folder / LAST_TAKEN).read_text())
        except FileNotFoundError:
            return 0


def refill(store: NumberStore, reserve: Reserve, *, low: int = LOW, block: int = BLOCK) -> bool:
    """Reserve a further block where fewer than *low* numbers are left; return whether one was added.

    *reserve* must give numbers that nobody had before, higher than all earlier ones, and be committed when it returns.
    """
    if store.left() >= low:
        return False
    store.add(reserve(block))
    return True
