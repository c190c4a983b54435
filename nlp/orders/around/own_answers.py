"""Questions that the caller answers at once: «сколько там в ящике, двенадцать? тогда три ящика», «есть точно? тогда …».

They are asked of the goods being ordered: the number in them is the size of a package and counts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from nlp.orders.speech.phrases import Line
from nlp.orders.speech.units import count_unit

_PACKAGES = (
    r"(?:ящик|короб|упаков|пач|мешк|мешок|рулон|бухт|канистр|паллет|поддон|блок|банк|ведр|бутыл|кег|связк|пучк|набор|"
    r"лотк|лоток|штук|катушк)\w*"
)
_HOW_MANY = re.compile(
    r"(?<!\S)(?:а |ну |это )*(?:по )?сколько (?:(?:там|их|у вас|штук|пар|метров|кило|литров|обычно|идет|лежит|сейчас|"
    rf"же|ее|него|нее) )*в (?:одн\w+ |этой |этом |вашей |вашем )?{_PACKAGES}"
    r"(?: (?:идет|лежит|там|у вас|штук|пар|сейчас))*(?!\S)"
)
_HOLDS = re.compile(
    rf"(?<!\S)(?:(?:там|у вас|они|она|он|ведь|же) )+(?:в )?{_PACKAGES}(?: (?:же|там|по|идет|идут|всего))*(?!\S)|"
    rf"(?<!\S)в {_PACKAGES} (?:же|ведь)(?: (?:там|по|идет|идут|всего))*(?!\S)"
)
_THERE = re.compile(
    r"(?<!\S)(?:есть|имеется|имеются|бывают|остались|остался|осталась)"
    r"(?: (?:ли|у вас|точно|есть|да|если|имеются|в наличии|на складе|сейчас|еще|такие|такая|такой|будет|будут|ага|ну|"
    r"все таки))* (?:тогда|то)(?!\S)"
)
_CONCLUDES = frozenset("тогда значит получается то ну да ага ладно ок хорошо давайте".split())


def find_own_answers(line: Line, numbers: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the tokens of each such question with its answer; *numbers* are the tokens of numbers."""
    for match in _HOW_MANY.finditer(line.text):
        first, last = line.span(match)
        yield first, _answered(line, last, numbers)
    for match in _HOLDS.finditer(line.text):
        first, last = line.span(match)
        if (end := _answered(line, last, numbers)) > last:
            yield first, end
    for match in _THERE.finditer(line.text):
        yield line.span(match)


def _answered(line: Line, last: int, numbers: Collection[int]) -> int:
    """Return the last token of the number behind *last*, where a conclusion or another number follows it."""
    end = last
    while end + 1 in numbers and end + 1 < len(line.tokens):
        end += 1
    if end == last:
        return last
    following = end + 1
    if following < len(line.tokens) and count_unit(line.tokens[following].text) is not None:
        following += 1
    concludes = following < len(line.tokens) and line.tokens[following].text in _CONCLUDES
    return following - 1 if concludes or following in numbers else last
