"""Settings to the values each room is handed. No room reads settings by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dozvon.failure import WorkFailed, say

if TYPE_CHECKING:
    from api.settings import ApiSettings
    from asr.build import AsrSettings
    from crm.build import CrmSettings
    from crm.sandbox.settings import SandboxSettings
    from dozvon.settings import Settings
    from models.company import CompanyData, OrderTerms
    from nlp.orders.second_reader import SecondReaderSettings
    from telephony.settings import LineSettings
    from worker.run import WorkerSettings

RTP_PORTS_PER_GROUP = 100


def order_terms(settings: Settings) -> OrderTerms:
    """Return the company's rules of delivery and time."""
    from models.company import OrderTerms

    return OrderTerms(
        minimum_sum=settings.minimum_sum,
        delivery_price=settings.delivery_price,
        free_delivery_from_sum=settings.free_delivery_from_sum,
        free_delivery_from_kg=settings.free_delivery_from_kg,
        timezone=settings.timezone,
        default_warehouse=settings.default_warehouse or None,
    )


def load_data(folder: Path, terms: OrderTerms, *, tolerate_errors: bool) -> CompanyData:
    """Return the company of *folder*. Raises :class:`WorkFailed` that names each faulty file and line."""
    from crm.company_data import CompanyDataError, load_company_data

    try:
        return load_company_data(
            folder, tolerate_errors=tolerate_errors, terms=terms, on_problem=lambda problem: say(str(problem))
        )
    except CompanyDataError as error:
        raise WorkFailed(" ".join(str(error).split())) from error
    except OSError as error:
        raise WorkFailed(f"папка данных {folder} не читается: {error.strerror}") from error


def asr_settings(settings: Settings, *, model: str | None = None) -> AsrSettings:
    """Return what speech recognition is told; *model* from the command line wins over the settings."""
    from asr.build import AsrSettings
    from asr.hardware import Hardware

    threads = settings.asr_threads or os.cpu_count() or 1
    hardware = Hardware(device=settings.asr_device, compute_type=settings.asr_compute_type or None, threads=threads)
    chosen = model or settings.asr_model or "embedded"
    return AsrSettings(
        model=chosen,
        second_model=settings.asr_second_model or None,
        models_dir=settings.models,
        hardware=hardware,
    )


def crm_settings(settings: Settings) -> CrmSettings:
    """Return where the CRM is."""
    from crm.build import CrmSettings

    return CrmSettings(
        url=settings.crm_url,
        token=settings.crm_secret,
        kind=settings.crm_kind,
        timeout_s=settings.crm_timeout_s,
        terms=order_terms(settings),
    )


def sandbox_settings(settings: Settings) -> SandboxSettings:
    """Return what the sandbox CRM serves and where it keeps what it is told."""
    from crm.sandbox.settings import SandboxSettings

    return SandboxSettings(
        data_folder=settings.sandbox_data,
        database=settings.data_dir.absolute() / "crm-sandbox.db",
        token=settings.crm_secret,
        port=settings.sandbox_port,
    )


def broker_url(settings: Settings) -> str:
    """Return the broker of the settings, or the address of our own."""
    from worker.broker import embedded_broker

    return settings.broker_url or embedded_broker(settings.data_dir).url


def worker_settings(settings: Settings) -> WorkerSettings:
    """Return what the worker is told."""
    from worker.run import WorkerSettings

    return WorkerSettings(
        database_url=settings.database,
        broker_url=broker_url(settings),
        sound_root=settings.sound,
        snapshot=settings.data_dir.absolute() / "company.json",
        asr=asr_settings(settings),
        crm=crm_settings(settings),
        terms=order_terms(settings),
        answer_hour=settings.answer_by,
        timezone=settings.timezone,
        branch_timezones=branch_timezones(settings),
        attempts=settings.attempts,
        lease_s=settings.lease_s,
        metrics_port=settings.worker_metrics_port,
        second_reader=second_reader(settings),
    )


def second_reader(settings: Settings) -> SecondReaderSettings | None:
    """Return where the language model is that reads orders a second time; None where none is configured."""
    from nlp.orders.second_reader import SecondReaderSettings

    if not settings.reader_url:
        return None
    return SecondReaderSettings(settings.reader_url, settings.reader_model, settings.reader_key or None)


def api_settings(settings: Settings) -> ApiSettings:
    """Return what the API and the desk are told."""
    from api.settings import ApiSettings

    return ApiSettings(
        database_url=settings.database,
        sound_root=settings.sound,
        spool=settings.spool,
        secret_key=settings.secret,
        host=settings.api_host,
        port=settings.api_port,
        cookie_secure=settings.cookie_secure,
        timezone=settings.timezone,
        branch_timezones=branch_timezones(settings),
        company_name=settings.company_name,
        broker_url=broker_url(settings),
        crm=crm_settings(settings),
        terms=order_terms(settings),
    )


def line_settings(settings: Settings, group: int) -> LineSettings:
    """Return what line group number *group* is told: its own SIP port and its own hundred RTP ports."""
    from dozvon.branches import load_branches
    from telephony.settings import Limits, LineSettings, Trunk

    trunk = Trunk(
        host=settings.pbx_host,
        port=settings.pbx_port,
        user=settings.pbx_user,
        password=settings.pbx_password,
        register=settings.pbx_register,
    )
    limits = Limits(
        recording_s=settings.order_limit_s,
        call_s=settings.call_limit_s,
        silence_s=settings.silence_s,
        min_free_bytes=settings.min_free_mb * 1_000_000,
    )
    return LineSettings(
        spool=settings.spool,
        group=group,
        address=settings.sip_address,
        port=settings.sip_port + group - 1,
        public_address=settings.sip_public_address or None,
        lines=settings.lines_per_group,
        rtp_port=settings.rtp_port + (group - 1) * RTP_PORTS_PER_GROUP,
        rtp_ports=RTP_PORTS_PER_GROUP,
        allowed_peers=settings.peers,
        media_peers=settings.media,
        trunk=trunk if settings.pbx_host else None,
        duty_number=settings.duty_number or None,
        branches=load_branches(settings.branches_file, settings.timezone),
        prompts=settings.prompts_dir,
        limits=limits,
    )


def branch_timezones(settings: Settings) -> dict[str, str]:
    """Return the clock of every branch by its name."""
    from dozvon.branches import load_branches

    branches = load_branches(settings.branches_file, settings.timezone)
    return {branch.name: branch.timezone for branch in branches if branch.name}
