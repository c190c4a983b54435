"""Which number describes and which counts, and where one item ends: over the shop of a smithy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("щипцы одни клещи одни и ножницы двое", "KL 1, NOZ 2, SCH 1", id="behind their goods"),
        pytest.param("одни клещи подковы первый номер сорок", "KL 1, PD1 40", id="before them"),
        pytest.param("ножницы по жести одни щипцы ковочные трое", "NOZ 1, SCH 3", id="words between"),
        pytest.param("ножницы четверо ухналь сорок пять сто", "NOZ 4, UH45 100", id="a collective measures nothing"),
    ],
)
def test_what_has_no_singular_is_counted_by_collectives_and_by_ones(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    assert lines_of(read("smithy", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("колено сто двадцать на сорок пять двенадцать", "KO45 12", id="letters and degrees"),
        pytest.param(
            "колено сто двадцать на сорок пять двенадцать сто пятьдесят на девяносто восемь",
            "KO45 12, KO90B 8",
            id="the end of the second counts",
        ),
        pytest.param(
            "решётки триста на двести тридцать и триста восемьдесят на двести пятьдесят десять",
            "RS30 30, RS38 10",
            id="two of three numbers and a count",
        ),
        pytest.param(
            "колено сто двадцать на сорок пять десять на девяносто шесть", "KO45 10, KO90 6", id="the diameter goes on"
        ),
        pytest.param("подкова №1 40 шт, решётка 300х210 5 шт", "PD1 40", id="typed and not sold"),
        pytest.param("три подковы на один пять на два и десять на три", "PD1 3, PD2 5, PD3 10", id="counts first"),
    ],
)
def test_a_section_that_the_goods_lack_gives_its_end_to_the_count(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    assert lines_of(read("smithy", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "ухналь сорок пять пятьдесят ухналь пятьдесят шестьдесят", "UH45 50, UH50 60", id="sizes as counts"
        ),
        pytest.param("сто сорок пятых ухналей триста шестидесятых", "UH45 100, UH60 300", id="nothing named before"),
    ],
)
def test_a_value_said_again_and_a_size_of_nothing_explain_no_goods(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    assert lines_of(read("smithy", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("дымоход сто двадцатый пять колено на девяносто десять колено на сорок пять четыре", "DM1 5, KO45 4, KO90 10"),
        ("дымоход сто пятидесятый пять колено на девяносто две", "DM15 5, KO90B 2"),
    ],
)
def test_a_size_by_which_goods_fit_goes_on_to_goods_of_another_category(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    assert lines_of(read("smithy", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("муфты четверть", "", id="nothing of a quarter"),
        pytest.param(
            "муфты три восьмых пачку полдюйма две пачки три четверти пачку", "MS12 20, MS34 10, MS38 10", id="packs"
        ),
        pytest.param("муфты полдюйма четыре пачки три восьмых две пачки", "MS12 40, MS38 20", id="no «packs three»"),
        pytest.param(
            "муфты половинка двадцать три четверти десять", "MS12 20, MS34 10", id="tens and a part of an inch"
        ),
    ],
)
def test_parts_of_an_inch_count_no_packages(read: Read, lines_of: Show, text: str, expected: str) -> None:
    assert lines_of(read("smithy", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "уголь пятьдесят плюс шесть мешков и двадцать пять плюс три", "KR25 3, KR5 6", id="a sign of names"
        ),
        pytest.param(
            "войлок сто двадцатый три двести сороковой две триста двадцатый один",
            "VL120 3, VL240 2, VL320 1",
            id="no thousands before an ordinal",
        ),
        pytest.param(
            "подковы по десять штук первый второй и третий номер носки двадцать семь две пары",
            "NKS 2, PD1 10, PD2 10, PD3 10",
            id="other goods end it",
        ),
        pytest.param("две пары носков и клещи одни", "KL 1, NKS 2", id="the noun of a plural that is an adjective too"),
        pytest.param("воск ноль девять коробка два семь две коробки", "VR09 12, VR27 12", id="a box in the nominative"),
        pytest.param("воск ноль девять три коробки по два и семь пять штук", "VR09 36, VR27 5", id="by another weight"),
        pytest.param("закалочного масла литрушек двенадцать и четырёхлитровых восемь", "OL1 12, OL4 8", id="litres"),
    ],
)
def test_each_variant_of_a_list_has_its_own_count(read: Read, lines_of: Show, text: str, expected: str) -> None:
    assert lines_of(read("smithy", text)) == expected
