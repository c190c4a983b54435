"""Tell a running sandbox CRM to fail, and to stop failing."""

from __future__ import annotations

from pydantic import TypeAdapter

from crm.http_answers import parse, sound_body
from crm.http_exchange import AnswerLost, AnswerTooLarge, Exchange, NotSent
from crm.sandbox.faults import Fault
from crm.seam import CrmUnavailable
from crm.wire import Version

_FAULTS = TypeAdapter(list[Fault])
_VERSION = TypeAdapter(Version)


class SandboxControl:
    """The sandbox's own switches, over HTTP. Every method raises CrmError and nothing else."""

    def __init__(self, url: str, token: str, *, timeout_s: float = 10.0) -> None:
        self._exchange = Exchange(url, token, timeout_s=timeout_s, requests_per_s=1000.0)

    def close(self) -> None:
        self._exchange.close()

    def fail(self, fault: Fault) -> list[Fault]:
        """Add a fault; return all that stand."""
        return parse(self._send("POST", "/sandbox/faults", fault.model_dump_json().encode()), _FAULTS)

    def faults(self) -> list[Fault]:
        return parse(self._send("GET", "/sandbox/faults"), _FAULTS)

    def heal(self) -> None:
        """Clear all faults."""
        self._send("DELETE", "/sandbox/faults")

    def reload(self) -> Version:
        """Have the company data read again. CrmRefused with reason ``bad_company_data`` leaves the old ones."""
        return parse(self._send("POST", "/sandbox/reload"), _VERSION)

    def _send(self, method: str, path: str, content: bytes | None = None) -> bytes:
        try:
            return sound_body(self._exchange.send(method, path, content=content))
        except (NotSent, AnswerLost, AnswerTooLarge) as error:
            raise CrmUnavailable(str(error)) from error
