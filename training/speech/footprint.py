"""``python -m training.speech.footprint FOLDER``: what a process costs that only loads a model and reads with it.

A process of its own, because memory that another measurement has used before would hide what the model needs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from asr.build import AsrSettings, build_transcriber
from asr.engine import Audio

LONGEST_S = 20


def measured(folder: Path) -> dict[str, float]:
    """Return load time and peak memory of a fresh process that reads one sound of ``LONGEST_S`` seconds."""
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-m", __name__, str(folder.resolve())]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root).stdout
    return {name: float(value) for name, value in json.loads(said).items()}


def _measure(folder: Path) -> dict[str, float]:
    began = time.perf_counter()
    transcriber = build_transcriber(AsrSettings(model=str(folder)))
    loaded = time.perf_counter() - began
    sound = np.random.default_rng(0).standard_normal(LONGEST_S * 8000).astype(np.float32) * np.float32(0.1)
    transcriber.transcribe_batch([Audio(sound, 8000)])
    return {"load_s": round(loaded, 2), "memory_mb": round(_peak_mb())}


def _peak_mb() -> float:
    """Return the peak of this program alone: ``getrusage`` would count what its parent held when it was started."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) / 1024 if found else float("nan")


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
