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
        "| set | sentences | word error (95 %) | letter error | bar | met |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, (kind, limit) in BARS.items():
        if name in figures:
            rows.append(_row(name, figures[name], kind, limit))
    rows.append("")
    rows += _plain(figures)
    return "\n".join(rows) + "\n"


def refresh(folder: Path, pages: list[Path]) -> None:
    """Put the table of ``figures.json`` in *folder* between the marks of each page."""
    figures = json.loads((folder / "figures.json").read_text("utf-8"))
    for page in pages:
        text = page.read_text("utf-8")
        page.write_text(_BLOCK.sub(lambda found: found[1] + table(figures) + found[2], text), encoding="utf-8")


def _row(name: str, found: dict[str, Any], kind: str, limit: float) -> str:
    interval = f"{found['word_error']:.1%} ({found['low']:.1%} to {found['high']:.1%})"
    bar = f"{'word' if kind == 'word_error' else 'letter'} error ≤ {limit:.0%}"
    met = "yes" if found[kind] <= limit else "**no**"
    return f"| {WHAT[name]} | {found['examples']} | {interval} | {found['letter_error']:.1%} | {bar} | {met} |"


def _plain(figures: dict[str, Any]) -> list[str]:
    lines = []
    numbers = figures.get("clean", {}).get("numbers")
    if numbers is not None:
        lines.append(
            f"- All numbers of a sentence right, first set: {numbers:.1%} (bar 92 %: {_met(numbers >= NUMBERS_BAR)})."
        )
    if "words invented" in figures:
        invented = figures["words invented"]
        where = ", ".join(f"{kind} {count}" for kind, count in invented.items() if count) or "none"
        lines.append(
            f"- Words invented on sound without speech: {sum(invented.values())} (bar 0: "
            f"{_met(not sum(invented.values()))}); by kind: {where}."
        )
    if "cost" in figures:
        lines += [f"- {_cost(name, value)}" for name, value in figures["cost"].items()]
    return lines


def _cost(name: str, value: float) -> str:
    bar = COST_BARS[name]
    met = _met(value >= bar if name == "times_real_time" else value <= bar)
    return f"{COSTS[name].format(value)} (bar {bar:.0f}: {met})."


def _met(yes: bool) -> str:
    return "met" if yes else "**missed**"
