"""Every setting of the product, read in this one place and handed down as plain values.

A setting comes from the environment (``DOZVON_NAME``) or from the file ``dozvon.env`` in the working folder; the
former wins. Texts of the fields are what ``dozvon settings`` and the README print.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from dozvon.failure import WrongSettings

PACKAGE = Path(__file__).parent
ENV_FILE = "dozvon.env"


class Settings(BaseSettings):
    """Settings of one machine. Paths that are not set lie under ``data_dir``."""

    model_config = SettingsConfigDict(env_prefix="DOZVON_", env_file=ENV_FILE, extra="ignore", frozen=True)

    data_dir: Path = Field(Path("var"), description="папка базы, звука и очереди записей")
    database_url: str = Field("", description="sqlite:///файл или postgresql+psycopg://…; пусто: SQLite в data_dir")
    broker_url: str = Field("", description="redis://…; пусто: свой Valkey в data_dir")
    sound_dir: Path | None = Field(None, description="где лежат записи разговоров")
    spool_dir: Path | None = Field(None, description="куда линия пишет звук, пока звонок идёт")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING, ERROR")

    company_name: str = Field("", description="название компании на столе")
    api_host: str = Field("127.0.0.1", description="адрес стола и API")
    api_port: int = Field(8080, description="порт стола и API")
    secret_key: str = Field("", description="ключ подписи сессий; пусто: создаётся один раз в data_dir")
    cookie_secure: bool = Field(False, description="да, если стол открывают по https")

    crm_kind: Literal["sandbox"] = Field("sandbox", description="какая CRM: sandbox")
    crm_url: str = Field("http://127.0.0.1:8090", description="адрес CRM")
    crm_token: str = Field("", description="токен CRM; пусто: у своей песочницы создаётся один раз")
    crm_timeout_s: float = Field(10.0, description="сколько ждать ответа CRM, с")
    sandbox: bool = Field(True, description="запускать ли песочницу CRM вместе со всем")
    sandbox_port: int = Field(8090, description="порт песочницы CRM")
    sandbox_data: Path = Field(PACKAGE / "demo_data", description="папка CSV, которую загружает песочница")

    line_groups: int = Field(1, ge=0, le=32, description="сколько групп по 4 линии на этой машине")
    lines_per_group: int = Field(4, ge=1, le=4, description="линий в группе (в pjsua2 не больше 4)")
    sip_address: str = Field("127.0.0.1", description="адрес, на котором слушает линия")
    sip_public_address: str = Field("", description="адрес для АТС, если он другой")
    sip_port: int = Field(5080, description="SIP-порт первой группы; у следующих +1, +2, …")
    sip_allowed_peers: str = Field("127.0.0.1/32", description="кому отвечать: адреса и сети через запятую")
    media_peers: str = Field("", description="откуда ещё может идти звук: сети через запятую")
    rtp_port: int = Field(20000, description="первый порт RTP; у каждой группы свои 100")
    pbx_host: str = Field("", description="АТС, на которой линия регистрируется; пусто: без регистрации")
    pbx_port: int = Field(5060, description="порт АТС")
    pbx_user: str = Field("", description="имя на АТС")
    pbx_password: str = Field("", description="пароль на АТС")
    pbx_register: bool = Field(True, description="регистрироваться или только звонить дежурному через АТС")
    duty_number: str = Field("", description="номер дежурного: туда уходит звонок, если нажали 1")
    branches_file: Path | None = Field(None, description="TOML с часами работы филиалов; пусто: линия отвечает всегда")
    prompts_dir: Path | None = Field(None, description="папка своих записей фраз")
    order_limit_s: float = Field(300.0, description="самая длинная запись заказа, с")
    call_limit_s: float = Field(900.0, description="самый длинный звонок, с")
    silence_s: float = Field(4.0, description="тишина, которая кончает запись, с")
    min_free_mb: int = Field(50, description="сколько места на диске должно быть свободно, МБ")

    asr_model: str = Field("", description="имя или папка модели; пусто: встроенная демонстрационная")
    asr_second_model: str = Field("", description="второй движок сверяет числа; пусто: не сверять")
    asr_device: Literal["cpu", "cuda"] = Field("cpu", description="cpu или cuda")
    asr_compute_type: str = Field("int8", description="точность вычислений faster-whisper")
    asr_threads: int = Field(0, ge=0, description="потоков на распознавание; 0: все ядра")
    models_dir: Path | None = Field(None, description="где лежат скачанные модели")
    models_url: str = Field("", description="своё зеркало моделей; пусто: откуда они опубликованы")

    timezone: str = Field("Europe/Moscow", description="часовой пояс компании")
    default_warehouse: str = Field("", description="склад, если у клиента не указан")
    minimum_sum: Decimal | None = Field(None, description="меньше этой суммы добавляется доставка, руб.")
    delivery_price: Decimal | None = Field(None, description="цена доставки, руб.")
    free_delivery_from_sum: Decimal | None = Field(None, description="доставка бесплатна от суммы, руб.")
    free_delivery_from_kg: Decimal | None = Field(None, description="доставка бесплатна от веса, кг")
    answer_by: dt.time = Field(dt.time(10, 0), description="к какому часу утра менеджер обещает ответить")
    attempts: int = Field(5, ge=1, description="попыток на этап, после которых звонок считается неудавшимся")
    lease_s: float = Field(120.0, ge=5, description="через сколько секунд молчания работу подхватит другой")

    reader_url: str = Field("", description="OpenAI-совместимый адрес второго чтеца заказов; пусто: выключен")
    reader_model: str = Field("", description="модель второго чтеца")
    reader_key: str = Field("", description="ключ второго чтеца")

    worker_metrics_port: int = Field(0, ge=0, description="порт метрик работника; 0: выключены")

    @field_validator("minimum_sum", "delivery_price", "free_delivery_from_sum", "free_delivery_from_kg", mode="before")
    @classmethod
    def _empty_is_off(cls, value: object) -> object:
        return None if value == "" else value

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'dozvon.db'}"

    @property
    def sound(self) -> Path:
        return (self.sound_dir or self.data_dir / "sound").absolute()

    @property
    def spool(self) -> Path:
        return (self.spool_dir or self.data_dir / "spool").absolute()

    @property
    def models(self) -> Path:
        return (self.models_dir or self.data_dir / "models").absolute()

    @cached_property
    def secret(self) -> str:
        return self.secret_key or _kept_secret(self.data_dir / "secret.key")

    @cached_property
    def crm_secret(self) -> str:
        return self.crm_token or _kept_secret(self.data_dir / "crm.token")

    @property
    def peers(self) -> tuple[str, ...]:
        return _split(self.sip_allowed_peers)

    @property
    def media(self) -> tuple[str, ...]:
        return _split(self.media_peers)


def load_settings() -> Settings:
    """Return the settings of this process. Raises :class:`WrongSettings` that names every wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [f"DOZVON_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors()]
        raise WrongSettings("; ".join(faults)) from error


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings that a process with this *environment* and no settings file would read."""
    prefix = "DOZVON_"
    values = {
        name.removeprefix(prefix).lower(): value for name, value in environment.items() if name.startswith(prefix)
    }
    return Settings(_env_file=None, _env_prefix="NOTHING_IS_READ_FROM_", **values)  # type: ignore[arg-type]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _kept_secret(path: Path) -> str:
    """Return the secret kept at *path*, made on first use; two processes that make it at once agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
