"""Training that can be killed at any time: state is kept every few minutes and found again.

A run is a list of stages; each names the kinds of shards to read and how many optimizer steps to take.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed
from torch import Tensor, nn

from training.speech.alphabet import BLANK_ID
from training.speech.data import USUAL, Batch, Change, Shards, batches
from training.speech.model import STEM_FACTOR, ModelSize, SpeechModel

CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"


@dataclass(frozen=True)
class Stage:
    """Steps over shards of some kinds; a kind that is named twice is read twice as often."""

    kinds: tuple[str, ...]
    steps: int
    change: Change = USUAL


@dataclass(frozen=True)
class Schedule:
    """What a training run does; the learning rate rises over *warmup* steps and falls as a cosine to the end."""

    stages: tuple[Stage, ...]
    peak_rate: float = 1.1e-3
    warmup: int = 600
    batch_frames: int = 7000
    weight_decay: float = 0.02
    save_every_s: float = 120.0
    seed: int = 1
    average: float = 0.998

    @property
    def steps(self) -> int:
        return sum(stage.steps for stage in self.stages)

    def stage_at(self, step: int) -> Stage:
        """Return the stage that a step belongs to."""
        for stage in self.stages:
            if step < stage.steps:
                return stage
            step -= stage.steps
        return self.stages[-1]

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step."""
        return self.peak_rate * cosine(step, self.warmup, self.steps)


def cosine(step: int, warmup: int, steps: int) -> float:
    """Return a share of the peak rate: a straight rise, then a half cosine down to a fiftieth."""
    if step < warmup:
        return (step + 1) / warmup
    done = min((step - warmup) / max(steps - warmup, 1), 1.0)
    return 0.02 + 0.98 * 0.5 * (1.0 + math.cos(math.pi * done))


@dataclass(frozen=True)
class Team:
    """Processes that train one model: each steps on its own batches, and every few steps their weights are averaged.

    On a few busy cores two processes of one thread are much faster than one process of two: threads wait for
    each other after every operation, processes once in a while.
    """

    rank: int = 0
    size: int = 1
    every: int = 4

    def average(self, step: int, parameters: Iterable[nn.Parameter]) -> None:
        """Replace weights by their mean over the team, where it is time to."""
        if self.size == 1 or step % self.every:
            return
        held = [parameter.data for parameter in parameters]
        flat = torch.cat([values.flatten() for values in held])
        torch.distributed.all_reduce(flat)
        flat /= self.size
        for values, mean in zip(held, flat.split([values.numel() for values in held]), strict=True):  # type: ignore[no-untyped-call]
            values.copy_(mean.view_as(values))


ALONE = Team()


class Trainer:
    """One model in training, with all that a later process needs to go on."""

    def __init__(
        self, folder: Path, size: ModelSize, schedule: Schedule, device: str = "cpu", team: Team = ALONE
    ) -> None:
        torch.manual_seed(schedule.seed)
        self.folder, self.schedule, self.device, self.team = folder, schedule, device, team
        self.model = SpeechModel(size).to(device)
        self.mean = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=schedule.weight_decay
        )
        self.step = 0
        self.seconds_heard = 0.0
        folder.mkdir(parents=True, exist_ok=True)

    def resume(self) -> bool:
        """Take up the last checkpoint of the folder; False where there is none."""
        path = self.folder / CHECKPOINT
        if not path.exists():
            return False
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.mean, self.step, self.seconds_heard = state["mean"], state["step"], state["seconds_heard"]
        return True

    def save(self) -> None:
        """Keep a checkpoint; a kill while writing leaves the last one whole. The first of a team keeps it for all."""
        if self.team.rank:
            return
        partial = self.folder / f"{CHECKPOINT}.part"
        state = {
            "model": self.model.state_dict(),
            "mean": self.mean,
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seconds_heard": self.seconds_heard,
            "size": asdict(self.model.size),
        }
        torch.save(state, partial)
        partial.replace(self.folder / CHECKPOINT)

    def train(self, shards: Shards, progress: Callable[[int, float], None] = lambda _step, _loss: None) -> float:
        """Train to the end of the schedule and return the last smoothed loss (per letter)."""
        saved, smooth = time.monotonic(), 0.0
        for batch in self._batches(shards):
            loss = self.learn(batch)
            smooth = loss if smooth == 0.0 else 0.98 * smooth + 0.02 * loss
            progress(self.step, smooth)
            if self.step % 50 == 0 and not self.team.rank:
                self._log(smooth)
            if time.monotonic() - saved > self.schedule.save_every_s:
                self.save()
                saved = time.monotonic()
        self.save()
        return smooth

    def learn(self, batch: Batch) -> float:
        """Take one optimizer step and return the loss per letter."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.schedule.rate_at(self.step)
        self.model.train()
        loss = ctc_loss(self.model, batch, self.device)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        size = nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if bool(torch.isfinite(size)):
            self.optimizer.step()
        self.step += 1
        self.team.average(self.step, self.model.parameters())
        self.seconds_heard += batch.seconds * self.team.size
        self._average()
        return float(loss.detach())

    def _average(self) -> None:
        keep = min(self.schedule.average, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.mean[name].lerp_(value, 1.0 - keep)

    def _batches(self, shards: Shards) -> Iterator[Batch]:
        """Yield batches to the end of the schedule. What a step reads depends on the step it began at, not on time."""
        while self.step < self.schedule.steps:
            rng = np.random.default_rng([self.schedule.seed, self.step])
            stage = self.schedule.stage_at(self.step)
            items = [item for name in self._choose(shards, stage, rng) for item in shards.items(name)]
            for batch in batches(items, self.schedule.batch_frames, stage.change, rng, self.team.rank, self.team.size):
                yield batch
                if self.step >= self.schedule.steps or self.schedule.stage_at(self.step) is not stage:
                    break

    @staticmethod
    def _choose(shards: Shards, stage: Stage, rng: np.random.Generator) -> list[str]:
        chosen = []
        for kind in stage.kinds:
            names = shards.names(kind)
            if names:
                chosen.append(names[int(rng.integers(len(names)))])
        if not chosen:
            raise FileNotFoundError(f"no shards of {stage.kinds} in {shards.folder}")
        return chosen

    def _log(self, loss: float) -> None:
        line = {
            "step": self.step,
            "loss": round(loss, 4),
            "hours": round(self.seconds_heard / 3600, 2),
            "at": round(time.time()),
        }
        with (self.folder / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


def ctc_loss(model: SpeechModel, batch: Batch, device: str) -> Tensor:
    """Return the CTC loss of a batch for each of its letters."""
    lengths = batch.lengths.to(device)
    with torch.autocast(device.split(":")[0], torch.bfloat16):
        log_probs = model(batch.features.to(device), lengths)
    total = nn.functional.ctc_loss(
        log_probs.float().transpose(0, 1),
        batch.targets.to(device),
        (lengths + STEM_FACTOR - 1) // STEM_FACTOR,
        batch.target_lengths.to(device),
        blank=BLANK_ID,
        reduction="sum",
        zero_infinity=True,
    )
    return total / max(int(batch.target_lengths.sum()), 1)


def load_mean(path: Path) -> SpeechModel:
    """Return the averaged model of a checkpoint, ready to listen."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = SpeechModel(ModelSize(**state["size"]))
    model.load_state_dict(state["mean"])
    return model.eval()
