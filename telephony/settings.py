"""What one line group is told at its start. ``dozvon`` reads the settings and hands them down as these values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from telephony.hours import Branch

DEFAULT_PEERS = ("127.0.0.1/32",)


@dataclass(frozen=True)
class Trunk:
    """The company's PBX as an account: where to register, and the only way out for the urgent call."""

    host: str
    port: int = 5060
    user: str = ""
    password: str = field(default="", repr=False)
    realm: str = "*"
    register: bool = True


@dataclass(frozen=True)
class Limits:
    """Times of one conversation, in seconds, and what the disk must have free."""

    recording_s: float = 300.0
    call_s: float = 900.0
    first_word_s: float = 8.0  # nothing said for so long after the beep: the caller is not there
    silence_s: float = 4.0  # a pause this long after speech ends the order
    offer_s: float = 5.0  # how long ``2`` (add to the order) is waited for
    no_rtp_s: float = 30.0
    duty_ring_s: float = 25.0
    drain_s: float = 600.0
    parts: int = 5  # how many times a caller may speak in one call
    min_free_bytes: int = 50_000_000


@dataclass(frozen=True)
class LineSettings:
    """One line group: a process with ``lines`` lines on one SIP port.

    ``allowed_peers`` are IPv4 addresses or networks; a datagram from elsewhere is dropped by the kernel before SIP
    sees it. ``media_peers`` are further networks that sound may come from (a PBX that sends it from another host).
    """

    spool: Path
    group: int = 1
    address: str = "127.0.0.1"
    port: int = 5080
    public_address: str | None = None
    lines: int = 4
    rtp_port: int = 20_000
    rtp_ports: int = 100
    allowed_peers: tuple[str, ...] = DEFAULT_PEERS
    media_peers: tuple[str, ...] = ()
    trunk: Trunk | None = None
    duty_number: str | None = None
    branches: tuple[Branch, ...] = (Branch(),)
    prompts: Path | None = None
    limits: Limits = Limits()
    office_code: int = 480  # what a call gets while the office is open: the PBX then rings the office

    @property
    def folder(self) -> Path:
        """The folder of this group alone: two groups never write to the same files."""
        return self.spool / f"group-{self.group}"


def ready_file(settings: LineSettings) -> Path:
    """Return the file that is there, with the line's process id in it, while the group answers."""
    return settings.folder / "ready"


def is_ready(settings: LineSettings) -> bool:
    """Return whether the group answers: a line that was killed leaves its file behind, but no process."""
    try:
        return Path(f"/proc/{int(ready_file(settings).read_text())}").exists()
    except (OSError, ValueError):
        return False
