"""What the HTTP API and the desk are told at start. Read nowhere but in the composition root, and handed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from crm.build import CrmSettings
from models.company import OrderTerms


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """Addresses, secrets and limits of one API process.

    ``secret_key`` signs session cookies: changing it signs everybody out. ``branch_timezones`` gives the IANA zone of a
    branch whose clock differs from ``timezone``.
    """

    database_url: str
    sound_root: Path
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8080
    cookie_secure: bool = False
    session_hours: int = 12
    timezone: str = "Europe/Moscow"
    branch_timezones: Mapping[str, str] = field(default_factory=dict)
    company_name: str = ""
    trusted_proxies: str = "127.0.0.1"  # addresses whose X-Forwarded-For is believed
    metrics_token: str | None = None  # set: /metrics wants it as a bearer token
    spool: Path | None = None  # where the lines of this machine leave their metrics
    broker_url: str | None = None  # looked at by the readiness check only
    rate_limit_storage: str = "memory://"  # several API processes: a Redis URL
    signin_per_minute: int = 10  # of one address and login
    requests_per_minute: int = 1200  # of one person
    crm: CrmSettings | None = None  # None: the last known catalogue serves alone
    terms: OrderTerms = field(default_factory=OrderTerms)  # prices of a corrected draft obey them

    def zone_of(self, branch: str | None) -> ZoneInfo:
        """Return the clock that people of *branch* look at."""
        return ZoneInfo(self.branch_timezones.get(branch, self.timezone) if branch else self.timezone)
