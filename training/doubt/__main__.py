"""``python -m training.doubt tests/data/orders``: learn how likely a line is wrong, and a refused item right.

It prints how many lines become questions and how many refused items become lines with weights that were learned from
other catalogues, and writes the weights of all together to ``weights.py`` and ``refusal_weights.py`` in
``nlp/orders/doubt``. Only files called ``dev.jsonl`` are read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.orders_data import load_catalogues
from training.doubt.examples import FEW_ALIASES, LABELLED, MISHEARD, MISSING, Example, examples
from training.logistic import Model, fit_model

TO = Path("nlp/orders/doubt")
_KINDS = {LABELLED: "", FEW_ALIASES: "few_aliases_", MISSING: "missing_", MISHEARD: "misheard_"}
_HEAD = '''"""Weights of {what}, learned by ``python -m training.doubt``: not to be edited by hand.

{figures}
"""

from __future__ import annotations

'''
_DOUBT = """Learned from {examples} lines of {catalogues} catalogues. With weights learned from the other catalogues,
of the labelled lines {chosen_wrong} of {wrong} wrong ones and {chosen_right} of {right} right ones would be questions;
with an ordered article taken out, {missing_chosen_wrong} of {missing_wrong} and {missing_chosen_right}
of {missing_right}."""
_TRUST = """Learned from {examples} refused items of {catalogues} catalogues. With weights learned from the other
catalogues, of those in labelled orders {chosen_right} of {right} right ones and {chosen_wrong} of {wrong} wrong ones
would be lines; with an ordered article taken out, {missing_chosen_right} of {missing_right} and
{missing_chosen_wrong} of {missing_wrong}; with words misheard, {misheard_chosen_right} of {misheard_right} and
{misheard_chosen_wrong} of {misheard_wrong}."""
app = typer.Typer(add_completion=False, help=__doc__)


@dataclass(frozen=True, slots=True)
class Part:
    """What is learned: the probability that examples are wrong, or right, and from which on they are *chosen*."""

    module: str
    what: str
    figures: str
    refused: bool
    threshold_name: str
    threshold: float
    ridge: float

    def fit(self, found: Sequence[Example]) -> Model:
        """Return the model of how likely each of *found* is to be chosen."""
        hits = [one.wrong != self.refused for one in found]
        return fit_model([one.signs for one in found], hits, [one.counts for one in found], ridge=self.ridge)


PARTS = (
    Part("weights.py", "doubt", _DOUBT, refused=False, threshold_name="ASKED_AT", threshold=0.6, ridge=20.0),
    Part("refusal_weights.py", "trust", _TRUST, refused=True, threshold_name="TAKEN_AT", threshold=0.65, ridge=10.0),
)


@app.command()
def learn(
    root: Annotated[Path, typer.Argument(help="Folder of labelled catalogues.")],
    to: Annotated[Path, typer.Option(help="The folder where the weights are written.")] = TO,
) -> None:
    """Learn, measure on left-out catalogues, write."""
    found = [example for catalogue in load_catalogues(root, split="dev") for example in examples(catalogue)]
    for part in PARTS:
        chosen = [one for one in found if one.refused == part.refused]
        figures = left_out(part, chosen)
        print(part.what, json.dumps(figures, indent=1))
        (to / part.module).write_text(table(part, part.fit(chosen), chosen, figures), encoding="utf-8")


def left_out(part: Part, found: Sequence[Example]) -> dict[str, int]:
    """Return what is chosen where each catalogue is judged by what was learned from the others."""
    figures: dict[str, int] = {}
    for name in sorted({one.catalogue for one in found}):
        model = part.fit([one for one in found if one.catalogue != name])
        for one in found:
            if one.catalogue == name:
                _count(figures, one, chosen=model.likelihood(one.signs) >= part.threshold)
    return figures


def table(part: Part, model: Model, found: Sequence[Example], figures: dict[str, int]) -> str:
    """Return the module that holds the weights of *model*."""
    known = {kind + name: 0 for kind in _KINDS.values() for name in ("wrong", "right", "chosen_wrong", "chosen_right")}
    counted = {"examples": len(found), "catalogues": len({one.catalogue for one in found})}
    head = _HEAD.format(what=part.what, figures=part.figures.format(**known | figures | counted))
    rows = "".join(f'    "{name}": {weight:.4f},\n' for name, weight in sorted(model.weights.items()))
    threshold = f"{part.threshold_name} = {part.threshold}\n"
    return f"{head}{threshold}BIAS = {model.bias:.4f}\nWEIGHTS: dict[str, float] = {{\n{rows}}}\n"


def _count(figures: dict[str, int], one: Example, *, chosen: bool) -> None:
    kind, worth = _KINDS[one.counts], "wrong" if one.wrong else "right"
    for name in (kind + worth, *([f"{kind}chosen_{worth}"] if chosen else [])):
        figures[name] = figures.get(name, 0) + 1


if __name__ == "__main__":
    app()
