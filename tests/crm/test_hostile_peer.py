"""The client against peers that are no CRM at all: every end is an error of the seam, in time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from crm.build import CrmSettings, build_crm
from crm.http_exchange import MAX_BODY_BYTES
from crm.seam import Crm, CrmError, CrmNonsense, CrmOutcomeUnknown, CrmRefused, CrmUnavailable, DraftOrder

pytestmark = pytest.mark.service

TIMEOUT_S = 20.0
HASTY_S = 1.0  # for peers that never end
Speak = Callable[[socket.socket], None]


@contextmanager
def peer(speak: Speak, *, requests_per_s: float = 500.0, timeout_s: float = TIMEOUT_S) -> Iterator[Crm]:
    """Give a client of a peer that reads a request and then speaks as told."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(30)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(30)
                try:
                    connection.recv(65_536)
                    speak(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    crm = build_crm(CrmSettings(url, "t", timeout_s=timeout_s, read_attempts=1, requests_per_s=requests_per_s))
    try:
        yield crm
    finally:
        ended.set()
        crm.close()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(30)
        listener.close()


def say(*parts: bytes, every_s: float = 0.0) -> Speak:
    """Speak the parts, with a pause after each."""

    def speak(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)
            time.sleep(every_s)

    return speak


def answer(status: str, body: bytes = b"", headers: bytes = b"") -> Speak:
    """Speak one whole answer."""
    return say(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n%s\r\n%s" % (status.encode(), len(body), headers, body))


ENDLESS_HEADER = say(b"HTTP/1.1 200 OK\r\nX-A: ", *[b"a"] * 300, every_s=0.1)
ENDLESS_BODY = say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[b" "] * 300, every_s=0.1)
HUGE_BODY = [b" " * 1_000_000] * (MAX_BODY_BYTES // 1_000_000 + 2)
HUGE = say(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", *HUGE_BODY)


@pytest.mark.parametrize(
    ("speak", "read", "write"),
    [
        pytest.param(say(), CrmUnavailable, CrmOutcomeUnknown, id="hangs up"),
        pytest.param(say(b"SSH-2.0-OpenSSH\r\n"), CrmUnavailable, CrmOutcomeUnknown, id="another protocol"),
        pytest.param(say(b"HTTP/1.1 200 OK\r\n"), CrmUnavailable, CrmOutcomeUnknown, id="half a header"),
        pytest.param(HUGE, (CrmNonsense, CrmUnavailable), CrmOutcomeUnknown, id="a huge body"),
        pytest.param(answer("200 OK"), CrmNonsense, CrmOutcomeUnknown, id="an empty yes"),
        pytest.param(answer("200 OK", b"null"), CrmNonsense, CrmOutcomeUnknown, id="null"),
        pytest.param(answer("200 OK", b"[" * 100_000), CrmNonsense, CrmOutcomeUnknown, id="deep json"),
        pytest.param(answer("302 Found", b"", b"Location: /x\r\n"), CrmNonsense, CrmOutcomeUnknown, id="a redirect"),
        pytest.param(answer("404 Not Found", b"<h1>no</h1>"), CrmNonsense, CrmOutcomeUnknown, id="a bare 404"),
        pytest.param(answer("413 Too Large", b"<h1>no</h1>"), CrmNonsense, CrmOutcomeUnknown, id="a proxy's 413"),
        pytest.param(
            answer("422 No", b'{"code": "unknown_sku", "message": ""}'), CrmRefused, CrmRefused, id="the protocol's no"
        ),
        pytest.param(answer("502 Bad Gateway", b"<h1>no</h1>"), CrmUnavailable, CrmOutcomeUnknown, id="a proxy's 502"),
        pytest.param(
            answer("503 Busy", b"", b"Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n"),
            CrmUnavailable,
            CrmUnavailable,
            id="busy until a day long past",
        ),
        pytest.param(answer("429 Slow", b"", b"Retry-After: soon\r\n"), CrmUnavailable, CrmUnavailable, id="busy"),
    ],
)
def test_every_end_is_an_error_of_the_seam(
    speak: Speak, read: type[CrmError] | tuple[type[CrmError], ...], write: type[CrmError]
) -> None:
    with peer(speak) as crm:
        with pytest.raises(read):
            crm.check()
        with pytest.raises(write):
            crm.create_draft("k", DraftOrder(client_id=None))


@pytest.mark.parametrize("speak", [ENDLESS_HEADER, ENDLESS_BODY], ids=["header", "body"])
def test_a_peer_that_never_ends_holds_nobody(speak: Speak) -> None:
    with peer(speak, timeout_s=HASTY_S) as crm:
        began = time.monotonic()
        with pytest.raises(CrmUnavailable):
            crm.check()
        with pytest.raises(CrmOutcomeUnknown):
            crm.create_draft("k", DraftOrder(client_id=None))
        assert time.monotonic() - began < 10 * HASTY_S


def test_a_peer_that_is_not_there_has_seen_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    crm = build_crm(CrmSettings(f"http://127.0.0.1:{port}", "t", read_attempts=2))
    with pytest.raises(CrmUnavailable):
        crm.check()
    with pytest.raises(CrmUnavailable):
        crm.create_draft("k", DraftOrder(client_id=None))
    crm.close()


def test_an_answer_about_another_draft_is_not_taken() -> None:
    body = (
        b'{"draft_id": "D-1", "key": "other", "status": "new", "order": {"client_id": null},'
        b' "created_at": "2026-11-20T22:14:00Z"}'
    )
    with peer(answer("200 OK", body)) as crm, pytest.raises(CrmOutcomeUnknown):
        crm.create_draft("k", DraftOrder(client_id=None))
    with peer(answer("200 OK", b'{"items": [%s]}' % body)) as crm, pytest.raises(CrmNonsense):
        crm.find_draft("k")


def test_pages_that_go_round_in_circles_end() -> None:
    page = b'{"version": "1", "total": 9, "next_offset": 0, "items": []}'
    with peer(answer("200 OK", page)) as crm, pytest.raises(CrmNonsense):
        crm.managers()


def test_no_faster_than_the_crm_allows() -> None:
    speak = answer("200 OK", b'{"version": "1", "loaded_at": "2026-11-20T22:14:00Z"}')
    with peer(speak, requests_per_s=10) as crm:
        began = time.monotonic()
        for _ in range(5):
            crm.check()
        assert time.monotonic() - began >= 0.4


def test_an_order_that_is_not_text_is_refused_before_it_is_sent() -> None:
    with peer(say()) as crm, pytest.raises(CrmRefused):
        crm.create_draft("k", DraftOrder(client_id=None, comment="\ud800"))
