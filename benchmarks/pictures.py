"""Make the pictures of the desk that the documents show: ``python -m benchmarks.pictures [FOLDER]``.

A desk over the made-up night is served on this machine and looked at by Chromium; nothing is drawn by hand.
"""

from __future__ import annotations

import datetime as dt
import socket
import sys
import tempfile
import threading
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine
import uvicorn
from playwright.sync_api import Page, sync_playwright

from api.app import create_app
from api.settings import ApiSettings
from benchmarks.sample_night import COMPANY
from benchmarks.sample_night_calls import add_night
from crm.testing import ScriptedCrm
from models.database import make_engine, make_sessions, upgrade

CHROMIUM = "/usr/bin/chromium"
URALS = "Asia/Yekaterinburg"
MORNING = dt.datetime(2026, 11, 21, 8, 0, tzinfo=ZoneInfo(URALS))
PASSWORD = "для картинок"
LARGEST_BYTES = 300_000


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with time_machine.travel(MORNING + dt.timedelta(minutes=5)), tempfile.TemporaryDirectory() as home:
        taken = _take(_serve(Path(home)), folder)
    too_large = [path.name for path in taken if path.stat().st_size > LARGEST_BYTES]
    for path in taken:
        sys.stdout.write(f"{path} {path.stat().st_size // 1024} KB\n")
    return 1 if too_large else 0


def _serve(home: Path) -> str:
    url = f"sqlite:///{home / 'dozvon.db'}"
    upgrade(url)
    sessions = make_sessions(make_engine(url))
    with sessions.begin() as session:
        add_night(session, home / "sound", MORNING, PASSWORD)
    settings = ApiSettings(
        database_url=url,
        sound_root=home / "sound",
        secret_key="for pictures only",
        timezone=URALS,
        company_name="ООО «Перчатки Урала»",
    )
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    app = create_app(settings, sessions, ScriptedCrm(COMPANY))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off"))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def _take(url: str, folder: Path) -> list[Path]:
    queue, draft = folder / "desk-queue.png", folder / "desk-draft.png"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=ru"])
        page = browser.new_page(locale="ru-RU", viewport={"width": 1360, "height": 900})
        _sign_in(page, url)
        page.screenshot(path=queue, full_page=True)
        page.get_by_role("link", name="ИП Гусева").click()
        page.locator("html.js").wait_for(state="attached")
        page.set_viewport_size({"width": 1360, "height": 1180})
        page.locator("tbody.line").nth(1).hover()
        page.screenshot(path=draft)
        browser.close()
    return [queue, draft]


def _sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/")
    page.get_by_label("Логин").fill("rop")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.locator(".tally").wait_for()


if __name__ == "__main__":
    raise SystemExit(main())
