"""The calls of the made-up night."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from api.accounts import create_user
from benchmarks.sample_night import Said, add_call, add_company, add_decided, add_draft
from models.tables import CallStatus, Draft, DraftKind, Role, StockState

EASY = Said(
    "здравствуйте это стройподряд запишите пятьсот пар перчаток с пвх десятый класс и сто двадцать пар брезентовых "
    "рукавиц с двойным наладонником доставка на понедельник адрес тот же оплата по счёту спасибо",
    (
        ("P-10-PVC", 500, "пятьсот пар перчаток с пвх десятый класс", 0.97, ("P-7-PVC", "P-10-HB")),
        ("V-BRZ", 120, "сто двадцать пар брезентовых рукавиц с двойным наладонником", 0.93, ()),
    ),
)
HARD = Said(
    "добрый вечер гусева беспокоит мне как обычно две коробки хб десятый класс ой нет три коробки потом нитриловых "
    "перчаток двести пар размер эль и спилковые краги шестьдесят пар ещё двадцать штук этих синих которые в прошлый "
    "раз брали доставьте в пензу улица мира пять во вторник с десяти до двенадцати перезвоните пожалуйста с утра",
    (
        ("P-10-HB", 720, "две коробки хб десятый класс ой нет три коробки", 0.86, ("P-10-PVC",)),
        ("P-NIT-L", 200, "нитриловых перчаток двести пар размер эль", 0.95, ()),
        ("P-SPL", 60, "спилковые краги шестьдесят пар", 0.58, ("V-BRZ",)),
    ),
    (("двадцать штук этих синих", "no_product", ("B-KIR-43",), 20),),
    frozenset({"спилковые", "синих", "беспокоит"}),
)
SUITS = Said(
    "алло нужно тридцать костюмов сигнальных пятьдесят второй размер и сапоги сорок третий десять пар самовывоз завтра",
    (
        ("K-SIG-52", 30, "тридцать костюмов сигнальных пятьдесят второй размер", 0.91, ()),
        ("B-KIR-43", 10, "сапоги сорок третий десять пар", 0.74, ()),
    ),
)
CALLBACK = Said("здравствуйте перезвоните мне пожалуйста завтра с утра по поводу договора поставки")
COMPLAINT = Said("вы привезли не те перчатки половина брак разберитесь пожалуйста и перезвоните мне")


def add_night(session: Session, sound_root: Path, morning: dt.datetime, password: str) -> dict[str, Draft]:
    """Keep the night before *morning* and return its drafts by a short name; people sign in with *password*."""
    evening = morning - dt.timedelta(hours=10)
    add_company(session)
    mop = create_user(session, login="irina", name="Ирина Соколова", role=Role.MOP, password=password, manager_id="M-1")
    create_user(session, login="pavel", name="Павел Дёмин", role=Role.MOP, password=password, manager_id="M-2")
    create_user(session, login="rop", name="Анна Власова", role=Role.ROP, password=password)
    create_user(session, login="admin", name="Администратор", role=Role.ADMIN, password=password)
    by = morning + dt.timedelta(hours=2)
    drafts = _orders(session, sound_root, evening, by) | _tasks(session, sound_root, evening, by)
    add_call(
        session,
        sound_root,
        None,
        evening + dt.timedelta(hours=5),
        phone="+79530008899",
        status=CallStatus.FAILED,
        failure_code="asr.engine_busy",
    )
    add_decided(session, sound_root, mop, morning - dt.timedelta(days=3), [True] * 19 + [False] * 2)
    return drafts


def _orders(session: Session, root: Path, evening: dt.datetime, by: dt.datetime) -> dict[str, Draft]:
    return {
        "easy": _order(
            session, root, EASY, evening, {"phone": "+79120001122"},
            number=1041, client_id="K-104", matched_by="phone", client_confidence=1.0, manager_id="M-1", answer_by=by,
            delivery_mode="delivery", delivery_date=dt.date(2026, 11, 23), delivery_address="адрес тот же",
            payment="invoice",
        ),
        "hard": _order(
            session, root, HARD, evening + dt.timedelta(hours=1, minutes=24), {"phone": "+79220003344", "urgent": True},
            number=1042, client_id="K-117", matched_by="name", client_confidence=0.84, manager_id="M-1", answer_by=by,
            delivery_mode="delivery", delivery_date=dt.date(2026, 11, 24), delivery_time="10:00-12:00",
            delivery_address="Пенза, улица Мира, 5", callback_time="с утра",
        ),
        "suits": _order(
            session, root, SUITS, evening + dt.timedelta(hours=3, minutes=5),
            {"phone": "+79617770011", "interrupted": True, "end_reason": "interrupted"},
            number=1043, manager_id="M-2", answer_by=by, delivery_mode="pickup",
            stock_state=StockState.UNKNOWN, stock_checked_at=None,
        ),
    }  # fmt: skip


def _order(
    session: Session, root: Path, said: Said, at: dt.datetime, call: dict[str, Any], *, number: int, **draft: Any
) -> Draft:
    return add_draft(session, add_call(session, root, said, at, **call), said, number=number, **draft)


def _tasks(session: Session, root: Path, evening: dt.datetime, by: dt.datetime) -> dict[str, Draft]:
    found = {}
    for name, said, hours, phone, client_id in (
        ("callback", CALLBACK, 2, "+79090005566", "K-140"),
        ("complaint", COMPLAINT, 4, "+79120004455", None),
    ):
        call = add_call(session, root, said, evening + dt.timedelta(hours=hours), phone=phone)
        found[name] = add_draft(
            session,
            call,
            said,
            number=1043 + hours,
            kind=DraftKind.TASK,
            intent=name,
            client_id=client_id,
            matched_by="phone" if client_id else "none",
            client_confidence=1.0 if client_id else 0.0,
            manager_id="M-1",
            answer_by=by,
            comment=said.text.capitalize(),
        )
    silent = add_call(
        session, root, None, evening + dt.timedelta(hours=6), phone="+79041112233", silent=True, end_reason="silence"
    )
    found["missed"] = add_draft(
        session, silent, Said(""), number=1050, kind=DraftKind.TASK, intent="missed_call", answer_by=by
    )
    return found
