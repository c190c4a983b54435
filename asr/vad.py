"""Find the stretches of a recording in which somebody speaks.

The network is Silero's, in ONNX. In the base install it is the copy that faster-whisper carries (16 kHz only, stateful
over batches); where the silero-vad package is installed its own file serves (8 and 16 kHz). Neither package is
imported: importing them would load CTranslate2 or PyTorch for nothing. Both give one probability per 32 ms, and
:func:`stretches_of` makes stretches of them, so both obey the same rules.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from asr.engine import Audio, ModelMissing
from asr.resampling import Samples, resampled

FRAME_S = 0.032
Probabilities = npt.NDArray[np.float32]  # one per FRAME_S


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a recording in which somebody speaks, in seconds."""

    start_s: float
    end_s: float

    @property
    def seconds(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class VadOptions:
    """When sound counts as speech, and how speech is cut into stretches."""

    threshold: float = 0.5  # speech begins above this probability
    release: float = 0.35  # and goes on until it falls below this one
    min_speech_s: float = 0.15
    min_silence_s: float = 0.5  # a shorter pause does not end a stretch
    pad_s: float = 0.25  # kept on both sides, because first and last consonants are quiet
    max_stretch_s: float = 20.0


class VoiceActivity(Protocol):
    """Gives the probability of speech for each 32 ms of a recording."""

    def probabilities(self, audio: Audio) -> Probabilities: ...


def speech_stretches(vad: VoiceActivity, audio: Audio, options: VadOptions | None = None) -> list[Stretch]:
    """Return where *audio* holds speech, by start and without overlap."""
    if len(audio.samples) == 0:
        return []
    return stretches_of(vad.probabilities(audio), audio.seconds, options or VadOptions())


def stretches_of(probabilities: Probabilities, duration_s: float, options: VadOptions) -> list[Stretch]:
    """Return the stretches that *probabilities* describe.

    Pauses below ``min_silence_s`` are bridged, then stretches are padded without touching each other, then those
    beyond ``max_stretch_s`` are cut at their least likely frame, away from the edges.
    """
    runs = _bridged(list(_speech_runs(probabilities, options)), options)
    runs = [run for run in runs if (run[1] - run[0]) * FRAME_S >= options.min_speech_s]
    stretches = _padded(runs, duration_s, options.pad_s)
    return [part for stretch in stretches for part in _cut(stretch, probabilities, options.max_stretch_s)]


class BundledSilero:
    """Silero's network as faster-whisper carries it: 16 kHz."""

    RATE_HZ = 16_000
    WINDOW = 512
    CONTEXT = 64
    BATCH_WINDOWS = 2_000  # about a minute: bounds memory on long recordings

    def __init__(self) -> None:
        self._session = _session(_packaged_file("faster_whisper", "assets/silero_vad_v6.onnx"))

    def probabilities(self, audio: Audio) -> Probabilities:
        windows = _windows_with_context(_at_rate(audio, self.RATE_HZ), self.WINDOW, self.CONTEXT)
        h = c = np.zeros((1, 1, 128), np.float32)
        parts: list[Probabilities] = []
        for start in range(0, len(windows), self.BATCH_WINDOWS):
            feed = {"input": np.ascontiguousarray(windows[start : start + self.BATCH_WINDOWS]), "h": h, "c": c}
            part, h, c = self._session.run(None, feed)
            parts.append(part.reshape(-1))
        return np.concatenate(parts)


class PackagedSilero:
    """Silero's network as the silero-vad package carries it: 8 and 16 kHz, one window a step."""

    def __init__(self) -> None:
        self._session = _session(_packaged_file("silero_vad", "data/silero_vad.onnx"))

    def probabilities(self, audio: Audio) -> Probabilities:
        rate_hz = 8_000 if audio.sample_rate_hz <= 8_000 else 16_000
        window = rate_hz * 512 // 16_000
        state = np.zeros((2, 1, 128), np.float32)
        found: list[float] = []
        for samples in _windows_with_context(_at_rate(audio, rate_hz), window, window // 8):
            feed = {"input": np.ascontiguousarray(samples[None]), "state": state, "sr": np.array(rate_hz, np.int64)}
            probability, state = self._session.run(None, feed)
            found.append(float(probability.reshape(-1)[0]))
        return np.array(found, np.float32)


VOICE_ACTIVITY: dict[str, Callable[[], VoiceActivity]] = {"bundled": BundledSilero, "silero-vad": PackagedSilero}


def build_voice_activity(name: str = "bundled") -> VoiceActivity:
    """Return the detector called *name* in :data:`VOICE_ACTIVITY`. Raises ModelMissing where it is not installed."""
    if name not in VOICE_ACTIVITY:
        raise ModelMissing(f"voice activity {name!r} is not one of {', '.join(VOICE_ACTIVITY)}")
    return VOICE_ACTIVITY[name]()


def _packaged_file(package: str, inside: str) -> Path:
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        path = Path(place) / inside
        if path.is_file():
            return path
    raise ModelMissing(f"the package {package} with {inside} is not installed")


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the network is too small to share
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _at_rate(audio: Audio, rate_hz: int) -> Samples:
    return resampled(audio.samples, audio.sample_rate_hz, rate_hz)


def _windows_with_context(samples: Samples, window: int, context: int) -> Samples:
    """Return a view of shape ``(n, context + window)``: each window preceded by the end of the one before."""
    padded = np.pad(samples, (context, -len(samples) % window))
    return np.lib.stride_tricks.sliding_window_view(padded, context + window)[::window]


def _speech_runs(probabilities: Probabilities, options: VadOptions) -> Iterator[tuple[int, int]]:
    """Yield frame ranges that begin above the threshold and last until the release."""
    start: int | None = None
    for frame, probability in enumerate(probabilities):
        if start is None and probability >= options.threshold:
            start = frame
        elif start is not None and probability < options.release:
            yield start, frame
            start = None
    if start is not None:
        yield start, len(probabilities)


def _bridged(runs: list[tuple[int, int]], options: VadOptions) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and (start - joined[-1][1]) * FRAME_S < options.min_silence_s:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _padded(runs: list[tuple[int, int]], duration_s: float, pad_s: float) -> list[Stretch]:
    """Widen each run by the padding, or to the middle of the pause where two would meet."""
    edges = [(start * FRAME_S, min(end * FRAME_S, duration_s)) for start, end in runs]
    middles = [0.0, *((left[1] + right[0]) / 2 for left, right in pairwise(edges)), duration_s]
    return [
        Stretch(max(start - pad_s, middles[index]), min(end + pad_s, middles[index + 1]))
        for index, (start, end) in enumerate(edges)
    ]


def _cut(stretch: Stretch, probabilities: Probabilities, max_s: float) -> list[Stretch]:
    """Halve a stretch at its quietest frame until every part is short enough."""
    if stretch.seconds <= max_s:
        return [stretch]
    # The outer fifths are left alone: a cut there would leave the long part nearly as long as before.
    first = int((stretch.start_s + stretch.seconds * 0.2) / FRAME_S)
    last = int((stretch.end_s - stretch.seconds * 0.2) / FRAME_S)
    at_s = (first + int(np.argmin(_smoothed(probabilities[first:last])))) * FRAME_S
    left, right = Stretch(stretch.start_s, at_s), Stretch(at_s, stretch.end_s)
    return [*_cut(left, probabilities, max_s), *_cut(right, probabilities, max_s)]


def _smoothed(probabilities: Probabilities) -> Probabilities:
    """Average over three frames, so that a real pause wins over one lucky frame."""
    return np.convolve(np.pad(probabilities, 1, mode="edge"), np.full(3, 1 / 3, np.float32), mode="valid")
