"""The words of a catalogue, and which of them a spoken word may be.

Built from names, aliases and categories. A spoken word finds its term by form, synonym, root, spelling of letters,
sound, and last by likeness; each way has its own certainty.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from nlp.orders.catalogue import matches as way
from nlp.orders.catalogue.abbreviations import Abbreviations
from nlp.orders.catalogue.derived import (
    adjectives_of,
    agents_of,
    aspects_of,
    grows,
    kin_of,
    slang_stems,
    spellings,
    stems_of,
    tails_of,
)
from nlp.orders.catalogue.matches import Matches, ordered, put, put_all
from nlp.orders.catalogue.misheard import Likeness
from nlp.orders.catalogue.shortened import ShortForms, initials
from nlp.orders.catalogue.synonyms import CALLED, SYNONYMS_OF, said_in_parts
from nlp.orders.catalogue.word_kinds import CLOSED_CLASSES, LONGEST_CODE, Terms, is_code, term_of
from nlp.text.morph import root, word_form
from nlp.text.pet_forms import plain_shapes
from nlp.text.relational import adjectives_of_noun, nouns_of_adjective, siblings_of
from nlp.text.sound import begins_aloud, is_latin, is_spelt, read_in_parts, sound_key, sound_keys

_SHORTEST_FUZZY, _SHORTEST_STEM = 5, 4
_LONGEST, _LONG_SLANG = 60, 8
_SHORTEST_CUT, _BRIEF = 3, 2
_FINAL, _FEW, _MOST = "аеиоуыэюяьй", 2, 12
_ENDINGS = frozenset("аиыуе")
_SEAM = frozenset("оеи")
_NAME_ENDS = ("а", "и", "о", "е", "ия")


class Vocabulary:
    """Terms of one catalogue. Call ``freeze`` once after all ``add`` calls."""

    def __init__(self) -> None:
        self._terms: Terms = {}
        self._by_root: dict[str, Terms] = defaultdict(dict)
        self._by_sound: dict[str, Terms] = defaultdict(dict)
        self._by_plain: dict[str, Terms] = defaultdict(dict)  # «стакан» -> «стаканчик»
        self._compounds: set[str] = set()  # how names written in parts sound
        self._likeness = Likeness(())
        self._codes = Abbreviations()
        self._heads: list[str] = []
        self._sorted: list[str] = []
        self.short = ShortForms()
        self._tails: dict[str, list[str]] = {}  # «короб» -> «гофрокороб»
        self._nouns: dict[str, Terms] = defaultdict(dict)  # «носок» -> «ноский», as which «Носки» is kept
        self._cache: dict[str, Matches] = {}

    def __contains__(self, term: str) -> bool:
        return term in self._terms

    def __len__(self) -> int:
        return len(self._terms)

    def knows(self, word: str) -> bool:
        """Say whether *word* is a word of the catalogue, in any form."""
        return not self._terms.keys().isdisjoint((word, *word_form(word).lemmas))

    def means(self, word: str) -> bool:
        """Say whether *word* is a word of the catalogue or one that names write short: «накладной» of «накл.»."""
        return self.knows(word) or any(True for _ in self.short.cut(word))

    def add(self, word: str, *, short: bool = False) -> str:
        """Return the term of *word*, adding it: the likeliest lemma. A *short* word was written with a full stop."""
        term = self.short.add_cut(word, term_of(word)) if short else term_of(word)
        if term not in self._terms:
            self._terms[term] = None
            self._index(term, word)
            for noun in word_form(word).nouns:
                if noun != term:
                    self._nouns[noun][term] = None
        return term

    def add_compound(self, parts: Sequence[str]) -> str:
        """Return the term of a word written in *parts* («Type-C»), adding it as it sounds part by part."""
        term = self.add("".join(parts))
        for key in map(sound_key, (*read_in_parts(parts), *said_in_parts(parts))):
            self._by_sound[key][term] = None
            self._compounds.add(key)
        return term

    def is_compound(self, word: str) -> bool:
        """Say whether a name written in parts, one of them Latin, sounds as *word*: «тайпси» of «Type-C»."""
        return sound_key(word) in self._compounds

    def freeze(self, heads: Iterable[str] = ()) -> None:
        """Prepare the search by likeness; *heads* may be shortened in speech («диф» for «дифавтомат»)."""
        self._sorted = sorted(self._terms)
        self._heads = [head for head in heads if len(head) >= 6]
        self._tails = tails_of(self._heads)
        self._likeness = Likeness(self._by_sound)
        self._cache.clear()

    def matches(self, word: str) -> Matches:
        """Return the terms that *word* (lower case, one token) may be, each with its certainty from 0 to 1."""
        found = self._cache.get(word)
        if found is None:
            found = self._cache[word] = self._find(word)
        return found

    def in_full(self, word: str) -> Matches:
        """Return the matches of *word* but for compound names that only end with it."""
        longer = self.ending_with(word)
        return tuple(match for match in self.matches(word) if match[0] not in longer)

    def ending_with(self, word: str) -> frozenset[str]:
        """Return the compound names that end with *word*: «гофрокороб» for «короб» and «коробочка»."""
        lemmas = word_form(word).lemmas
        shorter = (*lemmas, *(shape for lemma in lemmas for shape in plain_shapes(lemma)))
        return frozenset(name for short in shorter for name in self._tails.get(short, ()))

    def starting(self, word: str) -> Matches:
        """Return the terms of which *word* is the beginning: it was written short («брезент.»)."""
        if len(word) < 2:
            return ()
        key = sound_key(word)
        longer = (term for term in self._terms if term.startswith(word) or begins_aloud(term, key))
        return tuple((term, way.PREFIX + 0.08) for term in sorted(longer, key=len)[:12])

    def contracted(self, first: str, last: str) -> Matches:
        """Return the terms that begin with *first* and end with *last*, whatever its case: «эл-ды», «св/фильтр»."""
        end = last.rstrip(_FINAL)
        if first in self._terms or not end or len(first) > _SHORTEST_FUZZY:
            return ()
        longer = (term for term in self._terms if term.startswith(first) and len(term) > len(first) + len(last))
        found = tuple((term, way.ROOT) for term in longer if term.rstrip(_FINAL).endswith(end))
        return found if len(found) <= _FEW else ()

    def joined(self, word: str) -> Matches:
        """Return the terms that neighbouring tokens joined into *word* may be: letters spelt aloud, or a split word."""
        best: dict[str, float] = {}
        if word in self._terms:
            best[word] = way.EXACT
            for key in sound_keys(word):
                put(best, (term for term in self._by_sound.get(key, ()) if is_latin(term)), way.SOUND)
        put(best, self._codes.spelt(word), way.SPELT)
        if not best and len(word) >= _SHORTEST_FUZZY:
            put(best, (term for term in word_form(word).lemmas if term in self._terms), way.EXACT)
            put(best, self._by_sound.get(sound_key(word), ()), way.SOUND)
        return ordered(best)

    def nearly(self, word: str) -> float:
        """Return how alike *word* and the word of the catalogue that sounds most like it are, up to 1."""
        return max((likeness for _, likeness in self._likeness.near(sound_key(word), known=False)), default=0.0)

    def sounds_latin(self, word: str, least: float) -> bool:
        """Say whether a Latin name of the catalogue sounds like *word*, at *least* as much alike."""
        key = sound_key(word)
        near = ((key, 1.0), *(self._likeness.near(key, known=False) if least < 1 else ()))
        return any(likeness >= least and any(map(is_latin, self._by_sound.get(other, ()))) for other, likeness in near)

    def add_lettered(self, letter: str, word: str) -> None:
        """Remember a word with a letter before it («К-файл», «Z-сложения»)."""
        self._codes.add_lettered(letter, word, self.add(letter + word))

    def lettered(self, letter: str, word: str) -> Matches:
        """Return the word of the catalogue that *letter*, by any of its names, and *word* in any form are."""
        return tuple((term, way.EXACT) for term in self._codes.lettered(letter, word))

    def compound_of(self, one: str, other: str) -> Matches:
        """Return the compound names that two words in a row make up: «держатель фляги», «гофрированный короб»."""
        pairs = ((noun, first) for noun, first in ((one, other), (other, one)) if word_form(noun).pos == "NOUN")
        found = dict.fromkeys(
            name
            for noun, first in pairs
            for lemma in word_form(noun).lemmas
            for name in self._tails.get(lemma, ())
            if first.startswith(name[: -len(lemma) - 1]) and first != name
        )
        return tuple((name, way.SPELT) for name in found) if len(found) <= _FEW else ()

    def initials(self, words: Sequence[str]) -> Matches:
        """Return the abbreviation that *words* spell with their first letters («наружная резьба»: НР)."""
        codes = (code for code in initials(words) if len(code) > 1 and code in self._terms and is_code(code))
        return tuple((code, way.ROOT - 0.03) for code in codes)

    def of_two(self, front: str, back: str) -> Matches:
        """Return the terms that are written short for the words *front* and *back*: «с/г», «теплоизол.»."""
        best: dict[str, float] = {}
        put_all(best, self.short.of_two(front, back))
        return ordered(best)

    def without(self, nouns: Matches) -> list[str]:
        """Return the terms that say in one word that what may be *nouns* is lacking: «безмолочный», «б/г»."""
        return [term for noun, _ in nouns for term in self.short.without(noun) if term in self._terms]

    def _find(self, word: str) -> Matches:
        if not 0 < len(word) <= _LONGEST:
            return ()
        best: dict[str, float] = {}
        lemmas = word_form(word).lemmas
        self._find_forms(word, lemmas, best)
        self._find_codes(word, best)
        self._find_kin(word, lemmas, best)
        if best:
            self._find_beside(word, lemmas, best)
        else:
            self._find_derived(word, best)
        if not best:
            self._find_by_sound(word, lemmas, best)
        if not best:
            put(best, self._kept(name for term in (word, *lemmas) for name in CALLED.get(term, ())), way.CALLED)
        return ordered(best)

    def _find_forms(self, word: str, lemmas: Sequence[str], best: dict[str, float]) -> None:
        put(best, (term for term in (word, *lemmas) if term in self._terms), way.EXACT)
        if not best:
            put(best, (term for noun in word_form(word).nouns for term in self._nouns.get(noun, ())), way.SPELT)
        known = word_form(word).known
        if not known and len(word) > _SHORTEST_STEM and word[-1] in _ENDINGS and word[:-1] in self._terms:
            put(best, (word[:-1],), way.EXACT)  # «паучи» of «пауч»
        certainty = way.BESIDE_SYNONYM if best else way.SYNONYM  # what the company itself calls so is meant first
        for term in (word, *lemmas):
            alike = SYNONYMS_OF.get(term, ())
            put(best, self._kept(alike), certainty)
            put(best, (cut for other in alike for cut, _ in self.short.cut(other)), min(certainty, way.SOUND))
            put(best, (cut for other in alike for cut, _ in self.short.brief(other)), way.PREFIX)
        heard_as_written = not best and not known and any(sound_key(form) in self._by_sound for form in (word, *lemmas))
        if not heard_as_written:  # «щётчик» is a «счётчик» and no little «щит»
            self._find_pet_forms(lemmas, best)

    def _kept(self, names: Iterable[str]) -> Iterator[str]:
        return (kept for name in names for kept in (name, term_of(name)) if kept in self._terms)

    def _find_codes(self, word: str, best: dict[str, float]) -> None:
        """Abbreviations, as they are written and spelt aloud, and Latin words as they are read aloud."""
        form = word_form(word)
        if len(word) <= LONGEST_CODE + 2:
            put(best, self._codes.written(word), way.SPELT)
        if not is_latin(word) and not (best and form.known):
            for spelling in spellings(word, form.lemmas):
                put(best, self._codes.spelt(spelling), way.SPELT)
            put(best, self._codes.in_one(word), way.SOUND)
            if len(word) >= 5 and is_spelt(word):
                for code in (code for code in list(best) if len(code) >= _BRIEF):  # an «элька» is no LED
                    put(best, self._codes.begun(code), way.PREFIX)
        if 3 <= len(word) <= LONGEST_CODE and is_code(word):
            put(best, self._codes.starting(word), way.PREFIX)
        closed = form.known and form.pos in CLOSED_CLASSES
        if len(word) >= 3 and (not closed or (form.pos == "VERB" and len(word) > _SHORTEST_FUZZY)):
            for key in sound_keys(word):
                put(best, (term for term in self._by_sound.get(key, ()) if is_latin(term) or is_code(term)), way.SOUND)
                if word in self._terms and not is_latin(word) and len(word) >= _SHORTEST_FUZZY:
                    # an alias that spells the brand of other articles too tells none of them apart
                    put(best, (term for term in self._by_sound.get(key, ()) if is_latin(term)), way.EXACT)

    def _find_kin(self, word: str, lemmas: Sequence[str], best: dict[str, float]) -> None:
        """Words of the same root, compounds that end so, and words that names write short."""
        form = word_form(word)
        beside = bool(best)
        made = (term for noun in form.nouns for term in adjectives_of_noun(noun) if term in self._terms)
        put(best, made, way.OF_IT if beside else way.MADE_OF)  # «кран фланцевый» is none of the flanges
        if form.adjective is not None:
            shapes = (*nouns_of_adjective(form.adjective), *siblings_of(form.adjective))
            put(best, (term for term in shapes if term in self._terms), way.BESIDE if beside else way.MADE_OF)
        if len(word) >= 4:
            put(best, self._by_root.get(root(word), ()), way.ROOT)
        if self._tails and form.pos in {"NOUN", None}:
            for short in (*lemmas, *best):
                put(best, self._tails.get(short, ()), way.SOUND)
        put_all(best, self.short.cut(word))
        if best and not form.known and len(word) >= _LONG_SLANG:
            put(best, self._slangy(word, lemmas), way.SOUND)  # «светоотражайка» of one size is «светоотражающая» of all
        put_all(best, self.short.brief(word) if best else self.short.counted(word))

    def _find_beside(self, word: str, lemmas: Sequence[str], best: dict[str, float]) -> None:
        """Kin beside the word itself, for several hands write a price list; what only sounds alike is no kin."""
        derived: dict[str, float] = {}
        self._find_derived(word, derived)
        put(best, derived, way.BESIDE)
        kin = (term for lemma in lemmas for term in (*kin_of(lemma), *agents_of(lemma)))
        put(best, (term for term in kin if term in self._terms), way.BESIDE)

    def _find_derived(self, word: str, best: dict[str, float]) -> None:
        """Words made of others as Russian makes them."""
        form = word_form(word)
        if len(word) >= LONGEST_CODE:
            put_all(best, self.short.slashed(word))
            codes = initials([form.lemmas[0]]) if form.adjective is not None else ()
            put(best, (code for code in codes if len(code) > _BRIEF and code in self._terms), way.ROOT)
        for stem in (lemma[:-2] for lemma in form.lemmas if lemma.endswith("ка") and form.pos in {"NOUN", None}):
            made = (stem + end for end in ("ый", "ный", "ьный", ""))
            put(best, (term for term in made if term in self._terms), way.ROOT)  # «сгущёнка», «симка»
        if not best and not form.known:
            stems = (word[:size] for size in (-1, -2) if len(word) + size >= _SHORTEST_CUT)  # «сопа» of «СОП»
            put(best, (stem for stem in stems if stem in self._terms and is_code(stem)), way.ROOT)
        if not best:
            ends = ("", *_NAME_ENDS) if not is_latin(word) else ("",)
            for stem in stems_of(word):
                put(best, (term for end in ends for term in self._by_sound.get(sound_key(stem + end), ())), way.ROOT)
                put(best, self._codes.spelt(stem), way.ROOT)  # «эскаэфовский»
        if not best and (form.adjective is not None or form.pos in {"PRTF", "PRTS"}):
            for prefix, stem in aspects_of(form.lemmas[0]):
                put(best, (term for term in (prefix + stem,) if term in self._terms), way.PREFIX)
                cuts = (term for term, _ in self.short.cut(prefix + stem) if len(term) > len(prefix) + 1)
                put(best, cuts, way.PREFIX)
        if not best:
            put(best, (term for term, _ in self.short.brief(word)), way.PREFIX)
        if not best:
            for adjective in adjectives_of(word):
                put(best, (term for term, sure in self.matches(adjective) if sure >= way.SOUND), way.SOUND)

    def _find_pet_forms(self, lemmas: Sequence[str], best: dict[str, float]) -> None:
        """«Ложечка» is a «ложка» and the other way round; a catalogue that has both words tells them apart."""
        certainty = way.PET_FORM if not best else way.BESIDE_PET_FORM
        for lemma in lemmas:
            shapes = plain_shapes(lemma)
            put(best, (shape for shape in shapes if shape in self._terms), certainty)
            put(best, self._by_plain.get(lemma, ()), min(certainty, way.ROOT))
            if not best:
                words = (shape for shape in shapes if word_form(shape).known and shape in word_form(shape).lemmas)
                sure_ones = (match for match in self.matches(next(words, "")) if match[1] >= way.SYNONYM)
                for term, sure in sure_ones:
                    put(best, (term,), sure * way.PET_FORM)

    def _find_by_sound(self, word: str, lemmas: Iterable[str], best: dict[str, float]) -> None:
        form = word_form(word)
        if form.known and form.pos in CLOSED_CLASSES:
            return
        keys = dict.fromkeys((*sound_keys(word), *map(sound_key, lemmas)))
        for key in keys:
            if len(key) >= 3:
                put(best, self._by_sound.get(key, ()), way.SOUND)
            elif len(key) == 2 and len(word) >= 3:
                put(best, (term for term in self._by_sound.get(key, ()) if is_code(term) and len(term) >= 3), way.SOUND)
        for heard in list(best):
            put(best, (other for other in self._by_root.get(root(heard), ()) if len(heard) >= 4), way.ROOT * way.SOUND)
        if best or (form.known and form.is_name):
            return  # «Эдик» is no brand that begins so
        if len(word) >= 3:
            put(best, self._codes.starting(word), way.PREFIX)
        stem = root(word)
        if not best and len(stem) >= _SHORTEST_STEM:
            longer = self._sorted[(place := bisect_left(self._sorted, stem)) : place + 6]
            put(best, (term for term in longer if grows(term, stem, form.pos)), way.PREFIX - 0.05)
        if not best and not form.known and len(word) >= 4:
            stem = word.rstrip("аеиоуыэюяй")
            stem = stem[:-2] if len(stem) >= 5 and stem.endswith("ов") else stem
            put(best, (head for head in self._heads if len(stem) >= 3 and head.startswith(stem)), way.PREFIX)
        if not best:
            kin = (term for lemma in lemmas for term in (*kin_of(lemma), *agents_of(lemma)))
            put(best, (term for term in kin if term in self._terms), way.SOUND)
        if not best and form.pos == "NOUN":
            put(best, (tail for lemma in lemmas for tail in self._ends_compound(lemma)), way.PREFIX)
        if not best and not form.known:
            put_all(best, self.short.misheard(word))
        if not best and not (form.known and len(word) < _LONG_SLANG):
            put(best, self._slangy(word, lemmas), way.PREFIX)
        if not best and len(word) >= _SHORTEST_CUT + 1:
            clipped = (term for key in keys for near in self._likeness.clipped(key) for term in self._by_sound[near])
            put(best, (term for term in clipped if is_latin(term)), way.PREFIX - 0.02)
        if best or len(word) < _SHORTEST_FUZZY:
            return
        for key in keys:
            for near, likeness in self._likeness.near(key, known=form.known):
                terms = (term for term in self._by_sound[near] if not (form.known and is_latin(term)))
                put(best, terms, likeness * (0.8 if form.known else 0.88))

    def _ends_compound(self, lemma: str) -> Iterator[str]:
        """Yield the noun that ends *lemma*, where a word of the catalogue begins as it does: «велошлем» is a «шлем»."""
        for border in range(_SHORTEST_STEM, len(lemma) - _SHORTEST_CUT):
            front, tail = lemma[: border - 1], lemma[border:]
            if lemma[border - 1] in _SEAM and tail in self._terms and word_form(tail).pos == "NOUN":
                place = bisect_left(self._sorted, front)
                if place < len(self._sorted) and self._sorted[place].startswith(front):
                    yield tail

    def _slangy(self, word: str, lemmas: Iterable[str]) -> list[str]:
        """Return the terms of the one stem of which *word* is a handy noun: «ламинашка» of «ламинированный»."""
        for stem in dict.fromkeys(stem for form in (word, *lemmas) for stem in slang_stems(form)):
            place = bisect_left(self._sorted, stem)
            longer = [term for term in self._sorted[place : place + _MOST] if term.startswith(stem)]
            if longer and len({root(term)[: len(stem) + 1] for term in longer}) == 1:
                return longer
        return []

    def _index(self, term: str, word: str) -> None:
        if len(term) >= 4 and not is_latin(term):
            self._by_root[root(word)][term] = None
            for shape in plain_shapes(term):
                self._by_plain[shape][term] = None
        for key in sound_keys(term):
            self._by_sound[key][term] = None
        if is_code(term):
            self._codes.add(term)
