"""Who may speak to the line: a filter inside the kernel, on the line's own sockets.

A datagram from a stranger is dropped before it wakes the process, so that no stranger gets an answer and a flood costs
the running calls nothing. Attaching a classic packet filter to one's own socket needs no privileges (Linux).
"""

from __future__ import annotations

import ctypes
import ipaddress
import os
import socket
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

SO_ATTACH_FILTER = 26
LARGEST_DATAGRAM = 8192  # the whole UDP datagram; a SIP message of a telephone has 1 to 3 KB

# Classic BPF: loads of a word, comparison, return. The offset of the network header is a kernel constant.
_LOAD_WORD_ABS = 0x20
_LOAD_LENGTH = 0x80
_LOAD_HALF_ABS = 0x28
_AND = 0x54
_JUMP_EQUAL = 0x15
_JUMP_GREATER = 0x25
_RETURN = 0x06
_NETWORK_HEADER = 0xFFF00000
_SOURCE_ADDRESS = _NETWORK_HEADER + 12
_WHOLE = 0xFFFFFFFF

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


class PeersError(Exception):
    """The list of allowed peers cannot be used. The text says which entry, or why the filter was refused."""


def networks(peers: Iterable[str]) -> tuple[ipaddress.IPv4Network, ...]:
    """Return the networks that *peers* name. Raises PeersError on anything but IPv4 addresses and networks."""
    found = []
    for peer in peers:
        try:
            found.append(ipaddress.IPv4Network(peer, strict=False))
        except ValueError as error:
            raise PeersError(f"allowed peer {peer!r}: not an IPv4 address or network") from error
    return tuple(found)


def is_allowed(address: str, allowed: Iterable[ipaddress.IPv4Network]) -> bool:
    """Return whether *address* (with or without a port) belongs to *allowed*."""
    try:
        host = ipaddress.IPv4Address(address.rpartition(":")[0] or address)
    except ValueError:
        return False
    return any(host in network for network in allowed)


def program(allowed: Iterable[ipaddress.IPv4Network], source_port: int | None = None) -> list[Instruction]:
    """Return the filter that passes datagrams from *allowed* (and, where given, from *source_port* only)."""
    accept: list[Instruction] = [(_RETURN, 0, 0, _WHOLE)]
    if source_port is not None:
        accept = [(_LOAD_HALF_ABS, 0, 0, 0), (_JUMP_EQUAL, 0, 1, source_port), *accept, (_RETURN, 0, 0, 0)]
    steps: list[Instruction] = [
        (_LOAD_LENGTH, 0, 0, 0),
        (_JUMP_GREATER, 0, 1, LARGEST_DATAGRAM),
        (_RETURN, 0, 0, 0),
    ]
    for network in allowed:
        steps += [
            (_LOAD_WORD_ABS, 0, 0, _SOURCE_ADDRESS),
            (_AND, 0, 0, int(network.netmask)),
            (_JUMP_EQUAL, 0, len(accept), int(network.network_address)),
            *accept,
        ]
    return [*steps, (_RETURN, 0, 0, 0)]


def attach(handle: int, steps: list[Instruction]) -> None:
    """Attach *steps* to the socket *handle*, in place of an earlier filter. Raises PeersError where refused."""
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_program = struct.pack("@HP", len(steps), ctypes.addressof(buffer))
    sock = socket.socket(fileno=handle)
    try:
        sock.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, filter_program)
    except OSError as error:
        raise PeersError(f"the kernel refused the filter of allowed peers: {error}") from error
    finally:
        sock.detach()  # the handle is pjsip's


def udp_socket(address: str | None, port: int) -> int:
    """Return the handle of this process's UDP socket on *port* of *address* (None: of any). Raises PeersError."""
    for entry in Path("/proc/self/fd").iterdir():
        name = _udp_name(int(entry.name))
        if name is not None and name[1] == port and address in (None, name[0]):
            return int(entry.name)
    raise PeersError(f"no UDP socket is bound to {address}:{port}")


def _udp_name(handle: int) -> tuple[str, int] | None:
    """Return where the UDP socket *handle* is bound; None where it is something else."""
    try:
        if not stat.S_ISSOCK(os.fstat(handle).st_mode):
            return None
        sock = socket.socket(fileno=handle)
    except OSError:
        return None  # closed since it was listed
    try:
        is_udp = sock.family == socket.AF_INET and sock.type == socket.SOCK_DGRAM
        name: tuple[str, int] | None = sock.getsockname() if is_udp else None
        return name
    finally:
        sock.detach()  # the handle is pjsip's
