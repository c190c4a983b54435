"""The filter in the kernel, and what an INVITE says of itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telephony import peers, wav
from telephony.beep import BeepEar
from telephony.calls import read_invite, user_of
from telephony.endpoint import mask
from telephony.prompts import SHIPPED
from telephony.silence import LevelGate

pytestmark = pytest.mark.unit


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.bind(("127.0.0.1", 0))
        made.settimeout(0.2)
        yield made


def knock(door: socket.socket, address: str, size: int = 10, port: int = 0) -> bool:
    """Return whether a datagram from *address* gets through."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sender.bind((address, port))
        sender.sendto(bytes(size), door.getsockname())
        try:
            return len(door.recv(65_535)) == size
        except TimeoutError:
            return False


def test_only_allowed_networks_get_through(door: socket.socket) -> None:
    peers.attach(door.fileno(), peers.program(peers.networks(["127.0.0.1", "127.3.0.0/16"])))
    heard = {address: knock(door, address) for address in ("127.0.0.1", "127.0.0.2", "127.3.200.1", "127.4.0.1")}
    assert heard == {"127.0.0.1": True, "127.0.0.2": False, "127.3.200.1": True, "127.4.0.1": False}


def test_a_port_may_be_part_of_the_bargain(door: socket.socket) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    peers.attach(door.fileno(), peers.program(peers.networks(["127.0.0.1"]), port))
    assert knock(door, "127.0.0.1", port=port)
    assert not knock(door, "127.0.0.1")


def test_nobody_allowed_is_nobody_heard(door: socket.socket) -> None:
    peers.attach(door.fileno(), peers.program(()))
    assert not knock(door, "127.0.0.1")


def test_a_datagram_beyond_all_telephones_is_dropped(door: socket.socket) -> None:
    peers.attach(door.fileno(), peers.program(peers.networks(["127.0.0.1"])))
    assert knock(door, "127.0.0.1", size=8000)
    assert not knock(door, "127.0.0.1", size=9000)


def test_a_later_filter_takes_the_place_of_the_first(door: socket.socket) -> None:
    for address in ("127.0.0.1", "127.0.0.2"):
        peers.attach(door.fileno(), peers.program(peers.networks([address])))
    assert not knock(door, "127.0.0.1")
    assert knock(door, "127.0.0.2")


def test_a_socket_is_found_by_its_port_and_no_handle_is_left_open(door: socket.socket) -> None:
    before = list(Path("/proc/self/fd").iterdir())
    assert peers.udp_socket("127.0.0.1", door.getsockname()[1]) == door.fileno()
    assert peers.udp_socket(None, door.getsockname()[1]) == door.fileno()
    assert len(list(Path("/proc/self/fd").iterdir())) == len(before)


def test_a_port_that_nobody_holds_is_an_error() -> None:
    with pytest.raises(peers.PeersError, match="no UDP socket"):
        peers.udp_socket("127.0.0.1", 1)


@pytest.mark.parametrize("peer", ["pbx.local", "300.1.1.1", "::1", ""])
def test_a_peer_that_is_no_address_is_named(peer: str) -> None:
    with pytest.raises(peers.PeersError, match="not an IPv4 address"):
        peers.networks([peer])


@settings(deadline=None)
@given(st.ip_addresses(v=4), st.ip_addresses(v=4), st.integers(0, 32))
def test_the_second_bolt_agrees_with_the_networks(host: object, base: object, bits: int) -> None:
    [network] = peers.networks([f"{base}/{bits}"])
    assert peers.is_allowed(f"{host}:5060", [network]) == (host in network)


INVITE = (
    "INVITE sip:+74951234567@10.0.0.1;user=phone SIP/2.0\r\n"
    'From: "<script>" <sip:+79120001122@pbx>;tag=1\r\nTo: <sip:other@pbx>\r\n{extra}\r\n'
)


def test_who_calls_whom_is_read_from_the_message() -> None:
    invite = read_invite(INVITE.format(extra=""), "10.0.0.2:5060", 1.0)
    assert (invite.phone, invite.called) == ("+79120001122", "+74951234567")


def test_the_number_in_to_says_more_than_the_name_of_an_account() -> None:
    invite = read_invite("INVITE sip:night@x SIP/2.0\r\nTo: <sip:+74951234567@x>\r\n", "x", 1.0)
    assert invite.called == "+74951234567"


def test_an_asserted_identity_wins() -> None:
    invite = read_invite(INVITE.format(extra="P-Asserted-Identity: <tel:+79990000000>\r\n"), "10.0.0.2:5060", 1.0)
    assert invite.phone == "+79990000000"


def test_short_names_of_headers_are_known() -> None:
    invite = read_invite("INVITE sip:@x SIP/2.0\r\nf: <sip:me@x>\r\nt: <sip:you@x>\r\n", "x", 1.0)
    assert (invite.phone, invite.called) == ("me", "you")


@settings(deadline=None)
@given(st.text())
def test_whatever_a_uri_holds_only_harmless_signs_come_out(text: str) -> None:
    user = user_of(f"sip:{text}")
    assert len(user) <= 40
    assert user.isascii()
    assert not set(user) & set("<>\"'=;,\n\r\0 ")


def test_logs_show_no_numbers_or_addresses() -> None:
    said = mask("Call from <sip:+79120001122@10.0.0.5> failed, status=171140, pai 89120001122")
    assert "79120001122" not in said
    assert "@" not in said


def test_speech_is_what_stands_out_of_the_noise() -> None:
    gate = LevelGate()
    assert not any(gate.is_loud(2) for _ in range(20))
    assert gate.is_loud(25)
    workshop = LevelGate()
    heard = [workshop.is_loud(20) for _ in range(60)]
    assert not any(heard[20:])
    assert workshop.is_loud(30)


def test_the_beep_that_ships_is_heard_once_and_speech_never(tmp_path: Path) -> None:
    wav.join([SHIPPED / "goodbye.wav", SHIPPED / "beep.wav", SHIPPED / "goodbye.wav"], tmp_path / "heard.wav")
    ear = BeepEar(tmp_path / "heard.wav")
    assert ear.listen() is not None
    assert ear.listen() is None
    for path in SHIPPED.glob("*.wav"):
        if path.stem != "beep":
            assert BeepEar(path).listen() is None, path
