"""First-time-right of the same orders spoken: ``python -m benchmarks.orders_spoken tests/data/orders --split test``.

Every order is read aloud by espeak-ng in a voice that the embedded model's training kept out, goes through a telephone
line (band, level, some noise, sometimes another codec, always A-law at 8 kHz), is recognised and understood. Voice and
line follow from the order's id, so the sound is the same each time; none of it is kept. Orders typed with
abbreviations or written with misspellings are left out: nobody says them like that.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import jiwer
import numpy as np

from asr.build import AsrSettings, build_transcriber
from asr.engine import Audio, EngineError, Transcriber
from asr.hardware import Hardware
from asr.transcribe import CallFacts, merge_channels, to_document
from benchmarks.orders_data import Catalogue, LabelledOrder, digest, load_catalogues
from benchmarks.orders_docs import paste
from benchmarks.orders_evaluation import ReaderOf, read_all, report
from benchmarks.orders_readers import rules_reader
from benchmarks.orders_report import markdown, misses
from crm.company_data import load_company_data
from training.speech import channel
from training.speech.voices import Manner, Reader, VoiceError, espeak_data
from worker.names import spoken_names

LIMIT = 0.70  # first-time-right of the test split by the embedded model
NOT_SPOKEN = frozenset({"typed", "typed-abbr", "asr", "asr-errors"})
QUIET_S = 0.5
BATCH = 16


def speak(order: LabelledOrder, reader: Reader, voices: Sequence[str]) -> Audio:
    """Return the sound of *order* as the line delivers it. Raises VoiceError."""
    seed = zlib.crc32(order.id.encode())
    rng = Random(seed)
    manner = Manner(rng.choice(voices), rng.randint(125, 170), rng.randint(20, 70), rng.randint(30, 80))
    voice = reader.say(order.text, manner)
    if len(voice) == 0:  # the synthesizer died of it; a fresh one reads it
        voice = reader.say(order.text, manner)
    if len(voice) == 0:
        raise VoiceError(f"espeak-ng said nothing of {order.id}")
    quiet = np.zeros(int(QUIET_S * channel.RATE_HZ), dtype=np.float32)
    coded = channel.transmit(np.concatenate([quiet, voice, quiet]), channel.EASY, np.random.default_rng(seed))
    return Audio(channel.from_alaw(coded), channel.RATE_HZ)


def spoken(catalogues: Sequence[Catalogue], transcriber: Transcriber) -> list[Catalogue]:
    """Return *catalogues* with the orders that can be spoken, each with the transcript of its sound.

    The recogniser gets the company's names as hints, as it does in the product.
    """
    with tempfile.TemporaryDirectory() as folder:
        cast = espeak_data(Path(folder))
        with Reader(Path(folder) / "espeak-ng-data") as reader:
            return [_heard(catalogue, reader, cast.evaluation, transcriber) for catalogue in catalogues]


def _heard(catalogue: Catalogue, reader: Reader, voices: Sequence[str], transcriber: Transcriber) -> Catalogue:
    names = spoken_names(load_company_data(catalogue.folder))
    orders = [order for order in catalogue.orders if NOT_SPOKEN.isdisjoint(order.tags)]
    heard: list[LabelledOrder] = []
    for start in range(0, len(orders), BATCH):
        batch = orders[start : start + BATCH]
        transcripts = transcriber.transcribe_batch([speak(order, reader, voices) for order in batch], hints=names)
        heard += [
            replace(order, transcript=to_document(merge_channels([transcript]), CallFacts(phone=order.phone)))
            for order, transcript in zip(batch, transcripts, strict=True)
        ]
    return replace(catalogue, orders=tuple(heard))


def measure(catalogues: Sequence[Catalogue], transcriber: Transcriber, reader_of: ReaderOf) -> dict[str, Any]:
    """Return the figures of the spoken orders, those of the same orders written, and the word error rate."""
    began = time.perf_counter()
    heard = spoken(catalogues, transcriber)
    took_s = time.perf_counter() - began
    orders = [order for catalogue in heard for order in catalogue.orders]
    outcomes, _ = read_all(heard, reader_of)
    written, _ = read_all(_written(heard), reader_of)
    said = [order.text.replace("ё", "е") for order in orders]
    words = [" ".join(segment["text"] for segment in (order.transcript or {})["segments"]) for order in orders]
    return {
        "spoken": report(outcomes),
        "written": report(written),
        "word_error_rate": jiwer.wer(said, [text.replace("ё", "е") for text in words]),
        "misses": list(misses(outcomes)),
        "real_time_factor": took_s / sum((order.transcript or {})["duration"] for order in orders),
        "engine": transcriber.info.key,
        "data": digest(_written(heard)),
    }


def _written(heard: Sequence[Catalogue]) -> list[Catalogue]:
    return [replace(item, orders=tuple(replace(order, transcript=None) for order in item.orders)) for item in heard]


def _spread(orders: Sequence[LabelledOrder], limit: int) -> tuple[LabelledOrder, ...]:
    """Return *limit* orders from beginning to end: a file often begins with its easy ones."""
    if limit >= len(orders):
        return tuple(orders)
    return tuple(orders[place * len(orders) // limit] for place in range(limit))


def main() -> int:
    """Measure and print; exit 1 under the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--limit", type=int, help="orders of each catalogue, spread evenly over it")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="show what was misunderstood; not for the test split")
    parser.add_argument("--json", type=Path, help="write the report there")
    parser.add_argument("--docs", type=Path, help="paste the table into this Markdown file")
    arguments = parser.parse_args()
    catalogues = load_catalogues(arguments.folder, split=arguments.split)
    if arguments.limit:
        catalogues = [replace(item, orders=_spread(item.orders, arguments.limit)) for item in catalogues]
    try:
        transcriber = build_transcriber(AsrSettings(arguments.model, hardware=Hardware(threads=arguments.threads)))
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1
    result = measure(catalogues, transcriber, rules_reader)
    if arguments.misses:
        print("\n".join(result["misses"]))
    heading = f"Engine {result['engine']}, word error rate {100 * result['word_error_rate']:.1f} %."
    table = f"{heading}\n\n{markdown(result['spoken'])}"
    print(table)
    print("\nthe same orders written\n")
    print(markdown(result["written"]))
    if arguments.docs:
        paste(arguments.docs, f"orders-spoken-{arguments.split}", table)
    if arguments.json:
        del result["misses"]
        arguments.json.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0 if result["spoken"]["all"]["first_time_right"]["share"] >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
