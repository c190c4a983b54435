"""Training of the small Whisper: as killable as the other's, on the same shards."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.speech.train import ALONE, CHECKPOINT, Team, cosine
from training.speech.whisper import SMALL, SmallWhisper, WhisperSize
from training.speech.whisper_data import USUAL, Load, SpokenShards, WhisperBatch, batches


@dataclass(frozen=True)
class WhisperStage:
    """Steps over shards of some kinds, in windows of a length."""

    kinds: tuple[str, ...]
    steps: int
    load: Load = USUAL


@dataclass(frozen=True)
class WhisperSchedule:
    """Stages one after another; one learning rate curve over all of them."""

    stages: tuple[WhisperStage, ...]
    size: WhisperSize = SMALL
    peak_rate: float = 1.5e-3
    warmup: int = 400
    save_every_s: float = 120.0
    seed: int = 2

    @property
    def steps(self) -> int:
        return sum(stage.steps for stage in self.stages)

    @property
    def kinds(self) -> list[str]:
        """The kinds of shards that some stage reads."""
        return sorted({kind for stage in self.stages for kind in stage.kinds})


TALK = ("talk", "easy", "talk", "easy", "short", "nothing")
FULL = WhisperSchedule(
    (
        WhisperStage(("short", "talk", "easy"), 3000, Load(windows=14, window_s=5.0, shorter=0.5)),
        WhisperStage(TALK, 9000, Load(windows=9, window_s=9.0, shorter=0.3)),
        WhisperStage(TALK, 8000, Load(windows=6, window_s=14.0)),
    )
)


class WhisperTrainer:
    """One small Whisper in training, with all that a later process needs to go on."""

    def __init__(self, folder: Path, schedule: WhisperSchedule, device: str = "cpu", team: Team = ALONE) -> None:
        torch.manual_seed(schedule.seed)
        self.folder, self.schedule, self.device, self.team = folder, schedule, device, team
        self.model = SmallWhisper(schedule.size).to(device)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self.mean = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.step = 0
        folder.mkdir(parents=True, exist_ok=True)

    def resume(self) -> bool:
        """Take up the last checkpoint of the folder; False where there is none."""
        path = self.folder / CHECKPOINT
        if not path.exists():
            return False
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.mean, self.step = state["mean"], state["step"]
        return True

    def save(self) -> None:
        """Keep a checkpoint; a kill while writing leaves the last one whole. The first of a team keeps it for all."""
        if self.team.rank:
            return
        partial = self.folder / f"{CHECKPOINT}.part"
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "mean": self.mean,
            "step": self.step,
            "size": asdict(self.schedule.size),
        }
        torch.save(state, partial)
        partial.replace(self.folder / CHECKPOINT)

    def train(self, shards: SpokenShards, progress: Callable[[int, float], None] = lambda _step, _loss: None) -> float:
        """Train to the end of the schedule and return the last smoothed loss."""
        saved, smooth, ends = time.monotonic(), 0.0, 0
        for stage in self.schedule.stages:
            ends += stage.steps
            rng = np.random.default_rng([self.schedule.seed, self.step])
            feed = batches(shards, stage.kinds, stage.load, rng, self.team.rank, self.team.size)
            while self.step < ends:
                loss = self.learn(next(feed))
                smooth = loss if smooth == 0.0 else 0.98 * smooth + 0.02 * loss
                progress(self.step, smooth)
                if time.monotonic() - saved > self.schedule.save_every_s:
                    self.save()
                    saved = time.monotonic()
        self.save()
        return smooth

    def learn(self, batch: WhisperBatch) -> float:
        """Take one optimizer step and return the loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.schedule.peak_rate * cosine(self.step, self.schedule.warmup, self.schedule.steps)
        self.model.train()
        with torch.autocast(self.device.split(":")[0], torch.bfloat16):
            loss = self.model.loss(batch.to(self.device))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        self.team.average(self.step, self.model.parameters())
        keep = min(0.999, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.mean[name].lerp_(value, 1.0 - keep)
        return float(loss.detach())


def load_mean(path: Path) -> SmallWhisper:
    """Return the averaged model of a checkpoint, ready to be exported."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = SmallWhisper(WhisperSize(**state["size"]))
    model.load_state_dict(state["mean"])
    return model.eval()
