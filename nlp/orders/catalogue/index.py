"""The catalogue as an index: which articles carry a word, a property, a section, and how strongly.

Every piece of evidence from speech becomes one row of numbers over all articles: positive where the article carries
it, negative where it does not, more negative where the article says otherwise. Rows are added up, so a hundred words
over twenty thousand articles take milliseconds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from models.company import Product
from nlp.orders.catalogue.categories import ProductFeatures, settle_categories
from nlp.orders.catalogue.code_index import CodeIndex, article_key
from nlp.orders.catalogue.containers import as_container, containers_of
from nlp.orders.catalogue.matches import Matches
from nlp.orders.catalogue.names import (
    NEGATION,
    NameFeatures,
    NameReader,
    is_abbreviation,
    noun_behind,
    nouns_of,
    plain,
    section_key,
)
from nlp.orders.catalogue.nicknames import code_names, common_words, family_of, shared_words, taught_words
from nlp.orders.catalogue.number_rows import NumberRows, Row, raise_row
from nlp.orders.catalogue.synonyms import SYNONYMS_OF
from nlp.orders.catalogue.terms import Vocabulary
from nlp.orders.measures.marks import NumberContext, NumberMark
from nlp.orders.speech.base_units import base_unit
from nlp.orders.speech.units import MEASURED, CountUnit, Unit
from nlp.text.morph import word_form
from nlp.text.sound import sound_key

_LETTER_WEIGHT = 0.5
_CLEARLY = 0.9
_SHORTEST_HEAD = 3
_DICTATED = 5  # digits of an article number that is no size or count by chance: it may be dictated in groups
_ENDING = 2  # letters by which a form that no dictionary knows is longer than its noun
MENTION_SHARE = 0.6  # of a noun that the name has but is not about
_KIND_SHARE = 0.9  # of a word of a category that holds one kind of goods alone
CATEGORY_SHARE = 0.35  # a word of the category alone says little: «розетки и выключатели» holds both


_NOTHING = Product("", "")  # stands in an empty catalogue, so that every row has a column; nothing matches it


class Catalogue:
    """An index over articles; built once, read by many threads."""

    def __init__(self, products: Sequence[Product]) -> None:
        self.products = list(products) or [_NOTHING]
        self.vocabulary = Vocabulary()
        self.heads: set[str] = set()
        self.codes = CodeIndex()
        self._names = NameReader(self.vocabulary)
        self._uncounted: dict[Unit, Row] = {}
        self._bases = {product.unit: base_unit(product) for product in self.products}
        self._by_sku = {product.sku: index for index, product in enumerate(self.products)}
        self._by_article: dict[str, list[int]] = defaultdict(list)
        self._by_digits: dict[str, list[int]] = defaultdict(list)
        self._sizes: dict[frozenset[str], list[int]] = defaultdict(list)
        self._behind: dict[int, str] = {}
        postings: dict[str, list[int]] = defaultdict(list)
        self.features = [self._read(index, product, postings) for index, product in enumerate(self.products)]
        self.codes.freeze()
        self._settle_nouns()
        self._share_nicknames(postings)
        self._settle_heads(postings)
        settle_categories(self.products, self.features, self._names, postings)
        self._containers = containers_of(self.products, self.heads)
        self._names.forget()
        self.vocabulary.freeze(sorted(self.heads))
        self._postings = {
            key: np.asarray(list(dict.fromkeys(places)), dtype=np.int32) for key, places in postings.items()
        }
        self._numbers = NumberRows(self._postings, len(self.products), self._names.measured)
        self.number_context = NumberContext(
            self.has_dims,
            self.has_section,
            self.has_value,
            self.has_property,
            self.has_number,
            self.vocabulary.means,
            self._names.letters,
            sound_key,
            self.container,
        )

    def begins_goods(self, text: str) -> bool:
        """Say whether a noun that goods are called by begins with *text*."""
        return any(head.startswith(text) for head in self.heads)

    def container(self, word: str) -> CountUnit | None:
        """Return the unit that *word* counts in where names say that goods come in it («клин 5 кг»)."""
        return as_container(word, self._containers)

    def __len__(self) -> int:
        return len(self.products)

    def index_of(self, sku: str) -> int | None:
        """Return the place of the article *sku*, or ``None``."""
        return self._by_sku.get(sku)

    def by_article(self, number: str, *, announced: bool = False) -> list[int]:
        """Return the places of articles whose number is *number*; *announced*, or whose digits alone are it."""
        return self._by_article.get(number) or (self._by_digits.get(number, []) if announced else [])

    def has_dims(self, values: Sequence[Decimal]) -> bool:
        """Say whether some article has a section that begins with *values*."""
        return section_key(values) in self._names.beginnings

    def has_section(self, values: Sequence[Decimal]) -> bool:
        """Say whether some article has exactly the section *values*."""
        return section_key(values) in self._names.sections

    def has_value(self, value: Decimal) -> bool:
        """Say whether some article states *value* with a unit that is not counted in goods."""
        return plain(value) in self._names.stated

    def has_property(self, value: Decimal, kind: str) -> bool:
        """Say whether some article states *value* of *kind*."""
        return f"n:{plain(value)}:{kind}" in self._postings

    def has_number(self, value: Decimal) -> bool:
        """Say whether *value* stands in the name of some article, alone or within a section."""
        number = plain(value)
        return "n:" + number in self._postings or "m:" + number in self._postings

    def weight(self, term: str) -> float:
        """Return how much the word *term* tells: rare words more, one letter less."""
        count = len(self._postings.get("w:" + term, ())) or len(self._postings.get("c:" + term, ()))
        total = len(self.products) + 1
        rarity = math.log(total / (count + 0.5)) / math.log(total + 1) if total > 2 else 0.5
        weight = 0.4 + 0.6 * max(0.0, min(1.0, rarity))
        return weight * _LETTER_WEIGHT if len(term) == 1 else weight

    def word_row(self, matches: Matches, weight: float, miss: float, *, head: bool = False) -> Row:
        """Return the row of a word: certainty times *weight* where an article carries it, minus *miss* elsewhere.

        Of a *head*, an article that only mentions it («скобы для степлера») gets a part.
        """
        row = np.full(len(self.products), -miss, dtype=np.float32)
        nouns = [term for term, _ in matches if head and "h:" + term in self._postings]
        for term, certainty in reversed(matches):
            for key, share in self._shares(term, head=head, nouns=nouns):
                self._raise(row, key + term, certainty * weight * share)
            if (without := self._postings.get("w:" + NEGATION + term)) is not None:  # «с ручкой», not «без ручки»
                row[without] = np.where(row[without] > 0, row[without], -2 * miss)
        return row

    def _shares(self, term: str, *, head: bool, nouns: Sequence[str]) -> tuple[tuple[str, float], ...]:
        categories = ("c:", CATEGORY_SHARE), ("p:", _KIND_SHARE)
        if term in nouns:
            return *categories, ("w:", MENTION_SHARE), ("h:", 1.0)
        form = any(term.startswith(noun) and len(term) - len(noun) <= _ENDING for noun in nouns)  # «для ледобура»
        if head and (form or self.vocabulary.short.is_cut(term)):  # «наволочка» of sets «нав. 70х70»
            return *categories, ("w:", MENTION_SHARE)
        return *categories, ("w:", 1.0)

    def without_row(self, matches: Matches, weight: float) -> Row:
        """Return the row of «без …»: best for articles that say so, worst for those that have it."""
        row = np.zeros(len(self.products), dtype=np.float32)
        for term, _ in matches:
            if (places := self._postings.get("w:" + term)) is not None:
                row[places] = -weight
        for term, certainty in matches:
            if (places := self._postings.get("w:" + NEGATION + term)) is not None:
                row[places] = certainty * weight
        for term in self.vocabulary.without(matches):
            self._raise(row, "w:" + term, weight)
        return row

    def number_row(self, mark: NumberMark, weight: float, miss: float) -> Row:
        """Return the row of a property; articles that state another value of the same kind get twice *miss*."""
        return self._numbers.row(mark, weight, miss)

    def stated_row(self, mark: NumberMark, weight: float, miss: float) -> Row:
        """Return the row of so many pieces or packages: only a name that states as many of the same has them."""
        row = np.full(len(self.products), -miss, dtype=np.float32)
        self._raise(row, f"n:{plain(mark.value)}:{mark.kind}", weight)
        return row

    def _raise(self, row: Row, key: str, value: float) -> None:
        raise_row(self._postings, row, key, value)

    def beside(self, first: str, second: str) -> bool:
        """Say whether some article carries both words, so that «плюс» behind «Зева» and «добрый» of juice are names.

        *first* may be a number in digits: «500+».
        """
        if first.isdigit() and (numbered := self._postings.get("n:" + first)) is not None:
            return self._carried(numbered, second)
        for one, sure in self.vocabulary.matches(first):
            for other, certainty in self.vocabulary.matches(second):
                if one == other or min(sure, certainty) < _CLEARLY:
                    continue
                places, others = self._postings.get("w:" + one), self._postings.get("w:" + other)
                if places is not None and others is not None and len(np.intersect1d(places, others)):
                    return True
        return False

    def _carried(self, places: NDArray[np.int32], word: str) -> bool:
        """Say whether an article of *places* carries *word*."""
        certain = (term for term, sure in self.vocabulary.matches(word) if sure >= _CLEARLY)
        return any(len(np.intersect1d(places, self._postings.get("w:" + term, ()))) > 0 for term in certain)

    def begins_beside(self, front: str, noun: str) -> bool:
        """Say whether some article has *noun* and another word that begins with *front*: «проф» beside «труба»."""
        nouns = {place for term, _ in self.vocabulary.matches(noun) for place in self._postings.get("w:" + term, ())}
        fronts = (term for term, _ in self.vocabulary.starting(front) if term != noun)
        return any(not nouns.isdisjoint(self._postings.get("w:" + term, ())) for term in fronts)

    def of_kind(self, place: int) -> list[int]:
        """Return the places of the articles that share a noun with the one at *place*, itself among them."""
        rows = [self._postings[key] for head in self.features[place].heads if (key := "h:" + head) in self._postings]
        return sorted({int(other) for row in rows for other in row})

    def counts_pieces(self, place: int) -> bool:
        """Say whether the article is sold by whole things."""
        return self._bases[self.products[place].unit] not in MEASURED

    def counts_in(self, unit: Unit) -> bool:
        """Say whether some article is counted in the measure *unit*."""
        return unit in self._bases.values()

    def called_in(self, word: str) -> frozenset[int]:
        """Return the places of articles whose names have *word* in any form."""
        keys = ("w:" + lemma for lemma in word_form(word).lemmas)
        return frozenset(int(place) for key in keys for place in self._postings.get(key, ()))

    def head_row(self, terms: Iterable[str], weight: float) -> Row:
        """Return the row of a unit word that may be the goods themselves («десять мешков»): no penalty elsewhere."""
        row = np.zeros(len(self.products), dtype=np.float32)
        for term in terms:
            self._raise(row, "h:" + term, weight)
        return row

    def uncounted_row(self, unit: CountUnit, cost: float) -> Row:
        """Return minus *cost* for the articles whose base unit is not the measure *unit*."""
        row = self._uncounted.get(unit.unit)
        if row is None:
            counted = {text: base is unit.unit for text, base in self._bases.items()}
            can = [counted[product.unit] for product in self.products]
            row = self._uncounted[unit.unit] = np.where(can, np.float32(0), np.float32(-1))
        return row * np.float32(cost)

    def called_row(self, matches: Matches, weight: float) -> Row:
        """Return the row of a package: whole for articles that are called so, a share for those that mention it."""
        mentioned = np.maximum(self.word_row(matches, weight, 0.0), 0) * np.float32(MENTION_SHARE)
        return np.maximum(mentioned, self.head_row((term for term, _ in matches), weight))

    def article_row(self, places: Iterable[int]) -> Row:
        """Return the row of a spoken article number."""
        row = np.full(len(self.products), -1.0, dtype=np.float32)
        row[list(places)] = 3.0
        return row

    def _read(self, index: int, product: Product, postings: dict[str, list[int]]) -> ProductFeatures:
        name = self._texts_of(product.name, index, postings)
        head = self._head(name.terms)
        heads = nouns_of(head, name) if head else frozenset()
        aliases = []
        called = set()
        for alias in product.aliases:
            said = self._texts_of(alias, index, postings, spoken=True)
            aliases.append(frozenset(said.terms) | said.properties)
            if (head := self._head(said.terms)) and len(head) >= _SHORTEST_HEAD:
                called.add(head)
        if heads and (noun := noun_behind(name.terms)) is not None:
            self._behind[index] = noun
        self._texts_of(product.category, index, postings, "c:")
        self._add_article(index, product.sku)
        return ProductFeatures(frozenset(name.terms), name.properties, tuple(aliases), heads, frozenset(called) - heads)

    def _settle_nouns(self) -> None:
        """Take the noun behind the abbreviation of a name as its noun too, where other names begin with that noun."""
        nouns = frozenset().union(*(features.heads for features in self.features)) if self._behind else frozenset()
        for index, noun in self._behind.items():
            if noun in nouns:
                self.features[index] = replace(self.features[index], heads=self.features[index].heads | {noun})
        self._behind = {}

    def _settle_heads(self, postings: dict[str, list[int]]) -> None:
        """Take as nouns of goods the first nouns of names, and those of aliases that call one kind of goods only.

        «Кварта» that stands for sockets and frames alike, or within their names, is a brand; «дифавтомат» is what
        people call the thing.
        """
        called = set().union(*(features.called for features in self.features))
        kinds: dict[str, set[frozenset[str]]] = defaultdict(set)
        for features in self.features:
            for head in called & (features.called | features.terms):
                kinds[head].add(features.heads)
        one_kind = {head for head in called if len(kinds[head]) == 1}
        for index, features in enumerate(self.features):
            heads = features.heads | (one_kind & (features.called | features.terms))
            self.heads |= heads
            for head in heads:
                postings["h:" + head].append(index)

    def _add_article(self, index: int, sku: str) -> None:
        folded = article_key(sku)
        digits = "".join(letter for letter in folded if letter.isdigit())
        self._by_article[folded].append(index)
        if digits == folded and (short := digits.lstrip("0")) != digits and short:
            self._by_digits[short].append(index)  # «артикул четыреста восемнадцать» of 00418
        if digits == folded:
            self.codes.add_number(digits, index)
        if digits != folded and len(digits) >= 3:
            self._by_digits[digits].append(index)
        elif digits == folded and len(digits) >= _DICTATED:
            self.codes.add(sku, index)
        if digits != folded:
            self.codes.add_article(sku, index)

    def sizes_of(self, place: int) -> list[int]:
        """Return the articles of the same words, *place* among them: the sizes of one thing."""
        return self._sizes[self.features[place].terms]

    def _share_nicknames(self, postings: dict[str, list[int]]) -> None:
        for place, features in enumerate(self.features):
            self._sizes[features.terms].append(place)
        families = [family_of(features.terms, features.heads, features.properties) for features in self.features]
        called = set().union(*(features.called for features in self.features))
        terms, aliases = zip(*((features.terms, features.alias_terms) for features in self.features), strict=True)
        for place, word in shared_words(families, terms, aliases):
            self._lend_word(place, word, postings, called=word in called)
        named = [(features.terms, features.heads) for features in self.features]
        for place, word in common_words(named, aliases):
            self._lend_word(place, word, postings, called=word in called)
        names = [(features.terms, features.heads, features.properties) for features in self.features]
        for place, word in code_names(names):
            self._lend_word(place, word, postings)
        taught = [(features.terms, features.alias_terms) for features in self.features if features.alias_terms]
        for word, term in taught_words(taught, self.vocabulary.short):
            postings["w:" + word] += postings["w:" + term]

    def _lend_word(self, place: int, word: str, postings: dict[str, list[int]], *, called: bool = False) -> None:
        features = self.features[place]
        if word not in features.terms and place not in postings["w:" + word]:
            postings["w:" + word].append(place)
            if called:
                self.features[place] = replace(features, called=features.called | {word})

    def _texts_of(
        self, text: str, index: int, postings: dict[str, list[int]], prefix: str = "w:", *, spoken: bool = False
    ) -> NameFeatures:
        features = self._names.read(text, spoken=spoken)
        self.codes.add(text, index)
        for term in features.terms:
            postings[prefix + term].append(index)
        for key in features.keys:
            postings[key].append(index)
        return features

    def _head(self, terms: Sequence[str]) -> str | None:
        """Return the noun of a name: its abbreviation where it begins with one («КПБ евро бязь»), else its first."""
        first = terms[0] if terms else ""
        if is_abbreviation(first) and first not in SYNONYMS_OF:
            return first
        for term in terms:
            form = word_form(term)
            if form.pos == "NOUN" and len(term) >= _SHORTEST_HEAD and not (form.known and form.is_name):
                return term
        return terms[0] if terms else None
