"""What every CRM behind the seam does, scripted or real."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from crm.company_data import load_company_data
from crm.seam import CallEntry, Crm, CrmDraftStatus, CrmOutcomeUnknown, CrmRefused, CrmUnavailable, DraftOrder
from crm.testing import ScriptedCrm
from crm.writes import confirm_once, write_once

pytestmark = pytest.mark.service
_numbers = count()


@pytest.fixture
def key() -> str:
    return f"order:{next(_numbers)}"


class CrmContract:
    """Inherited by the tests of every CRM, which give it as the fixture ``crm`` over the demo company."""

    def test_it_answers(self, crm: Crm) -> None:
        crm.check()
        assert crm.data_version() == crm.data_version() != ""

    def test_company_data_are_the_files(self, crm: Crm, demo_folder: Path) -> None:
        asked, read = crm.company_data(), load_company_data(demo_folder)
        for part in ("products", "clients", "managers", "past_orders", "turnover"):
            assert list(getattr(asked, part)) == list(getattr(read, part))
        assert crm.company_data() is asked

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            pytest.param({"phone": "+79120001122"}, "K-104", id="by phone"),
            pytest.param({"phone": "8 (912) 000-11-22"}, "K-104", id="by a phone as people write it"),
            pytest.param({"inn": "5836109514"}, "K-104", id="by ИНН"),
            pytest.param({"name": "пензаснаб"}, "K-104", id="by name without form and quotes"),
            pytest.param({"name": "ООО Рассвета"}, "K-125", id="by name in another case"),
            pytest.param({"name": "елочка"}, "K-126", id="by name with е for ё"),
            pytest.param({"name": "индивидуальный предприниматель Дёмина"}, "K-124", id="by surname"),
            pytest.param({"name": "вектор"}, "K-111", id="the exact name before the longer"),
            pytest.param({"name": "вектор плюс"}, "K-112", id="the longer name when it is said"),
            pytest.param({"phone": "+79120001122", "name": "ПензаСнаб"}, "K-104", id="by both"),
            pytest.param({"phone": "+79120001122", "name": "Рассвет"}, None, id="both must fit"),
            pytest.param({"phone": "+79990000000"}, None, id="a stranger"),
            pytest.param({"name": "Ромашка"}, None, id="an unknown name"),
            pytest.param({"name": ""}, None, id="an empty name"),
            pytest.param({"name": "ы" * 1000}, None, id="an endless name"),
            pytest.param({}, None, id="nobody"),
        ],
    )
    def test_clients_are_found(self, crm: Crm, asked: dict[str, str], found: str | None) -> None:
        clients = crm.find_clients(**asked)
        assert (clients[0].client_id if clients else None) == found

    def test_related_clients_are_the_group(self, crm: Crm) -> None:
        assert [client.client_id for client in crm.related_clients("K-102")] == ["K-101", "K-102", "K-103"]
        assert [client.client_id for client in crm.related_clients("K-104")] == ["K-104"]
        assert crm.related_clients("K-0") == crm.related_clients("../K-1") == crm.related_clients("") == ()

    def test_prices_and_stock_of_what_exists(self, crm: Crm) -> None:
        products = crm.products(["P-10-PVC", "нет такого", "", "K-SPL", "P-10-PVC"])
        assert {product.sku for product in products} == {"P-10-PVC", "K-SPL"}
        assert {product.price for product in products if product.sku == "P-10-PVC"} == {Decimal("9.80")}
        assert {row.warehouse for row in crm.stock(["K-SPL"])} == {"ЕКБ", "ЧЛБ", "ПРМ"}
        assert crm.stock([]) == crm.stock(["нет такого"]) == ()

    def test_managers_have_roles(self, crm: Crm) -> None:
        assert {manager.role for manager in crm.managers()} == {"mop", "rop", "admin"}

    def test_a_draft_is_kept_as_it_was_sent(self, crm: Crm, key: str, order: DraftOrder) -> None:
        full = replace(
            order, phone="+79120001122", unresolved=("двадцать штук этих синих",), comment="позвоните\nутром"
        )
        draft = crm.create_draft(key, full)
        assert (draft.key, draft.status, draft.order, draft.deal_id) == (key, CrmDraftStatus.NEW, full, None)
        assert crm.find_draft(key) == draft

    def test_a_draft_may_have_no_client_and_no_lines(self, crm: Crm, key: str) -> None:
        assert crm.create_draft(key, DraftOrder(client_id=None)).order.lines == ()

    def test_the_same_key_is_the_same_draft(self, crm: Crm, key: str, order: DraftOrder) -> None:
        assert crm.create_draft(key, order) == crm.create_draft(key, order)

    def test_a_used_key_refuses_another_order(self, crm: Crm, key: str, order: DraftOrder) -> None:
        crm.create_draft(key, order)
        with pytest.raises(CrmRefused) as caught:
            crm.create_draft(key, replace(order, comment="другой"))
        assert caught.value.reason == "key_reused"

    def test_a_client_nobody_knows_is_refused(self, crm: Crm, key: str, order: DraftOrder) -> None:
        self.refuse(crm, key, replace(order, client_id="K-0"), "unknown_client")

    def test_an_article_nobody_sells_is_refused(self, crm: Crm, key: str, order: DraftOrder) -> None:
        self.refuse(crm, key, replace(order, lines=(replace(order.lines[0], sku="X-1"),)), "unknown_sku")

    def refuse(self, crm: Crm, key: str, order: DraftOrder, reason: str) -> None:
        with pytest.raises(CrmRefused) as caught:
            crm.create_draft(key, order)
        assert caught.value.reason == reason
        assert not caught.value.may_pass
        assert crm.find_draft(key) is None

    def test_a_key_nobody_used_finds_nothing(self, crm: Crm, key: str) -> None:
        assert crm.find_draft(key) is None
        assert crm.find_deal("D-999999") is None

    def test_a_draft_can_be_corrected_until_it_is_decided(self, crm: Crm, key: str, order: DraftOrder) -> None:
        draft = crm.create_draft(key, order)
        corrected = replace(order, comment="уточнено")
        assert crm.update_draft(draft.draft_id, corrected).order == corrected
        assert crm.create_draft(key, order).order == corrected
        crm.confirm_draft(draft.draft_id)
        with pytest.raises(CrmRefused) as caught:
            crm.update_draft(draft.draft_id, order)
        assert caught.value.reason == "draft_confirmed"

    def test_one_draft_becomes_one_deal(self, crm: Crm, key: str, order: DraftOrder) -> None:
        draft = crm.create_draft(key, order)
        assert crm.find_deal(draft.draft_id) is None
        deal = crm.confirm_draft(draft.draft_id)
        assert crm.confirm_draft(draft.draft_id) == crm.find_deal(draft.draft_id) == deal
        assert (deal.order, deal.total, deal.draft_id) == (order, Decimal(4900), draft.draft_id)
        kept = crm.find_draft(key)
        assert kept is not None
        assert (kept.status, kept.deal_id) == (CrmDraftStatus.CONFIRMED, deal.deal_id)

    def test_a_deal_is_what_the_manager_confirmed(self, crm: Crm, key: str, order: DraftOrder) -> None:
        draft = crm.create_draft(key, order)
        final = replace(order, delivery_charge=Decimal("350.50"))
        assert crm.confirm_draft(draft.draft_id, final).total == Decimal("5250.50")

    def test_a_rejected_draft_is_no_deal(self, crm: Crm, key: str, order: DraftOrder) -> None:
        draft = crm.create_draft(key, order)
        rejected = crm.reject_draft(draft.draft_id, "клиент передумал")
        assert crm.reject_draft(draft.draft_id, "ещё раз") == rejected
        assert rejected.status is CrmDraftStatus.REJECTED
        with pytest.raises(CrmRefused) as caught:
            crm.confirm_draft(draft.draft_id)
        assert caught.value.reason == "draft_rejected"

    def test_a_deal_cannot_be_rejected(self, crm: Crm, key: str, order: DraftOrder) -> None:
        draft = crm.create_draft(key, order)
        crm.confirm_draft(draft.draft_id)
        with pytest.raises(CrmRefused) as caught:
            crm.reject_draft(draft.draft_id, "поздно")
        assert caught.value.reason == "draft_confirmed"

    @pytest.mark.parametrize("draft_id", ["D-999999", "S-1", "чужой", "..", "a/b", ""])
    def test_a_draft_that_is_not_there_is_refused(self, crm: Crm, order: DraftOrder, draft_id: str) -> None:
        with pytest.raises(CrmRefused):
            crm.update_draft(draft_id, order)
        with pytest.raises(CrmRefused):
            crm.confirm_draft(draft_id)

    def test_calls_are_logged_once(self, crm: Crm, key: str) -> None:
        entry = CallEntry("c-1", datetime(2026, 11, 20, 22, 14, tzinfo=UTC), duration_s=41.3, client_id="K-104")
        crm.log_call(key, entry)
        crm.log_call(key, entry)


class TestScriptedCrm(CrmContract):
    @pytest.fixture
    def crm(self, demo_folder: Path) -> Crm:
        return ScriptedCrm(load_company_data(demo_folder))


class TestHttpCrm(CrmContract):
    @pytest.fixture
    def crm(self, connect: Callable[..., Crm]) -> Crm:
        return connect()


class TestWritesOverLostAnswers:
    @pytest.fixture
    def crm(self, demo_folder: Path) -> ScriptedCrm:
        return ScriptedCrm(load_company_data(demo_folder))

    def test_a_write_that_was_done_is_found_and_not_repeated(self, crm: ScriptedCrm, order: DraftOrder) -> None:
        crm.fail("create_draft", CrmOutcomeUnknown(), after_commit=True)
        assert write_once(crm, "k", order) == crm.drafts[0]
        assert crm.calls["create_draft"] == 1

    def test_a_write_that_was_not_seen_stays_unknown_until_asked_again(
        self, crm: ScriptedCrm, order: DraftOrder
    ) -> None:
        crm.fail("create_draft", CrmOutcomeUnknown())
        with pytest.raises(CrmOutcomeUnknown):
            write_once(crm, "k", order)
        assert len(crm.drafts) == 0
        assert write_once(crm, "k", order) == crm.drafts[0]

    def test_a_look_up_that_fails_leaves_the_outcome_unknown(self, crm: ScriptedCrm, order: DraftOrder) -> None:
        busy = CrmUnavailable()
        busy.retry_after_s = 7.0
        crm.fail("find_draft", None, busy)
        crm.fail("create_draft", CrmOutcomeUnknown(), after_commit=True)
        with pytest.raises(CrmOutcomeUnknown) as caught:
            write_once(crm, "k", order)
        assert caught.value.retry_after_s == 7.0
        assert write_once(crm, "k", order) == crm.drafts[0]

    def test_what_was_refused_is_not_looked_up(self, crm: ScriptedCrm, order: DraftOrder) -> None:
        with pytest.raises(CrmRefused):
            write_once(crm, "k", replace(order, client_id="K-0"))
        assert crm.calls["find_draft"] == 1

    def test_a_deal_that_was_made_is_found_and_not_repeated(self, crm: ScriptedCrm, order: DraftOrder) -> None:
        draft = write_once(crm, "k", order)
        crm.fail("confirm_draft", CrmOutcomeUnknown(), after_commit=True)
        assert confirm_once(crm, draft.draft_id) == crm.deals[0]
        assert crm.calls["confirm_draft"] == 1

    def test_a_deal_that_was_not_made_stays_unknown(self, crm: ScriptedCrm, order: DraftOrder) -> None:
        draft = write_once(crm, "k", order)
        crm.fail("confirm_draft", CrmOutcomeUnknown())
        with pytest.raises(CrmOutcomeUnknown):
            confirm_once(crm, draft.draft_id)
        assert confirm_once(crm, draft.draft_id, order).order == order
