"""Words from those onnx-asr models that spell letter by letter with CTC: the embedded one, GigaAM v3 CTC, T-one.

onnx-asr's public face returns the greedy tokens only. A word model or hints need the network's probabilities, so this
module alone reaches inside the library, whose version is bounded for that reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from asr.beam import align, search_several
from asr.engine import Word
from asr.gated import Words
from asr.hint_words import Alphabet, HeardWord, LogProbs, rename
from asr.language import START, Ngrams, WordModel
from asr.others import HEARD, with_others
from asr.resampling import Samples
from asr.token_words import fired_words, spread


class LetterNetwork:
    """The network inside an onnx-asr model, when its tokens are letters.

    With a word model beside the weights the text is searched for, hints being words of that model; without one the
    greedy text stands and hints may rename its unsure words.
    """

    def __init__(self, network: Any, sample_rate_hz: int, ngrams: Ngrams | None) -> None:
        self._network = network
        self._rate_hz = sample_rate_hz
        self._frame_s = float(network.window_step * network._subsampling_factor)
        ids = {token: number for number, token in network._vocab.items() if len(token) == 1}
        self._alphabet = Alphabet(ids, int(network._blank_idx))
        self._model = WordModel(ngrams) if ngrams is not None else None

    @classmethod
    def inside(cls, model: Any, sample_rate_hz: int, ngrams: Ngrams | None) -> LetterNetwork | None:
        """Return the letter network inside *model*, or None when it has none."""
        from onnx_asr.asr import _AsrWithCtcDecoding

        network = model.asr
        if not isinstance(network, _AsrWithCtcDecoding):
            return None
        tokens = [token for number, token in network._vocab.items() if number != network._blank_idx]
        letters = sum(len(token) == 1 for token in tokens)
        return cls(network, sample_rate_hz, ngrams) if letters > 0.9 * len(tokens) else None

    @property
    def searches(self) -> bool:
        """Whether a word model stands beside the weights."""
        return self._model is not None

    def recognise(self, waves: Sequence[Samples], hints: Sequence[str]) -> list[Words]:
        """Return the words of each wave."""
        lengths = np.array([len(wave) for wave in waves], np.int64)
        padded = np.stack([np.pad(wave, (0, int(lengths.max()) - len(wave))) for wave in waves])
        logprobs, frames = self._network._encode(*self._network._preprocessor(padded, lengths))
        durations = lengths / self._rate_hz
        if self._model is not None:
            model = self._model.with_hints(hints)
            fired = [self._searched(table[:count], model) for table, count in zip(logprobs, frames, strict=True)]
        else:
            results = [self._network._decode_tokens(*tokens) for tokens in self._network._decoding(logprobs, frames)]
            fired = [
                self._renamed(result, table[:count], hints)
                for result, table, count in zip(results, logprobs, frames, strict=True)
            ]
        return [spread(words, duration_s) for words, duration_s in zip(fired, durations, strict=True)]

    def _searched(self, logprobs: LogProbs, model: WordModel) -> list[Word]:
        readings = search_several(logprobs, self._alphabet, model, START, HEARD)
        text = readings[0][0]
        if not text:
            return []
        placed = align(logprobs, self._alphabet.spell(text) or [], self._alphabet.blank)
        times = [frame * self._frame_s for frame, _ in placed]
        words = fired_words(list(text), times, [logprob for _, logprob in placed])
        return with_others(words, readings[1:])

    def _renamed(self, result: Any, logprobs: LogProbs, hints: Sequence[str]) -> list[Word]:
        fired = fired_words(result.tokens or (), result.timestamps or (), result.logprobs or ())
        texts = rename([self._heard(word) for word in fired], logprobs, self._alphabet, hints)
        return [replace(word, text=text) for word, text in zip(fired, texts, strict=True)]

    def _heard(self, word: Word) -> HeardWord:
        first, last = round(word.start / self._frame_s), round(word.end / self._frame_s)
        return HeardWord(word.text, first, last, word.confidence or 0.0)
