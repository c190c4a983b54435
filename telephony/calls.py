"""pjsua2's calls and account as the line uses them: callbacks only note what happened, the loop acts on it.

Answering or hanging up inside a callback can crash pjsip, so nothing is done here but refusing transfers, replacements
and redirections, whose verdict has to be given at once.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import Any

import pjsua2 as pj

from telephony.endpoint import guarded

FORBIDDEN = 403
DECLINE = 603
_USER_PART = re.compile(r"(?:sips?|tel):([^@;>\s]*)", re.IGNORECASE)
_UNSAFE = re.compile(r"[^0-9A-Za-z+*#._-]")
LONGEST_USER = 40

Note = tuple[str, Any, Any]  # what, on which call, detail


class LineCall(pj.Call):
    """One leg. *notes* is the inbox of the loop."""

    def __init__(self, account: pj.Account, notes: deque[Note], call_id: int = pj.PJSUA_INVALID_ID) -> None:
        super().__init__(account, call_id)
        self._notes = notes

    @guarded
    def onCallState(self, prm: pj.OnCallStateParam) -> None:
        info = self.getInfo()
        self._notes.append(("state", self, (int(info.state), int(info.lastStatusCode))))

    @guarded
    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:
        self._notes.append(("media", self, None))

    @guarded
    def onDtmfDigit(self, prm: pj.OnDtmfDigitParam) -> None:
        method = "info" if prm.method == pj.PJSUA_DTMF_METHOD_SIP_INFO else "rfc4733"
        self._notes.append(("digit", self, (str(prm.digit), method)))

    @guarded
    def onCallTransferRequest(self, prm: pj.OnCallTransferRequestParam) -> None:
        prm.statusCode = DECLINE
        self._notes.append(("refused", self, "refer"))

    @guarded
    def onCallReplaceRequest(self, prm: pj.OnCallReplaceRequestParam) -> None:
        prm.statusCode = DECLINE
        self._notes.append(("refused", self, "replaces"))

    def onCallRedirected(self, prm: pj.OnCallRedirectedParam) -> int:
        self._notes.append(("refused", self, "redirect"))
        return int(pj.PJSIP_REDIRECT_STOP)


@dataclass(frozen=True)
class Invite:
    """What an incoming call says of itself, already harmless: only letters, digits and signs of numbers."""

    phone: str
    called: str
    peer: str
    at_s: float


class LineAccount(pj.Account):
    """Takes incoming calls into the inbox, and refuses to watch anybody's presence."""

    def __init__(self, notes: deque[Note]) -> None:
        super().__init__()
        self._notes = notes

    @guarded
    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:
        call = LineCall(self, self._notes, prm.callId)
        message, peer = str(prm.rdata.wholeMsg), str(prm.rdata.srcAddress)
        self._notes.append(("incoming", call, (message, peer)))

    @guarded
    def onIncomingSubscribe(self, prm: pj.OnIncomingSubscribeParam) -> None:
        prm.code = FORBIDDEN

    @guarded
    def onRegState(self, prm: pj.OnRegStateParam) -> None:
        self._notes.append(("registered", None, int(prm.code)))


def user_of(uri: str) -> str:
    """Return the user part of the first SIP or tel URI in *uri*, made harmless; empty where there is none."""
    found = _USER_PART.search(uri)
    return _UNSAFE.sub("", found.group(1))[:LONGEST_USER] if found else ""


def read_invite(message: str, peer: str, at_s: float) -> Invite:
    """Return who calls whom. An identity that the PBX asserts wins over what the caller's telephone says.

    A PBX that rings a registered account puts the account's name into the request URI and the number that was dialled
    into To: a number there then says more.
    """
    phone = user_of(_header(message, "P-Asserted-Identity")) or user_of(_header(message, "From", "f"))
    asked, dialled = user_of(message.split("\r\n", 1)[0]), user_of(_header(message, "To", "t"))
    called = dialled if _is_number(dialled) and not _is_number(asked) else asked or dialled
    return Invite(phone, called, peer, at_s)


def _is_number(user: str) -> bool:
    return user.lstrip("+").isdecimal()


def _header(message: str, *names: str) -> str:
    found = re.search(rf"^(?:{'|'.join(names)})\s*:(.*)$", message, re.IGNORECASE | re.MULTILINE)
    return found.group(1) if found else ""
