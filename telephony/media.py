"""The sound of one call: prompts to the caller, the caller's leg to disk, and how loud the caller is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pjsua2 as pj

TAIL_S = 0.06  # what a jitter buffer may still hold when a prompt has been sent


class CallMedia:
    """Plays and records on one call. All of it may be asked before the call has media: it starts with them."""

    def __init__(self, call: pj.Call) -> None:
        self._call = call
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
        self._player, self._saying, self._said_at_s = None, None, None

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
        """Let the recorder go: pjsip closes the file a moment later, on its own thread."""
        self._recorder = None

    def level(self) -> int:
        """Return how loud the caller is, 0 to 255."""
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
