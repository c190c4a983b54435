"""Related companies that are called by one name and something more: «Ветлиния» and «Ветлиния Тольятти».

The word that tells them apart is said before or after the name, in another form («липецкий Мастер-Строй»), or typed
short («Ветлиния Тлт»).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from models.company import Client
from nlp.orders.around.naming import LEGAL_FORMS, name_tokens
from nlp.orders.speech.tokens import Token
from nlp.text.morph import is_modifier, lemma, root
from nlp.text.sound import sound_key

_LITTLE = frozenset({"из", "в", "на", "г", "город", "города", "это"})
_CALLS = frozenset({"беспокоит", "звонит", "говорит", "это", "снова", "опять"})
_SHORT = range(2, 5)  # letters of what is typed short
_LONG = 4  # letters of a word that is known by its root


class Kin:
    """Which clients are called by all words of another client's name and more."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self._words = {client.client_id: words_of(client) for client in clients}
        self._called: dict[str, set[str]] = defaultdict(set)
        for client_id, words in self._words.items():
            for word in words:
                self._called[sound_key(word)].add(client_id)

    def told_apart(self, client_id: str, tokens: Sequence[Token], first: int, last: int) -> tuple[str, int, int] | None:
        """Return whose name it really is that stands over *first* to *last*, with its tokens, or ``None``."""
        own = {sound_key(word) for word in self._words[client_id]}
        kin = set.intersection(*(self._called[key] for key in own)) - {client_id} if own else set()
        for other in sorted(kin):
            for word in self._words[other]:
                for begin, end, said in _beside(tokens, first, last):
                    if sound_key(word) not in own and _means(said, word):
                        return other, begin, end
        return None


def words_of(client: Client) -> list[str]:
    """Return the words of the client's name without its legal form."""
    return [token.text for token in name_tokens(client.name) if token.text not in LEGAL_FORMS]


def _beside(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Yield the words next to the name, over a little word too, with the tokens that the name then has."""
    after = last + 2 if last + 1 < len(tokens) and tokens[last + 1].text in _LITTLE else last + 1
    if after < len(tokens):
        yield first, after, tokens[after].text
    before = first - 2 if first > 1 and tokens[first - 1].text in _CALLS else first - 1  # «Пермь беспокоит, …»
    if before >= 0:
        yield before, last, tokens[before].text


def _means(said: str, word: str) -> bool:
    if said == word:
        return True
    if len(said) >= _LONG and (sound_key(lemma(said)) == sound_key(lemma(word)) or root(said) == root(word)):
        return True
    if is_modifier(said) and len(word) >= _LONG and said.startswith(word[: max(_LONG, len(word) - 1)]):
        return True  # «тагильский Шарм»
    return len(said) in _SHORT and said[0] == word[0] and said[-1] in word[1:] and _is_inside(said, word)


def _is_inside(short: str, word: str) -> bool:
    """Say whether *word* has the letters of *short* in their order: «тлт» of «тольятти»."""
    letters = iter(word)
    return len(short) < len(word) and not set(short) & set("аеиоуыэюя") and all(letter in letters for letter in short)
