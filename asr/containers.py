"""Tell what kind of sound file some bytes are, by their first bytes alone.

The name of a file and what it claims to be are never used: a playlist called ``order.wav`` is text, and text is not
a container. Only the kinds below are ever handed to a decoder, and the decoder is told which one it is.
"""

from __future__ import annotations

from enum import StrEnum

HEAD_BYTES = 64  # enough for every test below


class Container(StrEnum):
    """A kind of sound file that a PBX or a telephone writes."""

    WAV = "wav"
    FLAC = "flac"
    OGG = "ogg"
    MP3 = "mp3"
    MP4 = "mp4"
    AMR = "amr"
    MATROSKA = "matroska"
    AU = "au"
    AIFF = "aiff"


def sniff(head: bytes) -> Container | None:
    """Return the kind of the file that begins with *head*, or None for anything not known."""
    for matches, container in _TESTS:
        if matches(head):
            return container
    return None


def _is_wav(head: bytes) -> bool:
    return head[:4] in (b"RIFF", b"RIFX", b"RF64") and head[8:12] == b"WAVE"


def _is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _is_aiff(head: bytes) -> bool:
    return head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC")


def _is_mp3(head: bytes) -> bool:
    if head[:3] == b"ID3" and len(head) >= 10:
        return head[3] < 0xFF and all(byte < 0x80 for byte in head[6:10])
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    # Layer I is left out: nobody records calls with it, and the mark of UTF-16 text looks like it.
    return version != 1 and layer in (1, 2) and bitrate not in (0, 15) and rate != 3


_TESTS = (
    (_is_wav, Container.WAV),
    (lambda head: head.startswith(b"fLaC"), Container.FLAC),
    (lambda head: head.startswith(b"OggS"), Container.OGG),
    (_is_mp4, Container.MP4),
    (lambda head: head.startswith((b"#!AMR\n", b"#!AMR-WB\n")), Container.AMR),
    (lambda head: head.startswith(b"\x1a\x45\xdf\xa3"), Container.MATROSKA),
    (lambda head: head.startswith(b".snd"), Container.AU),
    (_is_aiff, Container.AIFF),
    (_is_mp3, Container.MP3),
)
