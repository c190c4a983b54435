"""Parts that the tests of the CRM room share: company folders, a real sandbox on loopback, its client and switches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from crm.build import CrmSettings, build_crm
from crm.sandbox.remote import SandboxControl
from crm.sandbox.run import serving
from crm.sandbox.settings import SandboxSettings
from crm.seam import Crm, DraftOrder, DraftOrderLine

TOKEN = "test-token"
DEMO = Path(__file__).parents[2] / "dozvon" / "demo_data"

HEADERS = {
    "catalog.csv": "sku,name,category,unit,pack,box,aliases,price,wholesale_price,wholesale_from",
    "stock.csv": "sku,warehouse,available,expected_date,expected_quantity",
    "clients.csv": "client_id,name,inn,phones,group_id,manager_id,warehouse,timezone,segment",
    "managers.csv": "manager_id,name,role,branch,phone,email,telegram",
    "orders.csv": "order_id,client_id,date,sku,quantity",
    "turnover.csv": "client_id,month,amount",
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows under the header of a file; return the folder."""

    def write_rows(name: str, *rows: str, header: str | None = None) -> Path:
        lines = [HEADERS[name] if header is None else header, *rows]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write_rows


@pytest.fixture(scope="session")
def demo_folder() -> Path:
    return DEMO


@pytest.fixture(scope="module")
def sandbox_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    database = tmp_path_factory.mktemp("sandbox") / "crm.db"
    with serving(SandboxSettings(DEMO, database, TOKEN, port=0)) as url:
        yield url


@pytest.fixture
def control(sandbox_url: str) -> Iterator[SandboxControl]:
    """The sandbox's switches; whatever stands is cleared after the test."""
    control = SandboxControl(sandbox_url, TOKEN, timeout_s=30)
    yield control
    control.heal()
    control.close()


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture
def connect(sandbox_url: str) -> Iterator[Callable[..., Crm]]:
    """Make clients of the sandbox; they are closed after the test."""
    made: list[Crm] = []

    def make(**settings: object) -> Crm:
        values = {"url": sandbox_url, "token": TOKEN, "timeout_s": 30.0, "requests_per_s": 500.0, **settings}
        made.append(build_crm(CrmSettings(**values)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for crm in made:
        crm.close()


@pytest.fixture
def order() -> DraftOrder:
    line = DraftOrderLine("P-10-PVC", Decimal(500), "пара", Decimal("9.8"), Decimal("4900.00"), heard="пятьсот пар")
    return DraftOrder(client_id="K-104", lines=(line,), request_number="1042", delivery_mode="delivery")
