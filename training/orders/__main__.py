"""``python -m training.orders tests/data/orders``: learn from development orders which step of the second look to take.

It prints what the second look does to each tenth of the catalogues with trees that were learned from the others, and
writes the trees of all together to ``nlp/orders/second_look/trees.json``. Only files called ``dev.jsonl`` and
``asks.jsonl`` are read. What the reader makes of each order may be kept in a file, for it takes longest.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.orders_data import Catalogue, load_catalogues
from nlp.orders.second_look.look import TAKEN_AT, TREES
from training.boosting import Recipe, write_trees
from training.orders.examples import Example, examples
from training.orders.ranking import Figures, apply, fit

TO = Path("nlp/orders/second_look") / TREES
SPLITS = ("dev", "asks")
FOLDS = 10
_ABOUT = (
    "What the second look has learned by python -m training.orders: not to be edited by hand. "
    "Learned from {orders} labelled orders of {catalogues} catalogues. Measured on catalogues left out by tenths: "
    "{right_before} orders were right without it and {right_after} with it; "
    "wrong guesses {wrong_guesses_before} and {wrong_guesses_after} of {due} due questions."
)
app = typer.Typer(add_completion=False, help=__doc__)


@app.command()
def learn(
    root: Annotated[Path, typer.Argument(help="Folder of labelled catalogues.")],
    to: Annotated[Path, typer.Option(help="Where the trees are written.")] = TO,
    kept: Annotated[Path | None, typer.Option(help="Where the read orders are kept, or taken from if there.")] = None,
) -> None:
    """Learn, measure on left-out catalogues, write."""
    if kept is not None and kept.exists():
        found: list[Example] = pickle.loads(kept.read_bytes())
    else:
        found = list(_read(root))
        if kept is not None:
            kept.write_bytes(pickle.dumps(found))
    figures = left_out(found, Recipe())
    typer.echo(json.dumps(figures, indent=1))
    names = {one.catalogue for one in found}
    write_trees(fit(found, Recipe()), to, _ABOUT.format(catalogues=len(names), **figures))


def left_out(found: Sequence[Example], recipe: Recipe, taken_at: float = TAKEN_AT) -> dict[str, int]:
    """Return the figures of *found*, each tenth of its catalogues with trees learned from the others."""
    names = sorted({one.catalogue for one in found})
    total = dict.fromkeys(asdict(Figures(*[0] * 11)), 0)
    for start in range(min(FOLDS, len(names))):
        held = set(names[start::FOLDS])
        model = fit([one for one in found if one.catalogue not in held], recipe)
        figures = asdict(apply(model, [one for one in found if one.catalogue in held], taken_at))
        total = {name: total[name] + figures[name] for name in total}
    return total


def _read(root: Path) -> Iterator[Example]:
    for catalogue in _catalogues(root):
        found = list(examples(catalogue))
        typer.echo(f"{catalogue.name}: {len(found)} orders, {sum(len(one.steps) for one in found)} steps", err=True)
        yield from found


def _catalogues(root: Path) -> Iterator[Catalogue]:
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        for split in SPLITS:
            if (folder / f"{split}.jsonl").is_file():
                yield from load_catalogues(folder, split=split)


if __name__ == "__main__":
    app()
