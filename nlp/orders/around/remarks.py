"""What a person should read: words for the driver, papers, a ring before the lorry comes, «одним куском»."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.orders.speech.phrases import Line
from nlp.orders.speech.tokens import SENTENCE

_COMMENT = re.compile(
    r"(?<!\S)(?:(?:и )?(?:передайте|"
    r"скажите (?=(?:\S+ )?(?:водител\w+|кладовщик\w+|менеджер\w+|чтобы|что)(?!\S))|"
    r"для водителя|водителю|предупредите|пропуск|"
    r"комментарий|примечание|имейте в виду|учтите|важно чтобы|"
    r"обязательно чтобы|только чтобы|просьба|проследите|(?:на (?:коробках|коробке|мешках|упаковке) )?(?:подпишите|"
    r"напишите|наклейте|промаркируйте|укажите)|упакуйте|позвоните за|звонить за|звоните за|позвонить за|"
    r"документы|накладн\w+|сертификат\w*|с сертификат\w*))(?!\S)"
)
_REMARK = re.compile(
    r"(?<!\S)(?:(?:одним|целым|единым) (?:куском|отрезком|рулоном)|одной бухтой|не резать|не разрезать|не режьте|"
    r"без замен\w*|не заменя\w+|(?:к|ко) (?:\S+ )?(?:вчерашн|сегодняшн|утренн|позавчерашн)\w+ (?:заказ|заявк)\w+|"
    r"(?:перед|до) (?:выезд|приезд|доставк|отгрузк|разгрузк)\w+ (?:\S+ )?(?:позвон|звон|набер)\w+|"
    r"(?:позвон|звон|набер)\w+ (?:\S+ )?(?:перед|до) (?:выезд|приезд|доставк|отгрузк|разгрузк)\w+)(?!\S)"
)
_BEFORE_COMING = re.compile(
    r"(?<!\S)(?:(?:за (?:\S+ ){0,2}(?:минут|час|полчаса)\w* )?(?:перед|до|по) (?:выезд|приезд|доставк|отгрузк|разгрузк|"
    r"заезд|прибыти)\w+|за (?:\S+ ){0,2}(?:минут|час|полчаса)\w*|"
    r"(?:как|когда) (?:\S+ )?(?:подъе|подъез|выед|выез|приед)\w+|"
    r"водител\w+ (?:\S+ )?(?:позвон|набер|перезвон)\w+)(?!\S)"
)
_NEAR = 3  # tokens beside «позвоните»
_LONGEST = 13
_ANDS = frozenset({"и", "а", "потом", "да"})
_COMMENT_ENDS = frozenset({"еще", "также", "добавьте", "плюс"})


def find_remarks(line: Line, taken: set[int], is_goods: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return the tokens of each remark that overlaps none before it and nothing *taken*."""
    found: list[tuple[int, int]] = []
    busy = set(taken)
    for match in _REMARK.finditer(line.text):
        found.append(line.span(match))
        busy.update(range(found[-1][0], found[-1][1] + 1))
    for match in _COMMENT.finditer(line.text):
        first, last = line.span(match)
        if not busy.isdisjoint(range(first, last + 1)) or (first == last and is_goods(line.tokens[first].text)):
            continue  # «вентиляторы накладные» are goods and no papers
        found.append((first, _end(line, last, busy, is_goods)))
        busy.update(range(first, found[-1][1] + 1))
    return found


def _end(line: Line, last: int, busy: set[int], is_goods: Callable[[str], bool]) -> int:
    tokens = line.tokens
    end = last
    while end + 1 < len(tokens) and end - last < _LONGEST and end + 1 not in busy and tokens[end].brk != SENTENCE:
        following = tokens[end + 1].text
        after = tokens[end + 2].text if end + 2 < len(tokens) else ""
        if following in _COMMENT_ENDS or (following in _ANDS and is_goods(after)):
            break
        end += 1
    return end


def ring_before_coming(line: Line, first: int, last: int) -> tuple[int, int] | None:
    """«Перед выездом позвоните», «наберите за час»: said of the delivery to come, and asks for no call back."""
    start = max(0, first - _NEAR)
    near = Line(line.tokens[start : last + 1 + _NEAR])
    match = _BEFORE_COMING.search(near.text)
    if match is None:
        return None
    begin, end = near.span(match)
    return min(first, start + begin), max(last, start + end)
