from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from training.speech import corpus
from training.speech.alphabet import VOCABULARY
from training.speech.channel import to_alaw
from training.speech.model import TINY as TINY_TEACHER
from training.speech.model import SpeechModel
from training.speech.whisper import TINY, SmallWhisper, missed
from training.speech.whisper_data import (
    END,
    FRAMES,
    NO_TIMES,
    START,
    TOKENS,
    Load,
    Spoken,
    SpokenShards,
    collate,
    features_of,
    prepare,
    to_tokens,
)
from training.speech.whisper_export import export
from training.speech.whisper_train import WhisperSchedule, WhisperStage, WhisperTrainer

pytestmark = pytest.mark.unit


@pytest.fixture
def shards(tmp_path: Path) -> SpokenShards:
    rng = np.random.default_rng(1)
    torch.manual_seed(1)
    (tmp_path / "corpus").mkdir()
    items = [(to_alaw((0.1 * rng.standard_normal(9000)).astype(np.float32)), "сто пар") for _ in range(30)]
    corpus.write(tmp_path / "corpus" / "toy-000.npz", items)
    prepare(tmp_path / "corpus" / "toy-000.npz", tmp_path / "spoken", SpeechModel(TINY_TEACHER).eval())
    return SpokenShards(tmp_path / "spoken")


def test_a_words_first_letter_carries_its_space() -> None:
    assert [TOKENS[token] for token in to_tokens("да нет")] == [" д", "а", " н", "е", "т"]


def test_each_token_of_a_window_lies_where_its_letter_was_heard() -> None:
    rng = np.random.default_rng(3)
    said = [
        Spoken(rng.standard_normal((55, 80)).astype(np.float16), text, 3 * np.arange(len(text)))
        for text in ("сто пар", "да", "", "не надо")
    ]
    batch = collate([said, said[:2]], 10, rng)
    for row in range(2):
        lies = batch.places[row][batch.places[row] >= 0]
        assert lies.tolist() == sorted(lies.tolist())
        wanted = [TOKENS[token][-1] for token in batch.wanted[row].tolist() if 0 <= token < END]
        assert [VOCABULARY[letter] for letter in batch.letters[row, lies].tolist()] == wanted


def test_attention_at_a_tokens_place_misses_nothing() -> None:
    attention = torch.zeros(1, 1, 2, 20)
    attention[0, 0, 0, 7] = 1.0
    attention[0, 0, 1, 15] = 1.0
    assert float(missed(attention, torch.tensor([[7, -1]]))) == pytest.approx(0.0, abs=1e-6)
    assert float(missed(attention, torch.tensor([[-1, 2]]))) > 5.0


def test_training_lowers_the_loss_and_goes_on_after_a_kill(shards: SpokenShards, tmp_path: Path) -> None:
    losses: list[float] = []
    stages = (WhisperStage(("toy",), 25, Load(windows=2, window_s=3.0)),)
    schedule = WhisperSchedule(stages, TINY, peak_rate=3e-3, warmup=5, save_every_s=1000.0)
    trainer = WhisperTrainer(tmp_path / "run", schedule)
    trainer.train(shards, lambda _step, loss: losses.append(loss))
    assert losses[-1] < losses[0]
    again = WhisperTrainer(tmp_path / "run", schedule)
    assert again.resume()
    assert again.step == 25


def test_ctranslate2_computes_what_was_trained(tmp_path: Path) -> None:
    import ctranslate2
    from faster_whisper import WhisperModel

    torch.manual_seed(3)
    model = SmallWhisper(TINY).eval()
    engine = WhisperModel(str(export(model, tmp_path)), device="cpu", compute_type="int8", local_files_only=True)
    heard = features_of((0.1 * np.random.default_rng(0).standard_normal(16000)).astype(np.float32))
    filled = np.pad(heard, ((0, 0), (0, FRAMES - heard.shape[1])))[None]
    with torch.no_grad():
        ours = model.encode(torch.from_numpy(filled)).numpy()
    view = ctranslate2.StorageView.from_array(np.ascontiguousarray(filled))
    theirs = np.array(engine.model.encode(view, to_cpu=True))
    assert np.abs(ours - theirs).max() < 0.2
    assert engine.hf_tokenizer.encode(" да нет", add_special_tokens=False).ids == to_tokens("да нет")
    assert engine.hf_tokenizer.token_to_id("<|endoftext|>") == END
    generated = engine.model.generate(view, [[START, NO_TIMES]], beam_size=1, max_length=8)
    assert generated[0].sequences_ids


def test_faster_whisper_reads_the_folder_without_network(tmp_path: Path) -> None:
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    torch.manual_seed(4)
    export(SmallWhisper(TINY), tmp_path)
    engine = BatchedInferencePipeline(
        WhisperModel(str(tmp_path), device="cpu", compute_type="int8", local_files_only=True)
    )
    sound = (0.1 * np.random.default_rng(0).standard_normal(48000)).astype(np.float32)
    clips = [{"start": 0.0, "end": 1.0}, {"start": 1.0, "end": 3.0}]
    segments, _ = engine.transcribe(
        sound, language="ru", clip_timestamps=clips, word_timestamps=True, max_new_tokens=12
    )
    assert all(segment.end <= 3.1 for segment in segments)
