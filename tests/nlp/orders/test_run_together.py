"""Sizes that run into counts, words glued together, and thousands said short: over catalogues of other trades."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]

ORDERS = [
    ("household", "фейри лимон четыреста пятьдесят две коробки", "DF05 42"),
    ("fasteners", "шайба плоская восьмая две тысячи гровер восьмой тоже две", "W8 2000, W8G 2000"),
    ("fasteners", "гайки эм восемь три тысячи нет пять тысяч а нет все таки три", "N8 3000"),
    ("plumbing", "кран шаровой трёхчетвертной валтек двадцать штук", "KS34 20"),
    ("plumbing", "кран шаровой валтек половинка десять три четверти десять", "KS12 10, KS34 10"),
    ("plumbing", "радиатор рифармонолит десять секций шесть штук", "RAD 6"),
]


@pytest.mark.parametrize(("trade", "text", "expected"), ORDERS)
def test_what_speech_runs_together_is_parted_by_the_catalogue(
    trade: str, text: str, expected: str, read: Read, lines_of: Show
) -> None:
    assert lines_of(read(trade, text)) == expected


def test_payment_said_after_the_same_address_is_no_address(read: Read) -> None:
    document = read("fasteners", "гайка эм восемь сто доставка на понедельник адрес тот же оплата по счёту")
    assert (document["payment"], document["delivery"]["address"]) == ("invoice", None)
