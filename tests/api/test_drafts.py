from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from crm.seam import CrmUnavailable
from models.tables import AuditEntry, Draft, DraftCorrection, OutboxKind, OutboxMessage

pytestmark = pytest.mark.service


def line(draft: dict[str, Any], place: int) -> dict[str, Any]:
    found: dict[str, Any] = draft["lines"][place]
    return found


def kept(draft: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": item["id"], "sku": item["sku"], "quantity": item["quantity"]} for item in draft["lines"]]


def get(client: httpx.Client, draft_id: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/drafts/{draft_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def edit(client: httpx.Client, draft: dict[str, Any], **changes: Any) -> httpx.Response:
    return client.patch(f"/api/v1/drafts/{draft['id']}", json={"version": draft["version"], **changes})


@pytest.mark.parametrize("night_engine", ["sqlite", "postgresql"], indirect=True)
def test_a_draft_goes_from_the_list_over_a_correction_to_one_deal(desk: Any, irina: httpx.Client) -> None:
    listed = irina.get("/api/v1/drafts", params={"status": "new", "kind": "order"}).json()["items"]
    assert [item["request_number"] for item in listed] == [1042, 1041]
    draft = get(irina, desk.draft("easy"))
    lines = kept(draft)
    lines[0]["quantity"] = 600
    changed = edit(irina, draft, lines=lines).json()
    assert (changed["version"], changed["corrections_count"]) == (2, 1)
    confirmed = irina.post(f"/api/v1/drafts/{draft['id']}/confirm", json={"version": 2}).json()
    assert (confirmed["status"], confirmed["unchanged"]) == ("confirmed", False)
    with desk.sessions() as session:
        sent = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == OutboxKind.CONFIRM_DEAL)).one()
        assert sent.key == f"deal:{draft['id']}"
        assert sent.payload["order"]["lines"][0]["quantity"] == "600"


def test_price_follows_the_wholesale_threshold_of_the_corrected_line(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("easy"))
    lines = kept(draft)
    lines[0]["quantity"] = 100
    changed = edit(irina, draft, lines=lines).json()
    assert (line(draft, 0)["price"], line(changed, 0)["price"], line(changed, 0)["amount"]) == (9.8, 11.2, 1120)


def test_a_correction_keeps_the_order_before_and_after_it(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("easy"))
    lines = kept(draft)[:1]
    lines[0]["sku"] = "P-7-PVC"
    edit(irina, draft, lines=lines)
    with desk.sessions() as session:
        correction = session.scalars(select(DraftCorrection)).one()
    assert [item["sku"] for item in correction.before["lines"]] == ["P-10-PVC", "V-BRZ"]
    assert [item["sku"] for item in correction.after["lines"]] == ["P-7-PVC"]
    assert correction.after["lines"][0]["heard"] == "пятьсот пар перчаток с пвх десятый класс"


def test_a_line_that_a_person_swapped_keeps_its_words_and_the_way_back(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("easy"))
    lines = kept(draft)
    lines[0]["sku"] = "P-7-PVC"
    swapped = line(edit(irina, draft, lines=lines).json(), 0)
    assert swapped["alternatives"] == ["P-10-PVC", "P-10-HB"]
    assert swapped["confidence"] is None
    assert swapped["confidence_words"] == "проверено человеком"
    assert swapped["spans"] == line(draft, 0)["spans"]


def test_a_phrase_answered_by_a_line_lends_it_its_words(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("hard"))
    answer = {"sku": "B-KIR-43", "quantity": 20, "unresolved": 0}
    changed = edit(irina, draft, lines=[*kept(draft), answer]).json()
    assert changed["unresolved"] == []
    assert line(changed, 3)["heard"] == "двадцать штук этих синих"
    assert line(changed, 3)["spans"] == draft["unresolved"][0]["spans"]


def test_boxes_become_base_units_by_the_catalogue(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("hard"))
    boxes = {"sku": "P-10-PVC", "quantity": 3, "unit": "кор", "unresolved": 0}
    changed = edit(irina, draft, lines=[*kept(draft), boxes]).json()
    assert (line(changed, 3)["quantity"], line(changed, 3)["unit"]) == (720, "пара")
    metres = {"sku": "P-10-PVC", "quantity": 3, "unit": "м"}
    refused = edit(irina, changed, lines=[*kept(changed), metres])
    assert (refused.status_code, refused.json()["code"]) == (422, "draft.unit_mismatch")


def test_the_second_of_two_editors_is_told(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("easy"))
    assert edit(irina, draft, comment="привезти до обеда").status_code == 200
    late = edit(irina, draft, comment="привезти после обеда")
    assert (late.status_code, late.json()["code"]) == (409, "draft.changed")
    assert get(irina, draft["id"])["comment"] == "привезти до обеда"


def test_what_changes_nothing_leaves_no_correction(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("easy"))
    same = edit(irina, draft, lines=kept(draft), payment="invoice").json()
    assert (same["version"], same["corrections_count"]) == (1, 0)


def test_an_edit_that_was_taken_back_counts_as_right_first_time(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("easy"))
    lines = kept(draft)
    lines[0]["quantity"] = 600
    changed = edit(irina, draft, lines=lines).json()
    back = edit(irina, changed, lines=kept(draft)).json()
    confirmed = irina.post(f"/api/v1/drafts/{draft['id']}/confirm", json={"version": back["version"]}).json()
    assert confirmed["unchanged"] is True


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"lines": [{"sku": "NO-SUCH", "quantity": 1}]}, "product.unknown", id="article nobody knows"),
        pytest.param({"client_id": "K-999"}, "client.unknown", id="client nobody knows"),
        pytest.param({"dismissed": [7]}, "draft.unknown_line", id="phrase that is not there"),
        pytest.param(
            {"lines": [{"id": "00000000-0000-4000-8000-000000000000", "sku": "V-BRZ", "quantity": 1}]},
            "draft.unknown_line",
            id="line of another draft",
        ),
        pytest.param({"lines": [{"sku": "V-BRZ", "quantity": 0}]}, "request.invalid", id="nothing of something"),
        pytest.param({"lines": [{"sku": "V-BRZ", "quantity": -5}]}, "request.invalid", id="less than nothing"),
        pytest.param({"lines": [{"sku": "V-BRZ", "quantity": "NaN"}]}, "request.invalid", id="not a number"),
        pytest.param({"delivery": {"time": "после обеда"}}, "request.invalid", id="time that is none"),
        pytest.param({"callback": {"phone": "112"}}, "request.invalid", id="telephone that is none"),
        pytest.param({"coment": "опечатка"}, "request.invalid", id="misspelt field"),
    ],
)
def test_a_wrong_change_is_refused_whole(desk: Any, irina: httpx.Client, change: dict[str, Any], code: str) -> None:
    draft = get(irina, desk.draft("hard"))
    refused = edit(irina, draft, comment="не должно остаться", **change)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert get(irina, draft["id"]) == draft


