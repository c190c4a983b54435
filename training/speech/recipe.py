"""The whole recipe at a size: corpus, training, export, figures; every part goes on where it was stopped."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from training.speech import corpus
from training.speech.corpus import ShardPlan
from training.speech.data import HEARD_AS_IS, Change, Shards
from training.speech.model import FULL, TINY, ModelSize
from training.speech.train import CHECKPOINT, Schedule, Stage, Trainer, load_mean

Progress = Callable[[str, int, int, str], None]  # part, done, of, remark


@dataclass(frozen=True)
class Recipe:
    """What to make: shards, network, schedule, and how much to measure."""

    plans: tuple[ShardPlan, ...]
    size: ModelSize
    schedule: Schedule
    examples: int
    non_speech_minutes: float


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
    ),
    "full": Recipe(
        plans=_plans(easy=(5, 3000), people=(8, 1000), festival=(4, 1000), speech=(20, 3000)),
        size=FULL,
        schedule=Schedule(
            (
                Stage(("easy", "easy", "people"), 2500),
                Stage(("speech", "speech", "speech", "people", "festival"), 7500, Change(noise=0.35)),
            )
        ),
        examples=300,
        non_speech_minutes=30.0,
    ),
}


def make(work: Path, recipe: Recipe, device: str, progress: Progress) -> Path:
    """Make the corpus, train, and export to ``work/ctc``; returns that folder."""
    from training.speech.export import export

    shards = work / "corpus"
    made = 0

    def count(plan: ShardPlan) -> None:
        nonlocal made
        made += 1
        progress("corpus", made, len(recipe.plans), plan.name)

    corpus.make(shards, recipe.plans, os.cpu_count() or 1, count)
    trainer = Trainer(work / "training", recipe.size, recipe.schedule, device)
    trainer.resume()
    trainer.train(Shards(shards), lambda step, loss: progress("training", step, recipe.schedule.steps, f"{loss:.3f}"))
    return export(load_mean(work / "training" / CHECKPOINT), work / "ctc")


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
