"""What one item of an order lends the next: over shops of hosiery and of air ducts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "трусы боксеры синие сорок восьмой двенадцать штук пятидесятый двадцать четыре и пятьдесят второй "
            "двенадцать серых пятидесятого шесть",
            "B48 12, B50 24, B52 12, BG50 6",
        ),
        (
            "колготки сорок ден черные тройка двадцать четверка десять носки черные двадцать девятые шесть пар",
            "S29K 6, T4K3 20, T4K4 10",
        ),
        ("десять пижам сорок шестых двадцать сорок восьмых", "P46 10, P48 20"),
    ],
)
def test_who_counts_behind_the_goods_does_so_throughout_and_who_counts_before_them_too(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    assert lines_of(read("hosiery", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("пижамы по пять штук сорок шестого сорок восьмого и пятидесятого", "P46 5, P48 5, P50 5"),
        ("пижамы по пять штук сорок шестую сорок восьмую и пятидесятую из фланели", "P46 5, P48 5, P50 5"),
        ("пижамы по пять штук сорок шестого и пятидесятого шарф виола вишня десять", "P46 5, P50 5, SC1 10"),
    ],
)
def test_so_many_of_each_may_be_said_before_the_sizes(read: Read, lines_of: Show, text: str, expected: str) -> None:
    assert lines_of(read("hosiery", text)) == expected


def test_a_number_within_the_name_of_a_series_describes_all_of_it(read: Read, lines_of: Show) -> None:
    text = "колготки сорок ден второй третий и четвертый размер по тридцать штук"
    assert lines_of(read("hosiery", text)) == "T4K2 30, T4K3 30, T4K4 30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("шарф виола вишня шесть лесной мох пять бирюза четыре", "SC1 6, SC2 5, SC3 4"),
        ("шарф виола вишня шесть шапка арктика лесной мох пять", "HT1 5, SC1 6"),
        ("лесной мох арктика пять", "HT1 5"),
    ],
)
def test_a_noun_that_only_describes_is_the_variant_of_what_was_spoken_of_last(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    assert lines_of(read("hosiery", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("пижам двадцать всего из них сорок восьмых двенадцать и пятидесятых восемь", "P48 12, P50 8"),
        ("боксеров синих тридцать штук из них десять сорок восьмых и двадцать пятидесятых", "B48 10, B50 20"),
        ("боксеров две коробки из них одну сорок восьмого синих и одну пятидесятого серых", "B48 60, BG50 60"),
        ("мне тридцать пижам двадцать из них сорок восьмых а десять пятидесятых", "P48 20, P50 10"),
    ],
)
def test_of_a_total_that_is_split_up_only_the_parts_count(
    read: Read, lines_of: Show, reasons_of: Reasons, text: str, expected: str
) -> None:
    document = read("hosiery", text)
    assert lines_of(document) == expected
    assert not reasons_of(document)


def test_what_the_parts_leave_of_a_total_is_asked(read: Read, lines_of: Show, reasons_of: Reasons) -> None:
    document = read("hosiery", "пижам двадцать из них сорок восьмых двенадцать")
    assert lines_of(document) == "P48 12"
    assert list(reasons_of(document)) == ["ambiguous"]


def test_the_same_quantity_counts_what_stands_before_it_where_the_goods_behind_have_their_own(
    read: Read, lines_of: Show
) -> None:
    text = "колготки сорок ден черные двойка двадцать штук тройка столько же четверка десять"
    assert lines_of(read("hosiery", text)) == "T4K2 20, T4K3 20, T4K4 10"


def test_the_same_quantity_after_and_counts_what_stands_behind_it(read: Read, lines_of: Show) -> None:
    text = "носки мужские черные двадцать седьмые пятьдесят и столько же серых боксеры синие пятидесятые шесть"
    assert lines_of(read("hosiery", text)) == "B50 6, S27G 50, S27K 50"


def test_so_many_less_one_is_one_fewer(read: Read, lines_of: Show) -> None:
    assert lines_of(read("hosiery", "пижамы сорок восьмые пять штук минус одна")) == "P48 4"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ниппеля сотые двадцать сто двадцать пятые тридцать хомуты такие же по сорок",
            "C100 40, C125 40, N100 20, N125 30",
        ),
        (
            "ниппеля сотые двадцать сто двадцать пятые тридцать хомуты к ним по сорок",
            "C100 40, C125 40, N100 20, N125 30",
        ),
        (
            "ниппеля сотые двадцать сто двадцать пятые тридцать и хомуты к ним столько же",
            "C100 20, C125 30, N100 20, N125 30",
        ),
        (
            "ниппеля сотые пять сто двадцать пятые пять сто шестидесятые пять хомуты к ним ко всем трем по десять штук",
            "C100 10, C125 10, C160 10, N100 5, N125 5, N160 5",
        ),
    ],
)
def test_goods_for_several_before_are_one_of_each_of_their_sizes(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    assert lines_of(read("ducts", text)) == expected


def test_a_single_number_for_the_companions_of_several_goods_is_not_spread(read: Read, lines_of: Show) -> None:
    text = "ниппеля сотые двадцать сто двадцать пятые тридцать и гофру к ним сто двадцать пятую пять"
    assert lines_of(read("ducts", text)) == "H125 5, N100 20, N125 30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("майки белые эмка и элька по десять и черные то же самое", "MBL 10, MBM 10, MWL 10, MWM 10"),
        (
            "боксеры серые пятьдесят и пятьдесят два по двенадцать штук и синие такие же по шесть",
            "B50 6, B52 6, BG50 12, BG52 12",
        ),
    ],
)
def test_another_colour_of_several_sizes_is_all_of_them(read: Read, lines_of: Show, text: str, expected: str) -> None:
    assert lines_of(read("hosiery", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ниппеля сотые двадцать вентилятор тайфун один и сто шестидесятых пять", "FAN 1, N100 20, N160 5"),
        ("майки белые эмку десять шарф виола вишня два и эльку пять", "MWL 5, MWM 10, SC1 2"),
        ("майки черные эмка десять шарф виола вишня два и тех же маек эльку пять", "MBL 5, MBM 10, SC1 2"),
    ],
)
def test_sizes_and_colours_lean_on_the_goods_that_have_them_though_others_stand_between(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    shop = "ducts" if text.startswith("нипп") else "hosiery"
    assert lines_of(read(shop, text)) == expected


def test_a_size_called_by_its_letter_in_an_alias_is_no_name_of_one_article(read: Read, lines_of: Show) -> None:
    assert lines_of(read("hosiery", "майка черная эмка пять белая эмка шесть")) == "MBM 5, MWM 6"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ниппеля сотые десять и хомуты тех же сотых четыре", "C100 4, N100 10"),
        ("колготки двадцать ден двойка десять и такие же сорок ден тройка пять", "T2K2 10, T4K3 5"),
    ],
)
def test_what_is_alike_may_be_described_and_counted_behind_it(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    shop = "ducts" if text.startswith("нипп") else "hosiery"
    assert lines_of(read(shop, text)) == expected


def test_the_word_size_names_the_number_behind_it_though_another_stands_before_it(read: Read, lines_of: Show) -> None:
    text = "колготки сорок черные размер два пять штук размер три десять размер четыре столько же"
    assert lines_of(read("hosiery", text)) == "T4K2 5, T4K3 10, T4K4 10"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "форсунки под пленку шесть скиммер два слив донный один прожектора три всё под пленку",
            "DSP 1, FP 6, PRP 3, SKP 2",
        ),
        ("форсунки шесть прожектора три всё под пленку и коагулянт литровый десять", "FP 6, KOA1 10, PRP 3"),
        ("скиммер под бетон один форсунки шесть прожектора три всё под пленку", "FP 6, PRP 3, SKB 1"),
        ("муфты десять кранов четыре и шесть тройников все на шестьдесят три", "KR63 4, M63 10, TR63 6"),
    ],
)
def test_a_remark_on_all_closes_a_list_and_what_an_item_says_of_itself_wins(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    assert lines_of(read("pools", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected", "reasons"),
    [
        ("угол девяносто шестьдесят третий десять муфты двадцать", "M63 20, U63 10", []),
        ("муфты шестьдесят третьи десять пятидесятые пять тройники двадцать", "M50 5, M63 10", ["ambiguous"]),
        ("труба шестьдесят третья двадцать метров краны четыре", "T63 20", ["ambiguous"]),
        ("труба шестьдесят третья двадцать метров краны к ней четыре", "KR63 4, T63 20", []),
    ],
)
def test_goods_borrow_what_was_said_of_their_category_where_all_before_agree(
    read: Read, lines_of: Show, reasons_of: Reasons, text: str, expected: str, reasons: Sequence[str]
) -> None:
    document = read("pools", text)
    assert (lines_of(document), list(reasons_of(document))) == (expected, reasons)


def test_a_make_that_goes_on_beats_the_plain_article(read: Read, lines_of: Show) -> None:
    assert lines_of(read("pools", "термометр три")) == "TP 3"
    assert lines_of(read("pools", "дозатор кокидо пять термометр три")) == "DZK 5, TPK 3"


def test_what_is_said_behind_several_goods_counted_alike_is_said_of_each(read: Read, lines_of: Show) -> None:
    assert lines_of(read("pools", "тройники и муфты пятидесятые по десять")) == "M50 10, TR50 10"
    assert lines_of(read("pools", "форсунки и скиммер под бетон по два")) == "FPB 2, SKB 2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("муфты шестьдесят третьи пять упаковок муфты пятидесятые три", "M50 30, M63 50"),
        ("муфты шестьдесят третьи две упаковки муфты пятидесятые тридцать", "M50 30, M63 20"),
        ("муфты шестьдесят третьи пять упаковок тройник пятидесятый три", "M63 50, TR50 3"),
    ],
)
def test_a_few_of_another_article_of_the_same_goods_are_the_packages_said_before(
    read: Read, lines_of: Show, text: str, expected: str
) -> None:
    assert lines_of(read("pools", text)) == expected


def test_goods_that_are_only_wanted_too_are_wanted_as_many(read: Read, lines_of: Show) -> None:
    assert lines_of(read("pools", "альгицид литровый шесть и коагулянт литровый тоже")) == "ALG1 6, KOA1 6"


def test_what_leans_is_the_article_before_but_for_the_words_just_said(read: Read, lines_of: Show) -> None:
    """Though another is called by the noun that was carried, which this one only mentions."""
    text = "кейс зеленый десять черных двадцать"
    assert lines_of(read("pools", text)) == "CS13B 20, CS13G 10"


def test_a_carried_size_that_the_goods_do_not_have_is_carried_no_further(read: Read, lines_of: Show) -> None:
    text = "труба шестьдесят три миллиметра двадцать метров пятидесятая десять и муфты к ним по пять"
    assert lines_of(read("pools", text)) == "M50 5, M63 5, T50 10, T63 20"


def test_a_letter_of_a_size_tells_one_article_from_another(read: Read, lines_of: Show, reasons_of: Reasons) -> None:
    document = read("pools", "халат махровый двадцать")
    assert (lines_of(document), list(reasons_of(document))) == ("", ["ambiguous"])
