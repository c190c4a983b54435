"""The three calls of the demo: what is said, by whom, and what the drafts must be.

The sound files beside this module are made from ``words`` by ``python -m training.demo_calls``. The words are used
for nothing else: the demo hears the sound, and compares drafts with ``expected`` at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class DemoCall:
    """One call. ``expected`` is the article and quantity of every line; a call without an order has none."""

    name: str
    title: str
    phone: str
    voice: str  # of espeak-ng
    words: str
    intent: str
    expected: tuple[tuple[str, int], ...]

    @property
    def sound(self) -> Path:
        return FOLDER / f"{self.name}.wav"


CALLS = (
    DemoCall(
        name="easy",
        title="простой заказ",
        phone="+79120001122",
        voice="ru+m7",
        words="Здравствуйте. Нам нужно пятьсот пар перчаток с пэвэха, десятый класс. Доставка в пятницу. Спасибо.",
        intent="order",
        expected=(("P-10-PVC", 500),),
    ),
    DemoCall(
        name="correction",
        title="два товара, коробки и поправка",
        phone="+79120002050",
        voice="ru+f2",
        words=(
            "Добрый вечер. Запишите краги спилковые сварщика, две коробки. "
            "И ботинки рабочие с подноском, двадцать пар. Ой, нет, не двадцать, а тридцать. Заберём сами завтра."
        ),
        intent="order",
        expected=(("K-SPL", 120), ("B-BOT", 30)),
    ),
    DemoCall(
        name="callback",
        title="без заказа",
        phone="+79120002040",
        voice="ru+m3",
        words="Здравствуйте. Перезвоните мне, пожалуйста, завтра утром. Спасибо.",
        intent="callback",
        expected=(),
    ),
)
