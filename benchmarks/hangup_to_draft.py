"""How long from hang-up to the draft on the desk: ``python -m benchmarks.hangup_to_draft``.

Starts the whole product in a folder of its own, places calls that play an order of about forty seconds through SIP
and RTP, and takes the time from the caller's hang-up until the desk's API lists the draft.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from sqlalchemy import select

from api.accounts import issue_token
from dozvon.demo_calls import DemoCall
from dozvon.demo_setup import demo_environment, make_people, settings_of
from dozvon.launch import prepare, services
from dozvon.settings import Settings
from dozvon.supervisor import Supervisor
from dozvon.wiring import line_settings
from models.base import utc_now
from models.call import Call
from models.database import make_engine, make_sessions
from models.people import User
from telephony.settings import is_ready
from training.demo_calls import speak_to

LIMIT_S = 10.0
WORDS = (
    "Здравствуйте. Это компания Техноресурс. Запишите, пожалуйста, заказ. Перчатки хэбэ с пэвэха десятый класс, "
    "две тысячи пар. Краги спилковые сварщика, пять коробок. Костюм сварщика брезентовый, десять комплектов. "
    "Ботинки рабочие с подноском, тридцать пар. Каска защитная белая, сорок штук. Очки защитные открытые, двенадцать "
    "упаковок. Изолента синяя, двести рулонов. Доставка нужна в пятницу до обеда, оплата по счёту. "
    "Если чего-то нет, перезвоните мне, пожалуйста. Спасибо, до свидания."
)


def measure(calls: int) -> dict[str, object]:
    """Return the times of *calls* calls, in seconds, and what repeats them."""
    with tempfile.TemporaryDirectory() as folder:
        environment = demo_environment(Path(folder))
        settings = settings_of(environment)
        prepare(settings, first_administrator=False)
        supervisor = Supervisor(services(settings), environment=environment, log_dir=Path(folder) / "log")
        supervisor.start()
        try:
            _wait(supervisor, lambda: is_ready(line_settings(settings, 1)))
            desk = f"http://{settings.api_host}:{settings.api_port}"
            _wait(supervisor, lambda: _status(f"{desk}/readyz") == httpx.codes.OK)
            make_people(settings)
            token = _token(settings)
            sound = Path(folder) / "order.wav"
            seconds = speak_to(DemoCall("order", "", "+79120002050", "ru+m3", WORDS, "order", ()), sound)
            took_s = [_one(supervisor, settings, sound, desk, token) for _ in range(calls + 1)][
                1:
            ]  # the first warms up
        finally:
            supervisor.stop()
    return {
        "calls": calls,
        "order_s": round(seconds, 1),
        "median_s": round(statistics.median(took_s), 2),
        "worst_s": round(max(took_s), 2),
        "limit_s": LIMIT_S,
        "cpus": os.cpu_count(),
        "load_average": os.getloadavg()[0],
    }


def _one(supervisor: Supervisor, settings: Settings, sound: Path, desk: str, token: str) -> float:
    """Place one call and return the seconds from its hang-up until the desk lists one draft more."""
    before = _drafts(desk, token)
    uri = f"sip:night@{settings.sip_address}:{settings.sip_port}"
    command = [sys.executable, "-m", "telephony.caller", uri, str(sound), "--from-number", "+79120002050"]
    caller = subprocess.Popen([*command, "--digits-after", "", "--hang-up"], stdout=subprocess.DEVNULL)
    _wait(supervisor, lambda: _drafts(desk, token) > before, pause_s=0.05)
    listed = utc_now()
    _wait(supervisor, lambda: caller.poll() is not None)
    if caller.returncode:
        raise SystemExit(f"the call failed with code {caller.returncode}")
    return (listed - _newest_end(settings)).total_seconds()


def _newest_end(settings: Settings) -> dt.datetime:
    """Return when the line saw the last caller hang up: the calling process itself lingers before it ends."""
    engine = make_engine(settings.database)
    with make_sessions(engine)() as session:
        ended = session.scalars(select(Call.ended_at).order_by(Call.ended_at.desc())).first()
    engine.dispose()
    if ended is None:
        raise SystemExit("no call was stored")
    return ended


def _token(settings: Settings) -> str:
    engine = make_engine(settings.database)
    with make_sessions(engine).begin() as session:
        user = session.scalars(select(User).where(User.login == "krutikov")).one()
        _row, text = issue_token(session, user, name="benchmark")
    engine.dispose()
    return text


def _drafts(desk: str, token: str) -> int:
    answer = httpx.get(f"{desk}/api/v1/drafts", headers={"Authorization": f"Bearer {token}"}, params={"limit": 100})
    answer.raise_for_status()
    return len(answer.json()["items"])


def _status(url: str) -> int:
    try:
        return httpx.get(url, timeout=2.0).status_code
    except httpx.TransportError:
        return 0


def _wait(supervisor: Supervisor, ready: Callable[[], bool], *, pause_s: float = 0.2, limit_s: float = 180.0) -> None:
    deadline = time.monotonic() + limit_s
    while not ready():
        supervisor.tick()
        if time.monotonic() > deadline:
            raise SystemExit(f"waited {limit_s:.0f} s in vain")
        time.sleep(pause_s)


def main() -> int:
    """Print the report as JSON; exit with 1 past the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=3)
    report = measure(parser.parse_args().calls)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    return 0 if float(str(report["worst_s"])) < LIMIT_S else 1


if __name__ == "__main__":
    sys.exit(main())
