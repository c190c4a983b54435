"""Hints for those onnx-asr models that spell letter by letter with CTC: the embedded one, GigaAM v3 CTC, T-one.

onnx-asr's public face returns tokens only. To score a hint by its sound one needs the network's probabilities, so this
module alone reaches inside the library, whose version is bounded for that reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from asr.engine import Word
from asr.gated import Words
from asr.hint_words import Alphabet, HeardWord, LogProbs, rename
from asr.resampling import Samples
from asr.token_words import fired_words, spread


class LetterNetwork:
    """The network inside an onnx-asr model, when its tokens are letters."""

    def __init__(self, network: Any, sample_rate_hz: int) -> None:
        self._network = network
        self._rate_hz = sample_rate_hz
        self._frame_s = float(network.window_step * network._subsampling_factor)
        ids = {token: number for number, token in network._vocab.items() if len(token) == 1}
        self._alphabet = Alphabet(ids, int(network._blank_idx))

    @classmethod
    def inside(cls, model: Any, sample_rate_hz: int) -> LetterNetwork | None:
        """Return the letter network inside *model*, or None when it has none."""
        from onnx_asr.asr import _AsrWithCtcDecoding

        network = model.asr
        if not isinstance(network, _AsrWithCtcDecoding):
            return None
        tokens = [token for number, token in network._vocab.items() if number != network._blank_idx]
        letters = sum(len(token) == 1 for token in tokens)
        return cls(network, sample_rate_hz) if letters > 0.9 * len(tokens) else None

    def recognise(self, waves: Sequence[Samples], hints: Sequence[str]) -> list[Words]:
        """Return the words of each wave, unsure ones renamed by *hints*."""
        lengths = np.array([len(wave) for wave in waves], np.int64)
        padded = np.stack([np.pad(wave, (0, int(lengths.max()) - len(wave))) for wave in waves])
        logprobs, frames = self._network._encode(*self._network._preprocessor(padded, lengths))
        decoded = self._network._decoding(logprobs, frames)
        return [
            self._words(self._network._decode_tokens(*tokens), table[:count], length / self._rate_hz, hints)
            for tokens, table, count, length in zip(decoded, logprobs, frames, lengths, strict=True)
        ]

    def _words(self, result: Any, logprobs: LogProbs, duration_s: float, hints: Sequence[str]) -> Words:
        fired = fired_words(result.tokens or (), result.timestamps or (), result.logprobs or ())
        texts = rename([self._heard(word) for word in fired], logprobs, self._alphabet, hints)
        return spread([replace(word, text=text) for word, text in zip(fired, texts, strict=True)], duration_s)

    def _heard(self, word: Word) -> HeardWord:
        first, last = round(word.start / self._frame_s), round(word.end / self._frame_s)
        return HeardWord(word.text, first, last, word.confidence or 0.0)
