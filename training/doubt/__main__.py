"""``python -m training.doubt tests/data/orders``: learn from development orders how likely a line is wrong.

It prints how many lines become questions with weights that were learned from all other catalogues, and writes the
weights of all together to ``nlp/orders/doubt/weights.py``. Only files called ``dev.jsonl`` are read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.orders_data import load_catalogues
from training.doubt.examples import FEW_ALIASES, LABELLED, MISSING, Example, examples
from training.logistic import Model, fit_model

ASKED_AT = 0.6
RIDGE = 20.0
WEIGHTS = Path("nlp/orders/doubt/weights.py")
_HEAD = '''"""Weights of doubt, learned by ``python -m training.doubt``: not to be edited by hand.

Learned from {lines} lines of {catalogues} catalogues. With weights learned from the other catalogues, of the labelled
lines {asked_wrong} of {wrong} wrong ones and {asked_right} of {right} right ones would be questions; with an ordered
article taken out, {missing_asked_wrong} of {missing_wrong} and {missing_asked_right} of {missing_right}.
"""

from __future__ import annotations

'''
app = typer.Typer(add_completion=False, help=__doc__)


@app.command()
def learn(
    root: Annotated[Path, typer.Argument(help="Folder of labelled catalogues.")],
    to: Annotated[Path, typer.Option(help="Where the weights are written.")] = WEIGHTS,
) -> None:
    """Learn, measure on left-out catalogues, write."""
    found = [example for catalogue in load_catalogues(root, split="dev") for example in examples(catalogue)]
    figures = left_out(found)
    print(json.dumps(figures, indent=1))
    to.write_text(table(fit(found), found, figures), encoding="utf-8")


def fit(found: Sequence[Example]) -> Model:
    """Return the model of how likely the lines of *found* are wrong."""
    return fit_model(
        [one.signs for one in found], [one.wrong for one in found], [one.counts for one in found], ridge=RIDGE
    )


def left_out(found: Sequence[Example], asked_at: float = ASKED_AT) -> dict[str, int]:
    """Return what becomes a question where each catalogue is judged by what was learned from the others."""
    figures: dict[str, int] = {}
    for name in sorted({one.catalogue for one in found}):
        model = fit([one for one in found if one.catalogue != name])
        for one in found:
            if one.catalogue == name:
                _count(figures, one, asked=model.likelihood(one.signs) >= asked_at)
    return figures


def table(model: Model, found: Sequence[Example], figures: dict[str, int]) -> str:
    """Return the module that holds the weights of *model*."""
    known = {name: 0 for kind in ("", "missing_") for name in (kind + "wrong", kind + "right")}
    known |= {name.replace("wrong", "asked_wrong").replace("right", "asked_right"): 0 for name in known}
    head = _HEAD.format(lines=len(found), catalogues=len({one.catalogue for one in found}), **known | figures)
    rows = "".join(f'    "{name}": {weight:.4f},\n' for name, weight in sorted(model.weights.items()))
    return f"{head}ASKED_AT = {ASKED_AT}\nBIAS = {model.bias:.4f}\nWEIGHTS: dict[str, float] = {{\n{rows}}}\n"


def _count(figures: dict[str, int], one: Example, *, asked: bool) -> None:
    kind = {LABELLED: "", FEW_ALIASES: "few_aliases_", MISSING: "missing_"}[one.counts]
    worth = "wrong" if one.wrong else "right"
    for name in (kind + worth, *([f"{kind}asked_{worth}"] if asked else [])):
        figures[name] = figures.get(name, 0) + 1


if __name__ == "__main__":
    app()
