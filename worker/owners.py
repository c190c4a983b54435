"""Who holds a lease: a token that names the process, so that a neighbour on the same machine can see that it died.

Machine and process are named by the kernel's boot id and the namespace of process numbers: containers that share a
host name are not mistaken for one another. Where the kernel gives neither, nobody is ever called dead.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

_STARTED = 19  # of what /proc says of a process after its name


def new_token() -> str:
    """Return a token for one claim of this process."""
    return f"{_machine()}.{_process(os.getpid())}.{uuid4().hex}"


def is_dead(token: str) -> bool:
    """Return whether the process that made *token* ran on this machine and is no more."""
    machine, _, rest = token.partition(".")
    process, _, _ = rest.partition(".")
    if not machine or machine != _machine():
        return False
    return process != _process(int(process.partition("-")[0]))


@lru_cache(maxsize=1)
def _machine() -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = Path("/proc/self/ns/pid").readlink()
    except OSError:
        return ""
    return hashlib.sha256(f"{boot}{namespace}".encode()).hexdigest()[:12]


def _process(pid: int) -> str:
    """Name a process by its number and the tick it began at: numbers are given out again, and clocks are set back."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return f"{pid}-gone"
    return f"{pid}-{told.rpartition(')')[2].split()[_STARTED]}"
