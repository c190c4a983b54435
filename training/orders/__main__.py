"""``python -m training.orders tests/data/orders``: learn the weights of the second look from development orders.

It prints what the second look does to each catalogue with weights that were learned from all the others, and writes
the weights of all together to ``nlp/orders/second_look/weights.py``. Only files called ``dev.jsonl`` are read.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.orders_data import load_catalogues
from training.logistic import Model
from training.orders.examples import Example, examples
from training.orders.ranking import apply, fit, without

TAKEN_AT = 0.6
WEIGHTS = Path("nlp/orders/second_look/weights.py")
_HEAD = '''"""Weights of the second look, learned by ``python -m training.orders``: not to be edited by hand.

Learned from {catalogues} catalogues with {orders} labelled development orders and {varied} variations of them.
Measured on catalogues left out one by one: of {orders} orders {before} were right without it and {after} with it;
wrong guesses {wrong_before} and {wrong_after} of {due} due questions.
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
    to.write_text(table(fit(found), found, figures["all"]), encoding="utf-8")


def left_out(found: list[Example], taken_at: float = TAKEN_AT) -> dict[str, dict[str, int]]:
    """Return the figures of each catalogue with weights learned from the others, and their sum as «all»."""
    names = sorted({example.catalogue for example in found})
    figures = {
        name: asdict(apply(without(found, name), [one for one in found if one.catalogue == name], taken_at))
        for name in names
    }
    figures["all"] = {key: sum(figures[name][key] for name in names) for key in figures[names[0]]}
    return figures


def table(model: Model, found: list[Example], figures: dict[str, int]) -> str:
    """Return the module that holds the weights of *model*."""
    head = _HEAD.format(
        catalogues=len({example.catalogue for example in found}),
        orders=figures["orders"],
        varied=len(found) - figures["orders"],
        before=figures["right_before"],
        after=figures["right_after"],
        wrong_before=figures["wrong_guesses_before"],
        wrong_after=figures["wrong_guesses_after"],
        due=figures["due"],
    )
    rows = "".join(f'    "{name}": {weight:.4f},\n' for name, weight in sorted(model.weights.items()))
    return f"{head}TAKEN_AT = {TAKEN_AT}\nBIAS = {model.bias:.4f}\nWEIGHTS: dict[str, float] = {{\n{rows}}}\n"


if __name__ == "__main__":
    app()
