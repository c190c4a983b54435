"""The corpus on disk: shards of telephone speech with its words, each made from its own seed.

A shard is one ``.npz``: A-law sound, feature bytes, texts and offsets. Shards are independent, so they are made by
several processes, in any order, and training may start before the last one is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from training.speech import channel, festival, noises, people
from training.speech.alphabet import fold
from training.speech.features import log_mel, to_bytes
from training.speech.numerals import ROUND, cardinal
from training.speech.text import DICTIONARY_SHARE, sentences
from training.speech.voices import Manner, Reader, any_manner, espeak_data, to_telephone
from training.speech.words import read_dictionary

Sound = NDArray[np.float32]
MAX_SECONDS = 15.0
TALK_RANDOM_SHARE = 4  # per cent of «talk» shards: mostly what people say, for the end of a training
MAX_LETTERS = 170
SHORT_GOODS = tuple("перчаток кабеля ламп болтов труб бумаги сахара краски масла мешков касок розеток".split())
SHORT_UNITS = tuple("пар штук метров коробок пачек килограммов упаковок".split())
SHORT_ANSWERS = ("алло", "да", "нет", "здравствуйте", "добрый вечер", "это всё", "спасибо", "до свидания", "как обычно")
TINY_WORDS = ("один", "два", "три", "пять", "семь", "сто", "пара", "метр", "да", "нет", "алло", "перчатки")


@dataclass(frozen=True)
class ShardPlan:
    """What one shard holds: what kind of speech (see ``_make_shard``), its seed, how many sentences."""

    kind: str
    number: int
    count: int

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number:03d}.npz"


@dataclass(frozen=True)
class Utterance:
    """One item: the line's A-law bytes, feature bytes of the same sound, and the words in them."""

    alaw: NDArray[np.uint8]
    features: NDArray[np.uint8]
    text: str


def make(folder: Path, plans: Sequence[ShardPlan], workers: int, done: Callable[[ShardPlan], None]) -> None:
    """Make the shards that *folder* lacks; calls *done* after each plan, made now or before."""
    prepare(folder, words=any(plan.kind in ("easy", "talk", "speech", "festival") for plan in plans))
    missing = [plan for plan in plans if not (folder / plan.name).exists()]
    for plan in plans:
        if plan not in missing:
            done(plan)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for plan in pool.map(_make_shard, [folder] * len(missing), missing):
            done(plan)


