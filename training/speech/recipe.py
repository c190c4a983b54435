"""The whole recipe at a size: corpus, training, export, figures; every part goes on where it was stopped."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed

from training.speech import corpus
from training.speech.corpus import ShardPlan
from training.speech.data import HEARD_AS_IS, Shards
from training.speech.model import FULL, TINY, ModelSize
from training.speech.ngrams import SENTENCES, write_word_model
from training.speech.train import CHECKPOINT, Schedule, Stage, Team, Trainer, load_mean

WHISPER = "whisper"
Progress = Callable[[str, int, int, str], None]  # part, done, of, remark


@dataclass(frozen=True)
class Recipe:
    """What to make: shards, network, schedule, and how much to measure."""

    plans: tuple[ShardPlan, ...]
    size: ModelSize
    schedule: Schedule
    examples: int
    non_speech_minutes: float
    word_model: int  # sentences that its words are counted in; 0 for none


def _plans(**counts: tuple[int, int]) -> tuple[ShardPlan, ...]:
    return tuple(ShardPlan(kind, number, items) for kind, (shards, items) in counts.items() for number in range(shards))


SIZES = {
    "small": Recipe(
        plans=_plans(tiny=(1, 240)),
        size=TINY,
        schedule=Schedule(
            (Stage(("tiny",), 900, HEARD_AS_IS),), peak_rate=3e-3, warmup=60, batch_frames=3000, average=0.95
        ),
        examples=0,
        non_speech_minutes=0.0,
        word_model=0,
    ),
    "full": Recipe(
        plans=_plans(
            easy=(5, 3000),
            people=(8, 1000),
            festival=(4, 1000),
            nothing=(4, 800),
            short=(1, 4000),
            speech=(72, 3000),
            talk=(6, 3000),
        ),
        size=FULL,
        schedule=Schedule(
            (
                Stage(("easy", "easy", "people"), 4000),
                Stage(("easy", "easy", "easy", "speech", "speech", "people", "festival", "nothing"), 20000),
                Stage(("talk", "talk", "easy", "speech", "people", "festival", "nothing"), 6000),
            )
        ),
        examples=300,
        non_speech_minutes=30.0,
        word_model=SENTENCES,
    ),
}


def make(work: Path, recipe: Recipe, device: str, progress: Progress, team: int = 1) -> Path:
    """Make the corpus, train with *team* processes, and export to ``work/ctc``; returns that folder."""
    from training.speech.export import export

    shards = work / "corpus"
    made = 0

    def count(plan: ShardPlan) -> None:
        nonlocal made
        made += 1
        progress("corpus", made, len(recipe.plans), plan.name)

    corpus.make(shards, recipe.plans, os.cpu_count() or 1, count)
    size = next(name for name, known in SIZES.items() if known == recipe)
    with _members(work, size, device, team) as port:
        train(work, recipe, device, Team(0, team), port, progress)
    folder = export(load_mean(work / "training" / CHECKPOINT), work / "ctc")
    if recipe.word_model:
        progress("word model", 0, recipe.word_model, "")
        write_word_model(shards / "dictionary", folder, recipe.word_model)
    return folder


def train(work: Path, recipe: Recipe, device: str, team: Team, port: int, progress: Progress) -> None:
    """Train to the end of the schedule as one member of a team that meets on a port of this machine."""
    with _met(team, port):
        trainer = Trainer(work / "training", recipe.size, recipe.schedule, device, team)
        trainer.resume()
        steps = recipe.schedule.steps
        trainer.train(Shards(work / "corpus"), lambda step, loss: progress("training", step, steps, f"{loss:.3f}"))


@contextlib.contextmanager
def _met(team: Team, port: int) -> Iterator[None]:
    """Meet the other members of a team, if there are others."""
    if team.size == 1:
        yield
        return
    address = f"tcp://127.0.0.1:{port}"
    torch.distributed.init_process_group("gloo", init_method=address, rank=team.rank, world_size=team.size)
    yield
    torch.distributed.destroy_process_group()


@contextlib.contextmanager
def _members(work: Path, size: str, device: str, team: int) -> Iterator[int]:
    """Run the other members of a team beside this process; gives the port where they meet."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    common = [
        sys.executable,
        "-m",
        "training.speech",
        "member",
        "--work",
        str(work),
        "--size",
        size,
        "--device",
        device,
    ]
    place = [["--rank", str(rank), "--team", str(team), "--port", str(port)] for rank in range(1, team)]
    others = [subprocess.Popen([*common, *options]) for options in place]
    try:
        yield port
        for other in others:
            other.wait()
    finally:
        for other in others:
            other.terminate()


def make_whisper(work: Path, device: str, progress: Progress, team: int = 1) -> Path:
    """Train the small Whisper on what ``make`` left in *work* and export it; returns its folder."""
    from training.speech.whisper_data import prepare
    from training.speech.whisper_export import export
    from training.speech.whisper_train import FULL as SCHEDULE
    from training.speech.whisper_train import load_mean as load_whisper

    teacher = load_mean(work / "training" / CHECKPOINT)
    sources = [work / "corpus" / name for kind in SCHEDULE.kinds for name in Shards(work / "corpus").names(kind)]
    for number, source in enumerate(sources):
        prepare(source, work / "spoken", teacher)
        progress("alignment", number + 1, len(sources), source.name)
    with _members(work, WHISPER, device, team) as port:
        train_whisper(work, device, Team(0, team), port, progress)
    return export(load_whisper(work / "training-whisper" / CHECKPOINT), work / "whisper")


def train_whisper(work: Path, device: str, team: Team, port: int, progress: Progress) -> None:
    """Train the small Whisper to the end of its schedule as one member of a team."""
    from training.speech.whisper_data import SpokenShards
    from training.speech.whisper_train import FULL as SCHEDULE
    from training.speech.whisper_train import WhisperTrainer

    with _met(team, port):
        trainer = WhisperTrainer(work / "training-whisper", SCHEDULE, device, team)
        trainer.resume()
        shards = SpokenShards(work / "spoken")
        trainer.train(shards, lambda step, loss: progress("training", step, SCHEDULE.steps, f"{loss:.3f}"))


def figures(work: Path, folder: Path, recipe: Recipe) -> dict[str, object]:
    """Return what evaluation says of the model in *folder*, and keep it beside the model."""
    from training.speech.evaluate import report

    found = report(folder, work / "corpus", recipe.examples, recipe.non_speech_minutes)
    (folder / "figures.json").write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return found


def threads(count: int) -> None:
    """Limit PyTorch to *count* threads; 0 leaves its own choice."""
    if count:
        torch.set_num_threads(count)
