"""Rules of every test: a marker says what it needs, and nothing talks to the network beyond this machine."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

import pytest

MARKERS = {"unit", "service", "sip", "browser", "gpu", "benchmark"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    bare = sorted({item.location[0] for item in items if not MARKERS & {mark.name for mark in item.iter_markers()}})
    if bare:
        raise pytest.UsageError(f"no marker ({', '.join(sorted(MARKERS))}) in: {', '.join(bare)}")


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in {"socket.connect", "socket.sendto"}:
        return
    address = arguments[1]
    if not isinstance(address, tuple) or not isinstance(address[0], str):
        return  # a Unix socket
    if not _is_near(address[0]):
        raise PermissionError(f"a test tried to reach {address[0]}")


def _is_near(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


sys.addaudithook(_refuse_the_network)
