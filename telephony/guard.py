"""Whose sound is recorded: only packets of the peer that the call was agreed with.

The same kernel filter as for SIP sits on the RTP socket of each call: the address and the port that the peer named in
its SDP. A peer behind an address translation names one that its packets do not come from; when nothing comes at all,
any port of an allowed address is let in instead.
"""

from __future__ import annotations

import ipaddress
import logging
from dataclasses import dataclass

import pjsua2 as pj

from telephony import peers

LOOSEN_AFTER_S = 3.0
ANY_ADDRESS = "0.0.0.0"

Networks = tuple[ipaddress.IPv4Network, ...]
log = logging.getLogger("telephony")


@dataclass
class _Watched:
    handle: int
    loosened: bool = False


class MediaGuard:
    """The filters of all calls of a line."""

    def __init__(self, signalling: Networks, media: Networks) -> None:
        self._networks = (*signalling, *media)
        self._calls: dict[int, _Watched] = {}

    def watch(self, call: pj.Call) -> None:
        """Let in only the agreed peer of *call*; again after each re-INVITE."""
        try:
            local = str(call.getMedTransportInfo(0).localRtpName)
            remote = str(call.getStreamInfo(0).remoteRtpAddress)
        except pj.Error:
            return  # no audio stream now: rejected, or on hold without an address
        handle = peers.udp_socket(None, int(local.rpartition(":")[2]))
        host, _, port = remote.rpartition(":")
        known = peers.is_allowed(host, self._networks) and host != ANY_ADDRESS
        steps = peers.program(peers.networks((host,)), int(port)) if known else peers.program(self._networks)
        peers.attach(handle, steps)
        self._calls[id(call)] = _Watched(handle, loosened=not known)

    def loosen_if_silent(self, call: pj.Call, silent_s: float) -> None:
        """Let in any port of the allowed networks where the agreed one sends nothing."""
        watched = self._calls.get(id(call))
        if watched is None or watched.loosened or silent_s < LOOSEN_AFTER_S:
            return
        watched.loosened = True
        peers.attach(watched.handle, peers.program(self._networks))

    def forget(self, call: pj.Call) -> None:
        self._calls.pop(id(call), None)
