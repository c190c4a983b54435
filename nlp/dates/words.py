"""The words of dates and the list of tokens they are looked for in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nlp.dates.spans import Bound
from nlp.numbers import NumberSpan, find_numbers
from nlp.numbers.lexicon import fold

WEEKDAYS = {
    form: day
    for day, forms in enumerate((
        "понедельник понедельника понедельнику понедельником понедельнике",
        "вторник вторника вторнику вторником вторнике",
        "среда среду среды среде средой",
        "четверг четверга четвергу четвергом четверге",
        "пятница пятницу пятницы пятнице пятницей",
        "суббота субботу субботы субботе субботой",
        "воскресенье воскресение воскресенья воскресенью воскресеньем воскресению",
    ))
    for form in forms.split()
}  # fmt: skip
SHORT_WEEKDAYS = {
    name: day
    for day, names in enumerate((
        "пн пнд пон понед", "вт втр втор", "ср срд сред", "чт чтв чет четв", "пт птн пят пятн", "сб сбт суб субб",
        "вс вск воскр",
    ))
    for name in names.split()
}  # fmt: skip
_MONTH_STEMS = (
    "январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
MONTHS = {
    stem + ending: month
    for month, stem in enumerate(_MONTH_STEMS, 1)
    for ending in (("й", "я", "е", "ю") if stem == "ма" else ("", "ь", "я", "е", "ю", "а", "у"))
}
BOUNDS: dict[str, Bound] = {
    "к": "by", "ко": "by", "до": "by", "позднее": "by", "позже": "by",
    "раньше": "after", "ранее": "after", "после": "after", "с": "after", "со": "after",
}  # fmt: skip
PREPOSITIONS = frozenset(
    {"в", "во", "на", "к", "ко", "до", "с", "со", "после", "не", "позднее", "позже", "раньше", "ранее", "за", "уже"}
)
NEXT = ("следующ", "будущ", "грядущ")
NEAREST = ("ближайш", "этот", "эту", "это", "этой", "этого", "текущ")
PAST = ("прошл", "минувш", "позапрошл", "предыдущ")


class Words:
    """The folded tokens of one text with the numbers found in them."""

    def __init__(self, tokens: Sequence[str], now: dt.datetime) -> None:
        self.texts = [fold(token) for token in tokens]
        self.now = now
        self.today = now.date()
        self._numbers = {span.first: span for span in find_numbers(self.texts)}

    def __len__(self) -> int:
        return len(self.texts)

    def at(self, index: int) -> str:
        """Return the token at *index*, or an empty string beyond the ends."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def number(self, index: int) -> NumberSpan | None:
        """Return the number that begins at *index*."""
        return self._numbers.get(index)

    def says(self, index: int, *words: str) -> bool:
        """Say whether the tokens from *index* on are *words*."""
        return all(self.at(index + n) == word for n, word in enumerate(words))
