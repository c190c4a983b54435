"""Recognise with a Whisper model that CTranslate2 reads, through faster-whisper, from a local folder.

The library is imported when an engine is built, not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from asr.engine import EngineBusy, EngineError, EngineInfo, ModelMissing, Word
from asr.gated import Words
from asr.hardware import Hardware
from asr.model_folder import ModelFolder
from asr.resampling import Samples
from asr.wording import trimmed

FILES = ("model.bin", "config.json", "tokenizer.json")  # without the last, the library would ask the network for it
HINT_LETTERS = 400  # about half of the prompt that Whisper reads
NO_SPEECH = 0.6  # the three figures are Whisper's own defaults
LOW_LOGPROB = -1.0
LOOPING = 2.4
WINDOW_S = 28.0


class WhisperRecogniser:
    """A :class:`~asr.gated.Recogniser` over faster-whisper."""

    sample_rate_hz = 16_000

    def __init__(self, folder: ModelFolder, hardware: Hardware) -> None:
        compute_type = hardware.compute_type or ("float16" if hardware.device == "cuda" else "int8")
        self.batch_size = hardware.batch_size or (16 if hardware.device == "cuda" else 4)
        self.max_stretch_s = self.window_s = folder.window_s or WINDOW_S
        self._model, self._pipeline = _load(folder, hardware, compute_type)
        # A model that was trained without a prompt (the embedded one) would read hints as speech.
        prompted = self._model.hf_tokenizer.token_to_id("<|startofprev|>") is not None
        self._takes_hints = prompted and not folder.demonstration
        # A model of one language has no token for it, and naming one would only be warned about.
        self._language = "ru" if self._model.model.is_multilingual else None
        self.info = EngineInfo(
            name="faster-whisper",
            model=folder.name,
            version=folder.version,
            compute_type=compute_type,
            demonstration=folder.demonstration,
        )

    def recognise(self, batch: Sequence[Samples], *, hints: Sequence[str] = ()) -> list[Words]:
        ends = list(accumulate(len(samples) for samples in batch))
        starts = [0, *ends[:-1]]
        clips = [
            {"start": start / self.sample_rate_hz, "end": end / self.sample_rate_hz}
            for start, end in zip(starts, ends, strict=True)
        ]
        try:
            segments, _ = self._pipeline.transcribe(
                np.concatenate(batch),
                clip_timestamps=clips,
                language=self._language,
                word_timestamps=True,
                batch_size=self.batch_size,
                hotwords=self._hotwords(hints),
            )
            return words_by_clip(segments, clips)
        except (RuntimeError, ValueError, MemoryError) as error:
            raise _translated(error) from error

    def _hotwords(self, hints: Sequence[str]) -> str | None:
        if not self._takes_hints or not hints:
            return None
        kept = [
            hint
            for hint, length in zip(hints, accumulate(len(hint) + 2 for hint in hints), strict=True)
            if length <= HINT_LETTERS
        ]
        return ", ".join(kept) or None


def words_by_clip(segments: Iterable[Any], clips: Sequence[dict[str, float]]) -> list[Words]:
    """Sort the words of believable segments into the clips they came from, on each clip's own clock."""
    found: list[list[Word]] = [[] for _ in clips]
    for segment in segments:
        if not _believable(segment):
            continue
        middle = (segment.start + segment.end) / 2
        place = max(index for index, clip in enumerate(clips) if index == 0 or clip["start"] <= middle)
        found[place].extend(_word(word, clips[place]["start"]) for word in segment.words or ())
    return [tuple(word for word in words if word.text) for words in found]


def _believable(segment: Any) -> bool:
    silent = segment.no_speech_prob > NO_SPEECH and segment.avg_logprob < LOW_LOGPROB
    return not silent and segment.compression_ratio <= LOOPING


def _word(word: Any, offset_s: float) -> Word:
    start = max(0.0, word.start - offset_s)
    return Word(
        start=start,
        end=max(start, word.end - offset_s),
        text=trimmed(word.word),
        confidence=round(min(1.0, max(0.0, float(word.probability))), 3),
    )


def _load(folder: ModelFolder, hardware: Hardware, compute_type: str) -> tuple[Any, Any]:
    missing = [name for name in FILES if not (folder.path / name).is_file()]
    if missing:
        raise ModelMissing(f"{folder.path} lacks {', '.join(missing)}")
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    try:
        model = WhisperModel(
            str(folder.path),
            device=hardware.device,
            compute_type=compute_type,
            cpu_threads=hardware.threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError) as error:
        raise ModelMissing(f"модель в {folder.path} не загрузилась: {error}") from error
    return model, BatchedInferencePipeline(model)


def _translated(error: Exception) -> EngineError:
    text = str(error).lower()
    if isinstance(error, MemoryError) or "memory" in text or "alloc" in text:
        return EngineBusy("no memory for a batch")
    return EngineError(str(error))
