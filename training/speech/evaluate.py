"""Measure a model on speech that it never met: voices, sentences, words and people kept out of training.

The sets are made from seeds each time, so the figures of the model card can be repeated from nothing but the
recipe and the packages that it names.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from random import Random

import jiwer
import numpy as np
import onnx_asr
import onnxruntime
from numpy.random import default_rng
from numpy.typing import NDArray

from asr.build import AsrSettings, build_transcriber
from asr.engine import Audio
from asr.hardware import Hardware
from training.speech import channel, footprint, noises, people
from training.speech.alphabet import fold
from training.speech.corpus import with_silence
from training.speech.features import MODEL_TYPE, QUANTIZATION
from training.speech.lexicon import BRANDS
from training.speech.numerals import CASES, cardinal, ordinal
from training.speech.text import sentences
from training.speech.voices import Reader, espeak_data, unheard_manner
from training.speech.words import Dictionary, read_dictionary

Sound = NDArray[np.float32]
Listen = Callable[[Sound], str]
SEED = 777_000
UNHEARD_BRANDS = "вуд зик тран кво пелл жам нор фэш бри гло хекс мил дрю ваг эст юмп лэн шток рэй цвик".split()


@dataclass(frozen=True)
class Example:
    """Sound of a line at 8 kHz and what was said."""

    sound: Sound
    text: str


@dataclass(frozen=True)
class Figures:
    """What one set measured. *numbers* is the share of sentences with numbers that have all of them right.

    *bare_word_error* is that of the network's letters read greedily, without the product around it.
    """

    examples: int
    word_error: float
    low: float
    high: float
    letter_error: float
    numbers: float | None
    bare_word_error: float | None = None


def product_listener(folder: Path, threads: int = 1) -> Listen:
    """Return a function that hears 8 kHz sound as the product does with the model in *folder*.

    Voice activity, guards and, where it lies beside the weights, the word model have their part in it.
    """
    transcriber = build_transcriber(AsrSettings(model=str(folder), hardware=Hardware(threads=threads)))
    return lambda sound: fold(transcriber.transcribe_batch([Audio(sound, 8000)])[0].text)


def listener(folder: Path, threads: int = 1) -> Listen:
    """Return a function that reads 8 kHz sound with the bare CTC network in *folder*, greedily."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    model = onnx_asr.load_model(MODEL_TYPE, folder, quantization=QUANTIZATION, sess_options=options)
    return lambda sound: fold(str(model.recognize(sound, sample_rate=8000)))


def spoken_sets(work: Path, count: int) -> dict[str, list[Example]]:
    """Return the sets of synthetic speech: clean, two noises, and words never met."""
    dictionary = read_dictionary(work / "dictionary")
    talk = list(islice(_usual(dictionary), count))
    rare = list(islice(rare_sentences(SEED, dictionary), count))
    return {
        "clean": _read_aloud(work, talk, None),
        "babble 15 dB": _read_aloud(work, talk, "babble"),
        "line noise 15 dB": _read_aloud(work, talk, "hiss"),
        "rare words": _read_aloud(work, rare, None),
    }


def people_sets() -> dict[str, list[Example]]:
    """Return the held-out recordings of people, through the line; empty sets where packages are missing."""
    found: dict[str, list[Example]] = {"reader": [], "prompts": []}
    for piece in people.pieces():
        if people.is_held_out(piece) and len(piece.sound) < 15 * 8000:
            rng = default_rng(SEED + len(found[piece.speaker]))
            alaw = channel.transmit(with_silence(piece.sound, rng), channel.CLEAN, rng)
            found[piece.speaker].append(Example(channel.from_alaw(alaw), piece.text))
    return found


def rare_sentences(seed: int, dictionary: Dictionary) -> Iterator[str]:
    """Yield sentences of dictionary words, surnames and made-up brands that training cannot have said."""
    rng = Random(seed)
    while True:
        words = [rng.choice(dictionary.unheard) for _ in range(rng.randint(1, 4))]
        words.append(rng.choice(dictionary.unheard_surnames))
        words.append("".join(rng.choice(UNHEARD_BRANDS) for _ in range(2)))
        rng.shuffle(words)
        yield " ".join(word for word in words if word not in BRANDS)


def measure(listen: Listen, examples: Sequence[Example], seed: int = SEED) -> Figures:
    """Return the figures of one set, with a 95 % bootstrap interval of the word error."""
    said = [fold(example.text) for example in examples]
    heard = [listen(example.sound) for example in examples]
    errors = np.array([_errors(text, other) for text, other in zip(said, heard, strict=True)])
    draws = default_rng(seed).integers(len(said), size=(1000, len(said)))
    rates = errors[draws, 0].sum(axis=1) / errors[draws, 1].sum(axis=1)
    low, high = np.percentile(rates, [2.5, 97.5])
    return Figures(
        examples=len(said),
        word_error=float(errors[:, 0].sum() / errors[:, 1].sum()),
        low=float(low),
        high=float(high),
        letter_error=float(jiwer.cer(said, heard)),
        numbers=_numbers_right(said, heard),
    )


