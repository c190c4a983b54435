"""Words that names write beside a slash, words of a category of several kinds, and «кило два»."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        pytest.param("мыло детское без отдушки десять", "SOAP 10", id="a noun behind the letter"),
        pytest.param("мыло детское лаванда десять", "SOAPL 10", id="what has it"),
        pytest.param("паста полировальная безабразивная пять", "PASB 5", id="an adjective behind the letter"),
        pytest.param("паста полировальная без абразива пять", "PASB 5", id="the noun of that adjective"),
        pytest.param("паста полировальная абразивная пять", "PASA 5", id="the adjective alone"),
        pytest.param("карась без головы две коробки", "CARP 10", id="two letters"),
    ],
)
def test_what_goods_lack_is_said_and_written_in_several_ways(
    said: str, due: str, read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    order = read("cloakroom", said)
    assert (lines_of(order), list(reasons_of(order))) == (due, [])


@pytest.mark.parametrize(
    ("said", "due", "asked"),
    [
        pytest.param("халат длинный рукав сорок восьмой два", "ROBD 2", [], id="the adjective in full"),
        pytest.param("халаты с коротким рукавом сорок восьмой шесть", "ROBK 6", [], id="in another case"),
        pytest.param("халат бязь сорок восьмой два", "", ["ambiguous"], id="neither is the plainer one"),
    ],
)
def test_an_adjective_and_its_noun_are_written_with_a_slash(
    said: str, due: str, asked: list[str], read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    order = read("cloakroom", said)
    assert (lines_of(order), list(reasons_of(order))) == (due, asked)


def test_a_category_of_several_kinds_lends_the_name_of_one_to_no_other(
    read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    order = read("cloakroom", "лапка трусики эмка шесть")
    assert (lines_of(order), list(reasons_of(order))) == ("", ["no_product"])


@pytest.mark.parametrize(
    ("said", "due"),
    [
        pytest.param("фундук кило два", "NUT 2", id="two"),
        pytest.param("фундук кило пять инжир кило", "FIG 1, NUT 5", id="one where no number follows"),
        pytest.param("фундук кило пять коробок инжира", "FIG 50, NUT 1", id="a number with a unit of its own"),
    ],
)
def test_a_number_behind_kilo_counts_kilograms(said: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("cloakroom", said)) == due


def test_a_half_that_was_heard_apart_from_its_measure_belongs_to_it(read: Read, lines_of: Show) -> None:
    assert lines_of(read("cloakroom", "лосьон пол литровый шесть")) == "LOT5 6"


def test_a_doubt_behind_kilo_stays_one(read: Read, lines_of: Show, reasons_of: Reasons) -> None:
    order = read("cloakroom", "фундук кило пять а может и семь")
    assert (lines_of(order), list(reasons_of(order))) == ("", ["no_quantity"])


def test_a_kilo_that_names_state_describes(read: Read, lines_of: Show) -> None:
    assert lines_of(read("cloakroom", "пудра кило двенадцать")) == "POW1 12"
