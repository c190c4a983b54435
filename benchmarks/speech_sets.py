"""Write the recipe's held-out sets as sound and text, so that whole engines can be measured on them.

``python -m training.speech evaluate`` measures the bare network; the product also has voice activity, guards and the
word model. ``python -m benchmarks.speech_sets OUT --work DIR`` and then ``dozvon evaluate speech OUT/clean`` measure
what a user gets.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import soundfile

from training.speech.evaluate import people_sets, spoken_sets


def write(target: Path, work: Path, count: int) -> dict[str, int]:
    """Write one folder a set, with ``NNN.wav`` (8 kHz A-law) and ``NNN.txt``; return how many each holds."""
    sets = {**spoken_sets(work, count), **people_sets()}
    for name, examples in sets.items():
        folder = target / name.replace(" ", "-")
        folder.mkdir(parents=True, exist_ok=True)
        for number, example in enumerate(examples[:count]):
            soundfile.write(folder / f"{number:03d}.wav", example.sound, 8_000, subtype="ALAW")
            (folder / f"{number:03d}.txt").write_text(example.text, encoding="utf-8")
    return {name: min(count, len(examples)) for name, examples in sets.items()}


def main() -> None:
    """Write the sets that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="the recipe's folder: its dictionary and voices")
    parser.add_argument("--count", type=int, default=300)
    arguments = parser.parse_args()
    for name, count in write(arguments.target, arguments.work, arguments.count).items():
        print(f"{name}: {count}")


if __name__ == "__main__":
    main()
