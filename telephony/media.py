"""The sound of one call: prompts to the caller, the caller's leg to disk, and how loud the caller is."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import pjsua2 as pj

RETIRE_S = 0.5  # far beyond what the bridge's clock lags behind on a machine that still carries calls
TAIL_S = 0.06  # what a jitter buffer may still hold when a prompt has been sent


class Retired:
    """Players and recorders that are done with, kept until the bridge has let go of them.

    The bridge carries out what it is told on its own thread, later. A player that is freed before that crashes the
    process: seen once in a hundred calls on a busy machine, with prompts of a tenth of a second.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[float, pj.AudioMedia]] = deque()

    def add(self, media: pj.AudioMedia | None) -> None:
        if media is not None:
            self._waiting.append((time.monotonic() + RETIRE_S, media))

    def release(self, now_s: float) -> None:
        """Free what has waited long enough."""
        while self._waiting and self._waiting[0][0] <= now_s:
            self._waiting.popleft()


class CallMedia:
    """Plays and records on one call. All of it may be asked before the call has media: it starts with them."""

    def __init__(self, call: pj.Call, retired: Retired) -> None:
        self._call = call
        self._retired = retired
        self._nobody: pj.AudioMedia = pj.Endpoint.instance().audDevManager().getPlaybackDevMedia()
        self._leg: pj.AudioMedia | None = None
        self._player: pj.AudioMediaPlayer | None = None
        self._recorder: pj.AudioMediaRecorder | None = None
        self._saying: tuple[list[str], float] | None = None
        self._said_at_s: float | None = None

    def connect(self) -> None:
        """Join what plays and records to the call's present stream; a re-INVITE makes a new one. Idempotent.

        The leg always flows into the null device too: the bridge reads only legs that somebody listens to, and an
        unread leg fills its jitter buffer, so that a recording would begin with old sound and lag behind for good.
        """
        self._leg = self._call.getAudioMedia(-1)
        self._leg.startTransmit(self._nobody)
        if self._player is not None:
            self._player.startTransmit(self._leg)
        if self._recorder is not None:
            self._leg.startTransmit(self._recorder)

    def play(self, files: Sequence[str], seconds: float, now_s: float) -> None:
        """Play *files* without gaps, in place of what plays; they take *seconds*."""
        self.stop_playing()
        self._saying = (list(files), seconds)
        self._player = player = pj.AudioMediaPlayer()
        if len(files) == 1:
            player.createPlayer(files[0], pj.PJMEDIA_FILE_NO_LOOP)
        else:
            player.createPlaylist(pj.StringVector(list(files)), "prompts", pj.PJMEDIA_FILE_NO_LOOP)
        self._said_at_s = now_s + seconds + TAIL_S
        if self._leg is not None:
            player.startTransmit(self._leg)

    def replay(self, now_s: float) -> None:
        """Begin what plays again: the caller was on hold and missed it."""
        if self._saying is not None:
            self.play(*self._saying, now_s)

    def stop_playing(self) -> None:
        player, self._player, self._saying, self._said_at_s = self._player, None, None, None
        if player is not None and self._leg is not None:
            with contextlib.suppress(pj.Error):  # the call is gone already, and its leg with it
                player.stopTransmit(self._leg)
        self._retired.add(player)

    def finished_playing(self, now_s: float) -> bool:
        """Return True once for every ``play`` that came to its end."""
        if self._said_at_s is None or now_s < self._said_at_s:
            return False
        self.stop_playing()
        return True

    def record(self, path: Path) -> None:
        """Write the caller's leg to *path* from now on. Raises ``pj.Error`` where the file cannot be made."""
        recorder = pj.AudioMediaRecorder()
        recorder.createRecorder(str(path))
        self._recorder = recorder
        if self._leg is not None:
            self._leg.startTransmit(recorder)

    def stop_recording(self) -> None:
        """Stop writing at once; the file is closed when the recorder is released, half a second later."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None and self._leg is not None:
            with contextlib.suppress(pj.Error):
                self._leg.stopTransmit(recorder)
        self._retired.add(recorder)

    def level(self) -> int:
        """Return how loud the caller is, 0 to 50."""
        return int(self._leg.getTxLevel()) if self._leg is not None else 0

    def bridge(self, other: CallMedia) -> None:
        """Let the two callers hear each other."""
        if self._leg is not None and other._leg is not None:
            self._leg.startTransmit(other._leg)
            other._leg.startTransmit(self._leg)

    def close(self) -> None:
        """Let go of everything, before the call object goes."""
        self.stop_playing()
        self.stop_recording()
        self._leg = None
