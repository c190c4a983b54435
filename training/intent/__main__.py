"""``python -m training.intent tests/data/intents/calls.jsonl tests/data/orders``: learn what a call is.

It prints how calls are judged with weights that were learned from all other catalogues, and writes the weights of all
together to ``nlp/orders/calls/weights.json``. Of the orders only files called ``dev.jsonl`` are read; the test calls
are only measured where ``--test`` names them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from nlp.orders.calls.judge import INTENTS, Weights, decided
from nlp.orders.calls.signs import signs
from nlp.orders.calls.words import MARKED
from nlp.orders.reading import Intent
from training.intent.examples import Example, of_calls, of_orders
from training.logistic import fit_classes

TRADES = 3  # a word or a sign counts where as many trades have it, so that no trade is learned
RIDGE = 3.0
LEAST = 0.06  # weights below it for every intent are left out
FOLDS = 6
TO = Path("nlp/orders/calls/weights.json")
app = typer.Typer(add_completion=False, help=__doc__)


@app.command()
def learn(
    calls: Annotated[Path, typer.Argument(help="Calls written to learn intents.")],
    root: Annotated[Path, typer.Argument(help="Folder of labelled catalogues.")],
    to: Annotated[Path, typer.Option(help="Where the weights are written.")] = TO,
    test: Annotated[Path | None, typer.Option(help="Calls that are only measured.")] = None,
) -> None:
    """Learn, measure on left-out catalogues, write."""
    found = [*of_calls(calls, root), *of_orders(root)]
    document = fit(found)
    figures = left_out(found)
    if test is not None:
        figures["test"] = measured(document, of_calls(test, root, varied=False))
    print(json.dumps(figures, indent=1))
    to.write_text(written(document, figures), encoding="utf-8")


def fit(found: Sequence[Example]) -> Weights:
    """Return the weights of what is said by the signs of *found*."""
    known = _general(found, lambda one: [word for word, _ in one.call.words]) - MARKED
    rows = [signs(one.call, known) for one in found]
    names = _general(found, lambda one: signs(one.call, known))
    kept = [{name: value for name, value in row.items() if name in names} for row in rows]
    places = [INTENTS.index(one.intent) for one in found]
    weights, bias = fit_classes(kept, places, [one.counts for one in found], len(INTENTS), ridge=RIDGE)
    strong = {name: each for name, each in weights.items() if max(map(abs, each)) >= LEAST}
    return Weights(known, bias, strong)


def left_out(found: Sequence[Example]) -> dict[str, dict[str, int]]:
    """Return for each author what becomes of the calls where their trades are judged by what others taught."""
    names = sorted({one.catalogue for one in found})
    judged: list[tuple[Example, Intent]] = []
    for fold in range(FOLDS):
        out = set(names[fold::FOLDS])
        weights = fit([one for one in found if one.catalogue not in out])
        judged += [(one, _intent(weights, one)) for one in found if one.catalogue in out and not one.is_made]
    authors = sorted({one.author for one in found})
    return {name: _figures(pair for pair in judged if pair[0].author == name) for name in authors}


def measured(weights: Weights, found: Iterable[Example]) -> dict[str, int]:
    """Return what becomes of the calls of *found*."""
    return _figures((one, _intent(weights, one)) for one in found)


def written(weights: Weights, figures: Mapping[str, Any]) -> str:
    """Return the file that holds *weights*: one sign a line."""
    rows = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps([round(each, 2) for each in weights.signs[name]])}"
        for name in sorted(weights.signs)
    )
    about = "Learned by python -m training.intent: not to be edited by hand. Figures: left-out trades by author."
    head = {"about": about, "figures": figures, "bias": [round(each, 3) for each in weights.bias]}
    words = json.dumps(sorted(weights.words), ensure_ascii=False)
    fields = ",\n".join(f'"{name}": {json.dumps(value)}' for name, value in head.items())
    return f'{{{fields},\n"words": {words},\n"signs": {{\n{rows}}}}}\n'


def _general(found: Sequence[Example], names_of: Callable[[Example], Iterable[str]]) -> frozenset[str]:
    """Return what several trades have; a stranger's catalogue marks no goods, so that what was made up says nothing."""
    trades: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if not one.is_made:
            for name in names_of(one):
                trades[name].add(one.catalogue)
    return frozenset(name for name, where in trades.items() if len(where) >= TRADES)


def _intent(weights: Weights, one: Example) -> Intent:
    return decided(one.call, weights.likelihoods(one.call))


def _figures(judged: Iterable[tuple[Example, Intent]]) -> dict[str, int]:
    pairs = [(one.intent, one.call.by_rules, intent) for one, intent in judged]
    orders = [(rules, intent) for due, rules, intent in pairs if due is Intent.ORDER]
    others = [(rules, intent) for due, rules, intent in pairs if due is not Intent.ORDER]
    return {
        "calls": len(pairs),
        "right": sum(due is intent for due, _, intent in pairs),
        "right_by_rules": sum(due is rules for due, rules, _ in pairs),
        "orders": len(orders),
        "orders_lost": sum(intent is not Intent.ORDER for _, intent in orders),
        "orders_lost_by_rules": sum(rules is not Intent.ORDER for rules, _ in orders),
        "others_as_orders": sum(intent is Intent.ORDER for _, intent in others),
        "others_as_orders_by_rules": sum(rules is Intent.ORDER for rules, _ in others),
    }


if __name__ == "__main__":
    app()