def test_stock_is_unknown_while_the_crm_is_down_and_the_edit_is_kept(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("easy"))
    desk.crm.fail("products", CrmUnavailable())
    lines = kept(draft)
    lines[0]["quantity"] = 600
    changed = edit(irina, draft, lines=lines).json()
    assert changed["stock_state"] == "unknown"
    assert [item["stock"]["status"] for item in changed["lines"]] == ["unknown", "unknown"]
    assert line(changed, 0)["amount"] == 5880


def test_fresh_stock_is_no_correction(desk: Any, pavel: httpx.Client) -> None:
    draft = get(pavel, desk.draft("suits"))
    assert draft["stock_state"] == "unknown"
    fresh = pavel.post(f"/api/v1/drafts/{draft['id']}/stock").json()
    assert (fresh["stock_state"], fresh["version"], fresh["corrections_count"]) == ("known", 1, 0)
    assert line(fresh, 0)["stock"]["status"] == "in_stock"


@pytest.mark.parametrize("night_engine", ["sqlite", "postgresql"], indirect=True)
def test_a_double_click_makes_one_deal(desk: Any, irina: httpx.Client) -> None:
    draft_id = desk.draft("easy")
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda _: irina.post(f"/api/v1/drafts/{draft_id}/confirm", json={"version": 1}), range(6))
        )
    assert {answer.status_code for answer in answers} == {200}
    with desk.sessions() as session:
        sent = session.scalar(select(func.count()).where(OutboxMessage.key == f"deal:{draft_id}"))
        entries = session.scalar(select(func.count()).where(AuditEntry.action == "confirm"))
    assert (sent, entries) == (1, 1)


def test_what_was_not_seen_is_not_confirmed(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("easy"))
    edit(irina, draft, comment="позвонить на склад")
    refused = irina.post(f"/api/v1/drafts/{draft['id']}/confirm", json={"version": 1})
    assert (refused.status_code, refused.json()["details"]) == (409, {"version": 2})


