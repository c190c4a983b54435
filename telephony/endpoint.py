"""The pjsip endpoint of a process: one, with one Python thread, G.711 only, no sound card.

pjsip's own threads move the sound; Python runs only in the thread that calls ``libHandleEvents``. Every callback is
guarded, because pjsua2 prints an exception and goes on as if nothing had been asked.
"""

from __future__ import annotations

import functools
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

import pjsua2 as pj

CLOCK_HZ = 8000
CODECS = {"PCMA/8000": 255, "PCMU/8000": 254}
NO_DISCARDING = 0  # PJMEDIA_JB_DISCARD_NONE
JITTER_BUFFER_MS = 80
LONGEST_JITTER_MS = 500
LOG_LEVEL = 2  # errors and warnings: more would show SIP messages
_LONG_NUMBER = re.compile(r"\d{5,}")
_ADDRESS_OF_RECORD = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")

log = logging.getLogger("telephony")
P = ParamSpec("P")


class CallbackFailures:
    """How many callbacks failed in this process: the line counts them, a test wants none."""

    count = 0


def guarded(callback: Callable[P, None]) -> Callable[P, None]:
    """Keep an exception from falling into C++: it is logged without what the caller sent, and counted."""

    @functools.wraps(callback)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception:
            CallbackFailures.count += 1
            log.exception("callback %s failed", callback.__name__)

    return run


class Log(pj.LogWriter):
    """pjsip's warnings, without numbers and addresses of people."""

    def write(self, entry: pj.LogEntry) -> None:
        log.info("pjsip: %s", mask(entry.msg.strip()))


def mask(text: str) -> str:
    """Return *text* without anything that may be a telephone number or an address of a person."""
    return _LONG_NUMBER.sub("…", _ADDRESS_OF_RECORD.sub("…", text))


class Listener(pj.Endpoint):
    """The endpoint itself. ``rejected`` is called where pjsip had no free slot for a call and answered 486."""

    def __init__(self, rejected: Callable[[int], None]) -> None:
        super().__init__()
        self._rejected = rejected

    @guarded
    def onRejectedIncomingCall(self, prm: pj.OnRejectedIncomingCallParam) -> None:
        self._rejected(int(prm.statusCode))


@dataclass(frozen=True)
class Where:
    """The addresses an endpoint uses. *port* 0 lets the system choose."""

    address: str
    port: int
    public_address: str | None = None
    rtp_port: int = 20_000
    rtp_ports: int = 100


@dataclass
class Endpoint:
    """A started endpoint. The log writer must live as long as it does."""

    lib: Listener
    writer: Log
    where: Where
    port: int

    def handle(self, wait_ms: int) -> None:
        """Let SIP happen for at most *wait_ms* milliseconds."""
        self.lib.libHandleEvents(wait_ms)

    def stop(self) -> None:
        """Leave the network. Nothing of this endpoint may be used afterwards."""
        self.lib.libDestroy()


def start(where: Where, *, max_calls: int = 4, rejected: Callable[[int], None] = lambda _code: None) -> Endpoint:
    """Start the endpoint of this process. Raises ``pj.Error`` where the port is taken."""
    lib = Listener(rejected)
    lib.libCreate()
    writer = Log()
    lib.libInit(_config(writer, max_calls))
    transport = pj.TransportConfig()
    transport.port = where.port
    transport.boundAddress = where.address
    if where.public_address:
        transport.publicAddress = where.public_address
    try:
        transport_id = lib.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
        lib.libStart()
    except pj.Error:
        lib.libDestroy()
        raise
    lib.audDevManager().setNullDev()
    for codec in lib.codecEnum2():
        lib.codecSetPriority(
            codec.codecId, next((p for name, p in CODECS.items() if codec.codecId.startswith(name)), 0)
        )
    name = lib.transportGetInfo(transport_id).localName
    return Endpoint(lib, writer, where, int(name.rpartition(":")[2]))


def _config(writer: Log, max_calls: int) -> pj.EpConfig:
    config = _without_discarding()
    config.logConfig.level = config.logConfig.consoleLevel = LOG_LEVEL
    config.logConfig.msgLogging = 0
    config.logConfig.decor = 0
    config.logConfig.writer = writer
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.uaConfig.maxCalls = max_calls
    config.uaConfig.userAgent = "Dozvon"
    media = config.medConfig
    media.clockRate = media.sndClockRate = CLOCK_HZ
    media.sndAutoCloseTime = -1  # the null device is the clock of the bridge: without it nothing is played or kept
    media.noVad = True
    media.ecTailLen = 0
    media.jbInit = media.jbMinPre = media.jbMaxPre = JITTER_BUFFER_MS
    media.jbMax = LONGEST_JITTER_MS
    return config


def _without_discarding() -> pj.EpConfig:
    """Return pjsip's defaults with a jitter buffer that throws no sound away to become shorter.

    A recording has no need to be early. The setting is an enumeration that the Python bindings cannot express, so it
    goes the way of pjsip's own configuration files.
    """
    config, written, read = pj.EpConfig(), pj.JsonDocument(), pj.JsonDocument()
    written.writeObject(config)
    fields = json.loads(written.saveString())
    fields["EpConfig"]["MediaConfig"]["jbDiscardAlgo"] = NO_DISCARDING
    read.loadString(json.dumps(fields))
    read.readObject(config)
    return config


def account_config(where: Where) -> pj.AccountConfig:
    """Return the settings of an account that both a line and a caller share: where sound flows, and what is off."""
    config = pj.AccountConfig()
    sound = config.mediaConfig.transportConfig
    sound.boundAddress = where.address
    sound.port = where.rtp_port
    sound.portRange = where.rtp_ports
    if where.public_address:
        sound.publicAddress = where.public_address
    config.mediaConfig.srtpUse = pj.PJMEDIA_SRTP_DISABLED
    config.mwiConfig.enabled = False
    config.natConfig.iceEnabled = False
    config.natConfig.udpKaIntervalSec = 0
    config.videoConfig.autoShowIncoming = False
    config.callConfig.timerUse = pj.PJSUA_SIP_TIMER_OPTIONAL
    return config
