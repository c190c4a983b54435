"""What people write differently is compared as the same."""

from __future__ import annotations

import pytest

from crm.directory import Directory
from crm.folding import fold, fold_company, phone_to_e164
from models.company import Client

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "name",
    ["ООО «Ёлочка»", 'ООО "ЁЛОЧКА"', "Елочка, ООО", "елочка", "Общество с ограниченной ответственностью «Ёлочка»"],
)
def test_a_company_is_the_same_however_it_is_written(name: str) -> None:
    assert fold_company(name) == "елочка"


@pytest.mark.parametrize(
    ("name", "folded"), [("ООО", "ооо"), ("ИП", "ип"), ("", ""), ("«»", ""), ("ООО ТД ИП", "ооо тд ип")]
)
def test_a_name_of_nothing_but_forms_is_kept(name: str, folded: str) -> None:
    assert fold_company(name) == folded


def test_folding_keeps_words_apart() -> None:
    assert fold("Перчатки\u00a0х/б, «10-й класс»") == "перчатки х б 10 й класс"


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("+79120001122", "+79120001122"),
        ("8 (912) 000-11-22", "+79120001122"),
        ("7 912 000 11 22", "+79120001122"),
        ("912 000-11-22", "+79120001122"),
        ("(343) 000-11-22 доб. 15", "+73430001122"),
        ("+375 29 000-00-00", "+375290000000"),
        ("000-11-22", None),
        ("перезвоните", None),
        ("+0912", None),
        ("", None),
        ("8 912 000 11 22 33", None),
    ],
)
def test_phones_become_e164(written: str, phone: str | None) -> None:
    assert phone_to_e164(written) == phone


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("строймастер", ["K-1"], id="as one word"),
        pytest.param("строй мастер", ["K-1"], id="as two words"),
        pytest.param("строймастера", ["K-1"], id="in the genitive"),
        pytest.param("стройсервис", ["K-2"], id="not another company of the trade"),
        pytest.param("ромашка", [], id="nobody"),
    ],
)
def test_a_spoken_name_finds_its_company_and_no_other(asked: str, found: list[str]) -> None:
    directory = Directory([Client("K-1", "ООО «СтройМастер»"), Client("K-2", "ООО «СтройСервис»")])
    assert [client.client_id for client in directory.find(name=asked)] == found


def test_clients_that_share_a_phone_are_all_found() -> None:
    clients = [Client("K-1", "А", phones=("+79120001122",)), Client("K-2", "Б", phones=("+79120001122",))]
    assert Directory(clients).find(phone="89120001122") == tuple(clients)