def words_of_nothing(listen: Listen, minutes: float) -> dict[str, int]:
    """Return how many words the model invents in *minutes* of sound without speech, by kind."""
    rng = default_rng(SEED)
    span_s = minutes * 60.0 / 66
    invented = dict.fromkeys(noises.NON_SPEECH, 0)
    for number in range(66):
        kind = list(noises.NON_SPEECH)[number % len(noises.NON_SPEECH)]
        wave = noises.NON_SPEECH[kind](int(span_s * 8000), rng) * np.float32(10.0 ** (rng.uniform(-50.0, -15.0) / 20.0))
        invented[kind] += len(listen(channel.from_alaw(channel.to_alaw(wave))).split())
    return invented


def cost(folder: Path, examples: Sequence[Example]) -> dict[str, float]:
    """Return the speed in multiples of real time on one core, load time and peak memory, of the product's ear."""
    listen = product_listener(folder)
    listen(examples[0].sound)
    started = time.process_time()
    for example in examples:
        listen(example.sound)
    took = time.process_time() - started
    speed = round(sum(len(example.sound) for example in examples) / 8000 / took, 1)
    return {"times_real_time": speed} | footprint.measured(folder)


def report(folder: Path, work: Path, count: int, minutes: float) -> dict[str, object]:
    """Return all figures of the exported model in *folder* as JSON-ready values; *work* has voices and dictionary."""
    listen = product_listener(folder)
    bare = listener(folder) if (folder / "vocab.txt").exists() else None
    sets = {**spoken_sets(work, count), **{f"person: {name}": items for name, items in people_sets().items() if items}}
    figures: dict[str, object] = {}
    for name, items in sets.items():
        found = measure(listen, items)
        greedy = measure(bare, items).word_error if bare else None
        figures[name] = asdict(replace(found, bare_word_error=greedy))
    figures["words invented"] = words_of_nothing(listen, minutes)
    figures["cost"] = cost(folder, sets["clean"])
    figures["seed"] = SEED
    figures["engine"] = "onnx-asr" if bare else "faster-whisper"
    return figures


def _usual(dictionary: Dictionary) -> Iterator[str]:
    """Yield reserved sentences of the templates; the dictionary's random words are a set of their own."""
    common = set(dictionary.words)
    for said in sentences(SEED, dictionary, reserved=True):
        words = said.split()
        if len(words) > 1 and sum(word in common for word in words) < len(words) / 2 and len(said) < 160:
            yield said


def _read_aloud(work: Path, texts: Sequence[str], noise: str | None) -> list[Example]:
    voices = espeak_data(work / "espeak").evaluation
    drawn, rng = Random(SEED), default_rng(SEED)
    with Reader(work / "espeak") as reader:
        sounds = [reader.say(text, unheard_manner(drawn, voices)) for text in texts]
    examples = []
    for place, (text, sound) in enumerate(zip(texts, sounds, strict=True)):
        if len(sound) < 800:
            continue
        voice = with_silence(sound, default_rng(SEED + place))
        if noise is not None:
            others = [np.resize(sounds[other], len(voice)) for other in rng.integers(len(sounds), size=4)]
            behind = sum(others) if noise == "babble" else noises.hiss(len(voice), rng)
            voice = channel.mix(voice, np.asarray(behind, dtype=np.float32), 15.0)
        examples.append(Example(channel.from_alaw(channel.transmit(voice, channel.CLEAN, rng)), text))
    return examples


def _errors(said: str, heard: str) -> tuple[int, int]:
    found = jiwer.process_words(said, heard)
    return found.substitutions + found.deletions + found.insertions, len(said.split())


def _numbers_right(said: Sequence[str], heard: Sequence[str]) -> float | None:
    pairs = [(_numbers(text), _numbers(other)) for text, other in zip(said, heard, strict=True)]
    right = [wanted == got for wanted, got in pairs if wanted]
    return sum(right) / len(right) if right else None


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if word in _number_words()]


@lru_cache(maxsize=1)
def _number_words() -> frozenset[str]:
    values = [*range(21), *range(30, 100, 10), *range(100, 1000, 100), 1000, 2000, 5000, 1000000]
    spoken = (
        fold(make(value, case, gender))
        for make in (cardinal, ordinal)
        for value in values
        for case in CASES
        for gender in "mfn"
    )
    return frozenset(word for said in spoken for word in said.split()) | {"полтора", "полторы", "половиной"}
