"""The application: its parts, its routes, and the process that serves them."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware.sessions import SessionMiddleware
from starlette.staticfiles import StaticFiles

from api import refusals
from api.catalogue import Catalogue
from api.desk import pages
from api.desk import routes as desk
from api.metrics import Metrics
from api.middleware import Edge
from api.parts import Parts
from api.quotes import Quoter
from api.routes import calls, company, drafts, health, people
from api.settings import ApiSettings
from api.throttle import Throttle
from api.who import COOKIE
from crm.build import CrmSettings, build_crm
from crm.seam import Crm
from models.database import Maker, make_engine, make_sessions, reading

STATIC = Path(__file__).parent / "static"
LONGEST_WAIT_S = 3.0  # for the CRM, while a person looks at the page
_DESCRIPTION = """Ночные заявки «Дозвона»: черновики, звонки, их слова и звук.

Войти: ключ программы в заголовке `Authorization: Bearer …` (их делает администратор) или вход через рабочий стол.
Со входом через браузер изменения требуют заголовка `X-CSRF-Token`."""


def create_app(settings: ApiSettings, sessions: Maker, crm: Crm | None = None) -> FastAPI:
    """Return the application over *sessions*; without *crm* the last known catalogue serves alone."""
    parts = _parts(settings, sessions, crm)
    app: FastAPI = FastAPIOffline(
        title="Дозвон",
        version="1",
        description=_DESCRIPTION,
        redoc_url=None,  # it would load a picture from somebody else's host
        static_url="/docs-assets",
        swagger_ui_parameters={"persistAuthorization": False},
    )
    app.state.parts = parts
    api = APIRouter(prefix="/api/v1")
    for part in (drafts, calls, company, people):
        api.include_router(part.router)
    app.include_router(api)
    app.include_router(health.router)
    app.include_router(desk.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    pages.install(app)
    refusals.install(app)
    app.add_middleware(
        SessionMiddleware,
        secret_key=settings.secret_key,
        session_cookie=COOKIE,
        max_age=settings.session_hours * 3600,
        same_site="lax",
        https_only=settings.cookie_secure,
    )
    app.add_middleware(Edge, metrics=parts.metrics)
    return app


def run_api(settings: ApiSettings) -> int:
    """Serve until told to stop, and return the exit code."""
    logging.getLogger("alembic").setLevel(logging.WARNING)  # each readiness check would be two lines
    settings.sound_root.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url)
    crm = _patient_for_people(settings.crm) if settings.crm is not None else None
    try:
        app = create_app(settings, make_sessions(engine), crm)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                ws="none",
                access_log=False,  # its lines hold addresses and queries; counts are in the metrics
                log_config=None,
                proxy_headers=True,
                forwarded_allow_ips=settings.trusted_proxies,
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        with suppress(KeyboardInterrupt):
            server.run()
        return 0 if server.started else 1
    finally:
        engine.dispose()
        if crm is not None:
            crm.close()


def _patient_for_people(settings: CrmSettings) -> Crm:
    """A person waits for the answer: ask once, and not for long."""
    return build_crm(replace(settings, timeout_s=min(settings.timeout_s, LONGEST_WAIT_S), read_attempts=1))


def _parts(settings: ApiSettings, sessions: Maker, crm: Crm | None) -> Parts:
    readers = reading(sessions)
    catalogue = Catalogue(readers)
    return Parts(
        settings=settings,
        writers=sessions,
        readers=readers,
        throttle=Throttle(settings),
        catalogue=catalogue,
        quoter=Quoter(crm, catalogue),
        metrics=Metrics(readers, settings.spool),
    )
