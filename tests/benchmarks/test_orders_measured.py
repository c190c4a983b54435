"""The product's reader on the development split, written and through a synthetic line."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from asr.testing import ScriptedTranscriber
from benchmarks.orders import catalogue, failures
from benchmarks.orders_data import load_catalogues
from benchmarks.orders_evaluation import evaluate
from benchmarks.orders_readers import rules_reader
from benchmarks.orders_spoken import measure

pytestmark = pytest.mark.unit

SET = Path(__file__).parents[1] / "data" / "orders"


def test_development_split_is_understood() -> None:
    some = [replace(item, orders=item.orders[::16]) for item in load_catalogues(SET, split="dev")]
    figures = evaluate(some, rules_reader)["all"]
    assert figures["first_time_right"]["share"] >= 0.75  # the bar of the test split stands in docs/orders.md
    assert figures["lines"]["precision"] >= 0.85
    assert figures["client"]["share"] >= 0.9


def test_bars_that_are_missed_are_named() -> None:
    share = {"share": 0.5}
    poor = {"all": {"first_time_right": share, "questions": {"wrong_guess_share": 0.1}}}
    assert len(failures(poor, {"read_s": 0.2, "load_s": 4.0})) == 4
    good = {"all": {"first_time_right": {"share": 0.9}, "questions": {"wrong_guess_share": 0.0}}}
    assert failures(good, {"read_s": 0.05, "load_s": 2.0}) == []


def test_generated_catalogue_has_no_article_twice() -> None:
    products = catalogue(5_000).products
    assert len({product.sku for product in products}) == len({product.name for product in products}) == 5_000


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_spoken_order_heard_word_for_word_is_read_as_the_written_one() -> None:
    [gloves] = [item for item in load_catalogues(SET, split="dev") if item.name == "gloves"]
    few = replace(gloves, orders=gloves.orders[:2])
    heard = ScriptedTranscriber(*(order.text for order in few.orders))
    result = measure([few], heard, rules_reader)
    assert result["word_error_rate"] == 0
    assert result["spoken"]["all"]["lines"] == result["written"]["all"]["lines"]
    assert all(0.5 < audio.seconds < 60 for audio in heard.heard)
    assert [audio.sample_rate_hz for audio in heard.heard] == [8000, 8000]
