from __future__ import annotations

from typing import Any

import httpx
import pytest

from crm.seam import CrmUnavailable

pytestmark = pytest.mark.service


@pytest.mark.parametrize(
    ("query", "first"),
    [
        pytest.param("V-BRZ", "V-BRZ", id="article"),
        pytest.param("v-brz", "V-BRZ", id="article in small letters"),
        pytest.param("перч нитр", "P-NIT-L", id="beginnings of words"),
        pytest.param("перчаток пвх 7", "P-7-PVC", id="another form, and a number"),
        pytest.param("сапог", "B-KIR-43", id="singular of a plural"),
        pytest.param("костюмы сигнальные", "K-SIG-52", id="plural of a singular"),
        pytest.param("10 класс без покр", "P-10-HB", id="words in any order"),
    ],
)
def test_an_article_is_found_as_people_type_it(irina: httpx.Client, query: str, first: str) -> None:
    found = irina.get("/api/v1/products", params={"q": query}).json()
    assert found[0]["sku"] == first


@pytest.mark.parametrize("query", ["", "  ", "!!!", "трансформатор", "43 размер перчатки"])
def test_what_is_not_in_the_catalogue_is_not_found(irina: httpx.Client, query: str) -> None:
    assert irina.get("/api/v1/products", params={"q": query}).json() == []


def test_stock_of_every_warehouse_is_asked_at_the_moment(desk: Any, irina: httpx.Client) -> None:
    found = irina.get("/api/v1/products/stock", params={"sku": "P-10-PVC"}).json()
    assert {row["warehouse"]: row["available"] for row in found["stock"]} == {"Екатеринбург": 12000, "Пенза": 3400}
    desk.crm.fail("stock", CrmUnavailable())
    assert irina.get("/api/v1/products/stock", params={"sku": "P-10-PVC"}).json()["stock"] is None


def test_a_silent_crm_is_left_alone_for_a_while(desk: Any, irina: httpx.Client) -> None:
    desk.crm.fail("products", CrmUnavailable())
    for _ in range(3):
        irina.get("/api/v1/products/stock", params={"sku": "P-10-PVC"})
    assert desk.crm.calls["products"] == 1


@pytest.mark.parametrize(
    ("query", "client_id"),
    [
        pytest.param("стройпод", "K-104", id="beginning of the name"),
        pytest.param("завод горного", "K-131", id="middle of the name"),
        pytest.param("6671098760", "K-131", id="ИНН"),
        pytest.param("8 (922) 000-33-44", "K-117", id="telephone as people write it"),
        pytest.param("K-140", "K-140", id="number in the CRM"),
    ],
)
def test_a_client_is_found_as_people_type_it(irina: httpx.Client, query: str, client_id: str) -> None:
    found = irina.post("/api/v1/clients/search", json={"query": query}).json()
    assert [client["client_id"] for client in found] == [client_id]
