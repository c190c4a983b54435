"""Write the model's card and the table in the documentation from measured figures: no number is typed by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

BARS: dict[str, tuple[str, float]] = {  # set: (which figure, at most)
    "clean": ("word_error", 0.08),
    "babble 15 dB": ("word_error", 0.18),
    "line noise 15 dB": ("word_error", 0.18),
    "rare words": ("letter_error", 0.08),
    "person: reader": ("letter_error", 0.60),
    "person: prompts": ("letter_error", 0.60),
}
WHISPER_BARS: dict[str, tuple[str, float]] = {"clean": ("word_error", 0.20)}
NUMBERS_BAR = 0.92
COST_BARS = {"times_real_time": 30.0, "memory_mb": 500.0, "load_s": 2.0}
COSTS = {
    "times_real_time": "One core: {:.0f} times real time",
    "load_s": "Load time: {:.2f} s",
    "memory_mb": "Peak memory of a process that only loads it and reads 20 s: {:.0f} MB",
}
WHAT = {
    "clean": "unheard synthetic voices and sentences, A-law",
    "babble 15 dB": "the same with other talk behind, 15 dB",
    "line noise 15 dB": "the same with line noise, 15 dB",
    "rare words": "words, surnames and made-up brands outside the training texts",
    "person: reader": "a man reading prose: his other recordings were in training",
    "person: prompts": "a woman's telephone prompts: her voice was never in training",
}
_BLOCK = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


def table(figures: dict[str, Any]) -> str:
    """Return the figures as a Markdown table, a missed bar said plainly."""
    rows = [
        "| set | sentences | word error (95 %) | letter error | bar | met | word error of the bare network |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    whisper = figures.get("engine") == "faster-whisper"
    bars = WHISPER_BARS if whisper else BARS
    rows += [_row(name, figures[name], bars.get(name)) for name in BARS if name in figures]
    rows.append("")
    rows += _plain(figures, judged=not whisper)
    return "\n".join(rows) + "\n"


def refresh(folder: Path, pages: list[Path]) -> None:
    """Put the table of ``figures.json`` in *folder* between the marks of each page."""
    figures = json.loads((folder / "figures.json").read_text("utf-8"))
    for page in pages:
        text = page.read_text("utf-8")
        page.write_text(_BLOCK.sub(lambda found: found[1] + table(figures) + found[2], text), encoding="utf-8")


def _row(name: str, found: dict[str, Any], bar: tuple[str, float] | None) -> str:
    interval = f"{found['word_error']:.1%} ({found['low']:.1%} to {found['high']:.1%})"
    limit, met = "–", "–"
    if bar is not None:
        limit = f"{'word' if bar[0] == 'word_error' else 'letter'} error ≤ {bar[1]:.0%}"
        met = "yes" if found[bar[0]] <= bar[1] else "**no**"
    bare = found.get("bare_word_error")
    cells = [WHAT[name], found["examples"], interval, f"{found['letter_error']:.1%}", limit, met]
    return f"| {' | '.join(map(str, cells))} | {'–' if bare is None else f'{bare:.1%}'} |"


def _plain(figures: dict[str, Any], *, judged: bool) -> list[str]:
    lines = []
    numbers = figures.get("clean", {}).get("numbers")
    if numbers is not None:
        verdict = f" (bar {NUMBERS_BAR:.0%}: {_met(numbers >= NUMBERS_BAR)})" if judged else ""
        lines.append(f"- All numbers of a sentence right, first set: {numbers:.1%}{verdict}.")
    if "words invented" in figures:
        invented = figures["words invented"]
        where = ", ".join(f"{kind} {count}" for kind, count in invented.items() if count) or "none"
        verdict = f" (bar 0: {_met(not sum(invented.values()))})" if judged else ""
        lines.append(f"- Words invented on sound without speech: {sum(invented.values())}{verdict}; by kind: {where}.")
    lines += [f"- {_cost(name, value, judged=judged)}" for name, value in figures.get("cost", {}).items()]
    return lines


def _cost(name: str, value: float, *, judged: bool) -> str:
    bar = COST_BARS[name]
    met = _met(value >= bar if name == "times_real_time" else value <= bar)
    return COSTS[name].format(value) + (f" (bar {bar:.0f}: {met})." if judged else ".")


def _met(yes: bool) -> str:
    return "met" if yes else "**missed**"