def prepare(folder: Path, *, words: bool = True) -> None:
    """Make what all shards share: the voices, and the sampled dictionary where *words* are wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    if words:
        read_dictionary(folder / "dictionary")
    espeak_data(folder / "espeak")


def read(path: Path) -> list[Utterance]:
    """Return the utterances of one shard."""
    with np.load(path) as shard:
        alaw, features, texts = shard["alaw"], shard["features"], str(shard["texts"]).split("\n")
        sound_ends, frame_ends = shard["sound_ends"].tolist(), shard["frame_ends"].tolist()
    sound_starts, frame_starts = [0, *sound_ends[:-1]], [0, *frame_ends[:-1]]
    return [
        Utterance(alaw[a:b], features[c:d], text)
        for a, b, c, d, text in zip(sound_starts, sound_ends, frame_starts, frame_ends, texts, strict=True)
    ]


def write(path: Path, items: Sequence[tuple[NDArray[np.uint8], str]]) -> None:
    """Keep (A-law, text) pairs as one shard; appears at *path* only when it is whole."""
    features = [to_bytes(log_mel(channel.from_alaw(alaw))) for alaw, _ in items]
    partial = path.with_suffix(".part.npz")
    np.savez(
        partial,
        alaw=np.concatenate([alaw for alaw, _ in items]),
        features=np.concatenate(features),
        sound_ends=np.cumsum([len(alaw) for alaw, _ in items]),
        frame_ends=np.cumsum([len(values) for values in features]),
        texts=np.array("\n".join(text for _, text in items)),
    )
    partial.rename(path)


def _make_shard(folder: Path, plan: ShardPlan) -> ShardPlan:
    seed = (sum(map(ord, plan.kind)) << 16) + plan.number
    makers = {"people": _people, "prompts": _people, "festival": _festival, "nothing": _silence}
    items = makers.get(plan.kind, _speech)(folder, plan, seed)
    write(folder / plan.name, list(items))
    return plan


def _speech(folder: Path, plan: ShardPlan, seed: int) -> Iterator[tuple[NDArray[np.uint8], str]]:
    voices = espeak_data(folder / "espeak").training
    drawn, rng = Random(seed), np.random.default_rng(seed)
    line = {"easy": channel.EASY, "tiny": channel.CLEAN, "short": channel.EASY, "talk": channel.EASY}.get(
        plan.kind, channel.TRAINING
    )
    babble = np.zeros(0, dtype=np.float32)
    with Reader(folder / "espeak") as reader:
        for text in _texts(folder, plan, seed):
            if drawn.random() < 0.03:
                yield _nothing(rng), ""
            voice = reader.say(text, any_manner(drawn, voices))
            if 800 < len(voice) < MAX_SECONDS * 8000:
                padded = with_silence(_uneven(voice, rng), rng)
                yield channel.transmit(padded, line, rng, babble), fold(text)
                babble = _crowd(babble, voice)


def _texts(folder: Path, plan: ShardPlan, seed: int) -> Iterator[str]:
    """Yield the sentences of a shard; a tiny one has a dozen words only, for a network that must learn in a minute."""
    if plan.kind in ("tiny", "short"):
        rng = Random(seed)
        yield from (_few_words(plan.kind, rng) for _ in range(plan.count))
        return
    share = TALK_RANDOM_SHARE if plan.kind == "talk" else DICTIONARY_SHARE
    for text in islice(sentences(seed, read_dictionary(folder / "dictionary"), random_share=share), plan.count):
        yield text[: text.rfind(" ", 0, MAX_LETTERS)] if len(text) > MAX_LETTERS else text


def _few_words(kind: str, rng: Random) -> str:
    """Return three of a dozen words, or a short order from a hundred: what small networks learn in minutes."""
    if kind == "tiny":
        return " ".join(rng.choice(TINY_WORDS) for _ in range(rng.randint(1, 3)))
    if rng.random() < 0.15:
        return rng.choice(SHORT_ANSWERS)
    number = rng.choice((rng.randint(1, 20), rng.randint(1, 99), rng.choice(ROUND)))
    order = f"{cardinal(number, 'accs')} {rng.choice(SHORT_UNITS)} {rng.choice(SHORT_GOODS)}"
    return order if rng.random() < 0.6 else f"{rng.choice(('запишите', 'нужно', 'добавьте', 'мне'))} {order}"


def _festival(folder: Path, plan: ShardPlan, seed: int) -> Iterator[tuple[NDArray[np.uint8], str]]:
    """Sentences of Festival's voice, each heard twice with another shift and another line."""
    texts = [text for text in _texts(folder, plan, seed) if len(text) < 120][: plan.count // 2]
    rng = np.random.default_rng(seed)
    babble = np.zeros(0, dtype=np.float32)
    for voice, text in zip(festival.read_aloud(texts), texts, strict=True):
        for _ in range(2 if 800 < len(voice) < MAX_SECONDS * 8000 else 0):
            shifted = to_telephone(voice, 8000, rng.uniform(0.84, 1.22))
            yield channel.transmit(with_silence(shifted, rng), channel.TRAINING, rng, babble), fold(text)
            babble = _crowd(babble, shifted)


def _people(_folder: Path, plan: ShardPlan, seed: int) -> Iterator[tuple[NDArray[np.uint8], str]]:
    """Pieces of one person, spliced anew and shifted, so that every shard sounds and reads differently."""
    speaker = "reader" if plan.kind == "people" else "prompts"
    heard = [piece for piece in _pieces() if piece.speaker == speaker and not people.is_held_out(piece)]
    rng = np.random.default_rng(seed)
    babble = np.zeros(0, dtype=np.float32)
    for _ in range(plan.count if heard else 0):
        chosen = [heard[place] for place in rng.integers(len(heard), size=rng.choice([1, 1, 2, 2, 3, 4]))]
        chosen = chosen[:1] if sum(len(piece.sound) for piece in chosen) > 13 * 8000 else chosen
        shift = rng.uniform(0.84, 1.22)
        voice = np.concatenate([to_telephone(piece.sound, 8000, shift) for piece in chosen])
        if len(voice) < 20 * 8000:
            yield (
                channel.transmit(with_silence(voice, rng), channel.TRAINING, rng, babble),
                " ".join(p.text for p in chosen),
            )
            babble = _crowd(babble, voice)


def with_silence(voice: Sound, rng: np.random.Generator) -> Sound:
    """Return *voice* with as much silence about it as a voice detector would leave, sometimes more."""
    before, after = rng.uniform(0.0, 0.5), rng.uniform(0.05, 0.6)
    if rng.random() < 0.1:
        before, after = rng.uniform(0.0, 2.0), rng.uniform(0.0, 2.0)
    padded = np.pad(voice, (int(before * 8000), int(after * 8000)))
    return padded + rng.standard_normal(len(padded)).astype(np.float32) * np.float32(10.0 ** rng.uniform(-5.0, -3.0))


def _nothing(rng: np.random.Generator) -> NDArray[np.uint8]:
    return channel.to_alaw(noises.any_non_speech(int(rng.uniform(0.5, 8.0) * 8000), rng))


def _silence(_folder: Path, plan: ShardPlan, seed: int) -> Iterator[tuple[NDArray[np.uint8], str]]:
    """Sound without speech only: what a network must learn to leave alone."""
    rng = np.random.default_rng(seed)
    for _ in range(plan.count):
        yield _nothing(rng), ""


def _uneven(voice: Sound, rng: np.random.Generator) -> Sound:
    """Return *voice* with a loudness that wanders, as people turn from the handset."""
    if rng.random() < 0.5:
        return voice
    knots = int(len(voice) / 8000) + 2
    gains = 10.0 ** (np.cumsum(rng.normal(0.0, 2.0, knots)) / 20.0)
    return (voice * np.interp(np.arange(len(voice)), np.linspace(0, len(voice), knots), gains)).astype(np.float32)


def _crowd(babble: Sound, voice: Sound) -> Sound:
    """Return the last few voices laid over each other: the talk behind the next caller."""
    length = max(len(babble), len(voice))
    return (np.resize(babble, length) * np.float32(0.7) if len(babble) else np.zeros(length, np.float32)) + np.resize(
        voice, length
    )


@lru_cache(maxsize=1)
def _pieces() -> tuple[people.Piece, ...]:
    return tuple(people.pieces())


__all__ = ["Manner", "ShardPlan", "Utterance", "make", "prepare", "read", "with_silence", "write"]
