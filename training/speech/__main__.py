"""``python -m training.speech``: make the embedded speech model, or measure one."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from training.speech import recipe
from training.speech.train import CHECKPOINT, Team, load_mean

app = typer.Typer(add_completion=False, help=__doc__)
Work = Annotated[Path, typer.Option(help="Folder for the corpus, checkpoints and results; outside the repository.")]


@app.command()
def run(
    work: Work,
    size: Annotated[str, typer.Option(help="small: minutes, a toy; full: the shipped model.")] = "full",
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    threads: Annotated[int, typer.Option(help="Threads of PyTorch; 0 for all.")] = 0,
    team: Annotated[
        int, typer.Option(help="Training processes of one thread each; on a few CPU cores, one a core.")
    ] = 1,
) -> None:
    """Make everything: corpus, training, export, figures. Stop it at any time; the next start goes on."""
    recipe.threads(1 if team > 1 else threads)
    chosen = recipe.SIZES[size]
    with _bars() as bars:
        tasks = {part: bars.add_task(part, total=None, remark="") for part in ("corpus", "training", "word model")}
        folder = recipe.make(
            work,
            chosen,
            device,
            lambda part, done, total, remark: bars.update(tasks[part], completed=done, total=total, remark=remark),
            team,
        )
    if chosen.examples:
        print(json.dumps(recipe.figures(work, folder, chosen), indent=2, ensure_ascii=False))
    print(folder)


@app.command()
def whisper(
    work: Work,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    team: Annotated[int, typer.Option(help="Training processes of one thread each.")] = 1,
) -> None:
    """Make the small Whisper from the corpus and the network that ``run`` made; it goes on where it was stopped."""
    recipe.threads(1 if team > 1 else 0)
    with _bars() as bars:
        tasks = {part: bars.add_task(part, total=None, remark="") for part in ("alignment", "training")}
        folder = recipe.make_whisper(
            work,
            device,
            lambda part, done, total, remark: bars.update(tasks[part], completed=done, total=total, remark=remark),
            team,
        )
    print(folder)


@app.command(hidden=True)
def member(
    work: Work,
    size: Annotated[str, typer.Option()],
    device: Annotated[str, typer.Option()],
    rank: Annotated[int, typer.Option()],
    team: Annotated[int, typer.Option()],
    port: Annotated[int, typer.Option()],
) -> None:
    """Train as one of a team; started by ``run`` and ``whisper``."""
    recipe.threads(1)
    if size == recipe.WHISPER:
        recipe.train_whisper(work, device, Team(rank, team), port, lambda *_: None)
        return
    recipe.train(work, recipe.SIZES[size], device, Team(rank, team), port, lambda *_: None)


@app.command()
def export(
    checkpoint: Path,
    folder: Path,
    dictionary: Annotated[
        Path | None, typer.Option(help="The corpus's dictionary: writes the word model beside the network, too.")
    ] = None,
) -> None:
    """Export any checkpoint to a folder that onnx-asr loads."""
    from training.speech.export import export as write
    from training.speech.ngrams import write_word_model

    write(load_mean(checkpoint / CHECKPOINT if checkpoint.is_dir() else checkpoint), folder)
    if dictionary is not None:
        write_word_model(dictionary, folder)


@app.command()
def evaluate(
    model: Path,
    work: Work,
    count: Annotated[int, typer.Option(help="Sentences in each synthetic set.")] = 300,
    minutes: Annotated[float, typer.Option(help="Minutes of sound without speech.")] = 30.0,
) -> None:
    """Measure an exported model; the figures are printed and kept beside it."""
    from training.speech import corpus
    from training.speech.evaluate import report

    corpus.prepare(work / "corpus")
    found = json.dumps(report(model, work / "corpus", count, minutes), indent=2, ensure_ascii=False)
    (model / "figures.json").write_text(found + "\n", encoding="utf-8")
    print(found)


@app.command()
def card(folder: Path, pages: list[Path]) -> None:
    """Put the figures that lie beside a model into Markdown pages, between their marks."""
    from training.speech.card import refresh

    refresh(folder, pages)


def _bars() -> Progress:
    logging.getLogger().setLevel(logging.ERROR)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[remark]}"),
    )


if __name__ == "__main__":
    app()
