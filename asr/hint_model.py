"""How likely a word is in what the company's names say: words in all forms, and which word stands beside which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from asr.said_names import nicknames, spoken
from asr.wording import readings

FORMS = 6  # at most, in which a word is commonly said
LEAST = 2e-4  # of a word alone: the larger a catalogue, the less its words would say
NICKNAME = 0.2  # as often as a number itself
BESIDE = 0.5  # of a word after another of the same name
WITHIN = 0.15  # of a word of the same name, whatever stands between


class HintModel:
    """Probabilities of words in what the hints say."""

    def __init__(self, hints: Sequence[str]) -> None:
        said = [list(way) for hint in hints for way in (spoken(hint), spoken(hint, glued=True))]
        self._bases: dict[str, str] = {}
        self._forms: dict[str, int] = {}
        called = Counter(word for hint in hints for word in nicknames(hint))
        for word in {word for words in said for word in words} | called.keys():
            self._learn(word)
        based = [[self._bases[word] for word in words] for words in said]
        self._counts: dict[str, float] = dict(Counter(base for bases in based for base in bases))
        self._pairs = Counter(pair for bases in based for pair in pairwise(bases))
        self._skips = Counter(pair for bases in based for pair in _skipping(bases))
        for word, count in called.items():
            base = self._bases[word]
            self._counts[base] = self._counts.get(base, 0.0) + 2 * NICKNAME * count
        self._total = max(1.0, sum(self._counts.values()))

    @property
    def words(self) -> Mapping[str, float]:
        """Every form of every word with its chance, whatever stands before it."""
        return {form: self._alone(base) for form, base in self._bases.items()}

    def chance(self, before: str, word: str) -> float:
        """Return the probability of *word* after the words *before*, one or two."""
        base = self._bases.get(word)
        if base is None:
            return 0.0
        earlier, _, last = before.rpartition(" ")
        alone = self._alone(base)
        first, second = self._bases.get(last), self._bases.get(earlier)
        likely = alone
        if first is not None:
            likely += BESIDE * (self._pairs[first, base] / self._counts[first] / self._forms[base] - alone)
        if second is not None:
            likely += WITHIN * (self._skips[second, base] / self._counts[second] / self._forms[base])
        return likely

    def _alone(self, base: str) -> float:
        return max(LEAST * FORMS, self._counts[base] / self._total) / self._forms[base]

    def _learn(self, word: str) -> None:
        """Keep the forms of *word* under its dictionary form."""
        reading = readings(word)[0]
        base = str(reading.normal_form).replace("ё", "е")
        self._bases[word] = base
        forms = {word, *(str(form.word).replace("ё", "е") for form in (reading.lexeme if len(word) > 2 else ()))}
        self._forms[base] = max(self._forms.get(base, 1), min(FORMS, len(forms)))
        for form in forms:
            self._bases.setdefault(form, base)


def _skipping(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of words between which one other stands."""
    return zip(words, words[2:], strict=False)