def test_an_order_without_lines_is_not_confirmed(desk: Any, irina: httpx.Client) -> None:
    draft = edit(irina, get(irina, desk.draft("easy")), lines=[]).json()
    refused = irina.post(f"/api/v1/drafts/{draft['id']}/confirm", json={"version": draft["version"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "draft.empty")


def test_a_rejection_needs_a_reason_and_tells_the_crm(desk: Any, irina: httpx.Client) -> None:
    url = f"/api/v1/drafts/{desk.draft('easy')}/reject"
    assert irina.post(url, json={"version": 1, "reason": "  "}).status_code == 422
    assert irina.post(url, json={"version": 1}).status_code == 422
    rejected = irina.post(url, json={"version": 1, "reason": "Дубль заявки"}).json()
    assert (rejected["status"], rejected["reject_reason"]) == ("rejected", "Дубль заявки")
    with desk.sessions() as session:
        sent = session.scalars(select(OutboxMessage)).one()
        assert (sent.kind, sent.payload["reason"]) == (OutboxKind.REJECT_DRAFT, "Дубль заявки")


@pytest.mark.parametrize("first", ["confirm", "reject"])
def test_a_decision_is_not_undone_by_the_other_one(desk: Any, irina: httpx.Client, first: str) -> None:
    base = f"/api/v1/drafts/{desk.draft('easy')}"
    body = {"confirm": {"version": 1}, "reject": {"version": 1, "reason": "Дубль заявки"}}
    second = "reject" if first == "confirm" else "confirm"
    assert irina.post(f"{base}/{first}", json=body[first]).status_code == 200
    refused = irina.post(f"{base}/{second}", json=body[second])
    assert (refused.status_code, refused.json()["code"]) == (409, "draft.decided")
    assert edit(irina, get(irina, desk.draft("easy")), comment="поздно").status_code == 409


def test_a_task_is_done_without_the_crm(desk: Any, irina: httpx.Client) -> None:
    done = irina.post(f"/api/v1/drafts/{desk.draft('callback')}/confirm", json={"version": 1}).json()
    assert (done["status"], done["unchanged"]) == ("confirmed", None)
    with desk.sessions() as session:
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_a_task_in_which_there_was_an_order_becomes_one_and_goes_to_the_crm(desk: Any, irina: httpx.Client) -> None:
    task = get(irina, desk.draft("callback"))
    order = edit(irina, task, intent="order", lines=[{"sku": "P-10-PVC", "quantity": 500}]).json()
    assert (order["kind"], order["intent"]) == ("order", "order")
    order = edit(irina, order, lines=[{"id": order["lines"][0]["id"], "sku": "P-10-PVC", "quantity": 700}]).json()
    done = irina.post(f"/api/v1/drafts/{order['id']}/confirm", json={"version": order["version"]}).json()
    assert (done["status"], done["unchanged"]) == ("confirmed", False)
    with desk.sessions() as session:
        sent = session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at)).all()
    assert [message.kind.value for message in sent] == ["create_draft", "update_draft", "confirm_deal"]
    labelled = desk.client("rop").get("/api/v1/drafts/corrections.jsonl").text.splitlines()
    [kept_order] = [item for item in map(json.loads, labelled) if item["id"] == order["id"]]
    assert (kept_order["first"]["intent"], kept_order["expected"]["intent"]) == ("callback", "order")


def test_who_decides_what_was_nobodys_answers_for_it(desk: Any, pavel: httpx.Client) -> None:
    done = pavel.post(f"/api/v1/drafts/{desk.draft('missed')}/confirm", json={"version": 1}).json()
    assert done["manager_id"] == "M-2"


def test_edits_in_a_row_send_one_write_with_the_last_state(desk: Any, irina: httpx.Client) -> None:
    draft = get(irina, desk.draft("easy"))
    for quantity in (510, 520, 530):
        lines = kept(draft)
        lines[0]["quantity"] = quantity
        draft = edit(irina, draft, lines=lines).json()
    with desk.sessions() as session:
        sent = session.scalars(select(OutboxMessage)).one()
    assert sent.payload["order"]["lines"][0]["quantity"] == "530"


def test_pages_of_the_list_meet_without_gap_or_overlap(desk: Any, admin: httpx.Client) -> None:
    seen, cursor = [], None
    while True:
        page = admin.get("/api/v1/drafts", params={"limit": 4, **({"cursor": cursor} if cursor else {})}).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 27
    with desk.sessions() as session:
        newest_first = session.scalars(select(Draft.id).order_by(Draft.created_at.desc(), Draft.id.desc()))
        assert seen == [str(draft_id) for draft_id in newest_first]


@pytest.mark.parametrize("cursor", ["x", "e30", "WyIyMDI2IiwgIngiXQ", "WzEsMl0"])
def test_a_cursor_that_is_none_is_refused(admin: httpx.Client, cursor: str) -> None:
    answer = admin.get("/api/v1/drafts", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "request.bad_cursor")


def test_the_sum_is_not_told_while_a_price_is_missing(desk: Any, irina: httpx.Client) -> None:
    with desk.sessions.begin() as session:
        draft = session.scalars(select(Draft).where(Draft.client_id == "K-104", Draft.answer_by.is_not(None))).one()
        session.execute(
            Draft.lines.property.mapper.class_.__table__.update()
            .where(Draft.lines.property.mapper.class_.draft_id == draft.id)
            .where(Draft.lines.property.mapper.class_.position == 0)
            .values(price=None, amount=None)
        )
    found = get(irina, desk.draft("easy"))
    assert found["total"] is None
    assert found["lines"][1]["amount"] == float(Decimal("10560"))
