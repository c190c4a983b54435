from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from training.speech import corpus
from training.speech.alphabet import BLANK_ID
from training.speech.channel import to_alaw
from training.speech.data import HEARD_AS_IS, Change, Shards, batches, collate, hear
from training.speech.model import TINY, SpeechModel, greedy
from training.speech.train import CHECKPOINT, Schedule, Stage, Trainer, load_mean

pytestmark = pytest.mark.unit
SCHEDULE = Schedule((Stage(("toy",), 6, HEARD_AS_IS),), peak_rate=1e-3, warmup=2, batch_frames=600, average=0.9)


@pytest.fixture
def shards(tmp_path: Path) -> Shards:
    rng = np.random.default_rng(1)
    folder = tmp_path / "corpus"
    folder.mkdir()
    words = ("алло", "да", "сто метров", "", "пять пар", "нет")
    items = [(to_alaw((0.1 * rng.standard_normal(8000)).astype(np.float32)), words[place % 6]) for place in range(24)]
    corpus.write(folder / "toy-000.npz", items)
    return Shards(folder)


def test_shards_keep_sound_features_and_words(shards: Shards) -> None:
    items = shards.items("toy-000.npz")
    assert {item.text for item in items} == {"алло", "да", "сто метров", "", "пять пар", "нет"}
    assert all(len(item.features) == 100 and len(item.alaw) == 8000 for item in items)


def test_members_of_a_team_share_the_batches_between_them(shards: Shards) -> None:
    items = shards.items("toy-000.npz")
    parts = [list(batches(items, 600, HEARD_AS_IS, np.random.default_rng(4), rank, 2)) for rank in range(2)]
    assert len(parts[0]) == len(parts[1]) > 0
    assert not torch.equal(parts[0][0].features, parts[1][0].features)


def test_change_of_what_is_heard_repeats_with_its_seed(shards: Shards) -> None:
    item = shards.items("toy-000.npz")[0]
    first, again = (hear(item, Change(noise=1.0), np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first[:50], hear(item, HEARD_AS_IS, np.random.default_rng(9))[:50])


def test_model_gives_one_frame_for_four_whatever_the_padding(shards: Shards) -> None:
    torch.manual_seed(0)
    model = SpeechModel(TINY).eval()
    batch = collate(shards.items("toy-000.npz")[:2], HEARD_AS_IS, np.random.default_rng(0))
    with torch.no_grad():
        alone = model(batch.features[:1], batch.lengths[:1])
        padded = model(torch.nn.functional.pad(batch.features, (0, 61)), batch.lengths)
    assert alone.shape[1] == 25
    assert torch.allclose(alone[0, :24], padded[0, :24], atol=1e-3)


def test_greedy_reading_merges_repeats_and_drops_blanks() -> None:
    path = torch.tensor([[5, 5, BLANK_ID, 5, 7, 7, 0]])
    scores = torch.nn.functional.one_hot(path, BLANK_ID + 1).float()
    assert greedy(scores, torch.tensor([6])) == [[5, 5, 7]]


def test_training_goes_on_where_it_was_killed(shards: Shards, tmp_path: Path) -> None:
    whole = Trainer(tmp_path / "whole", TINY, SCHEDULE)
    whole.train(shards)

    class Killed(Exception):
        pass

    def kill(step: int, _loss: float) -> None:
        if step == 4:
            raise Killed

    cut = Trainer(tmp_path / "cut", TINY, Schedule(SCHEDULE.stages, 1e-3, 2, 600, save_every_s=0.0, average=0.9))
    with pytest.raises(Killed):
        cut.train(shards, kill)
    again = Trainer(tmp_path / "cut", TINY, SCHEDULE)
    assert again.resume()
    assert again.step == 3
    again.train(shards)
    assert again.step == whole.step == SCHEDULE.steps
    assert load_mean(tmp_path / "cut" / CHECKPOINT).size == TINY


def test_a_folder_without_checkpoint_begins_at_nothing(tmp_path: Path) -> None:
    assert not Trainer(tmp_path, TINY, SCHEDULE).resume()


def test_equal_seeds_train_equal_models(shards: Shards, tmp_path: Path) -> None:
    losses = [Trainer(tmp_path / name, TINY, SCHEDULE).train(shards) for name in ("a", "b")]
    assert losses[0] == pytest.approx(losses[1], rel=1e-3)


def test_rate_rises_then_falls() -> None:
    rates = [SCHEDULE.rate_at(step) for step in range(6)]
    assert rates[0] < rates[1] == pytest.approx(1e-3)
    assert rates[2] > rates[4] > rates[5] > 0
