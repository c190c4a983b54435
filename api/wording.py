"""Codes, numbers and moments as a Russian reader expects them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo

import phonenumbers
from babel.core import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal

RU = Locale("ru")
NO_BREAK = "\N{NO-BREAK SPACE}"
SURE, LIKELY = 0.9, 0.7  # of lines shown with confidence p about p are right, so these are shares

INTENTS: Mapping[str, str] = {
    "order": "Заказ",
    "callback": "Просит перезвонить",
    "question": "Вопрос",
    "complaint": "Жалоба",
    "missed_call": "Пропущенный звонок",
    "other": "Другое",
}
WHAT_TO_DO: Mapping[str, str] = {
    "callback": "Клиент просит перезвонить.",
    "question": "Клиент задал вопрос и ждёт ответа.",
    "complaint": "Клиент жалуется: разберитесь и перезвоните.",
    "missed_call": "Клиент позвонил и ничего не сказал: перезвоните и узнайте, что нужно.",
    "other": "Послушайте запись и решите, что делать.",
}
STATUSES: Mapping[str, str] = {"new": "Новый", "confirmed": "Подтверждён", "rejected": "Отклонён"}
TASK_STATUSES: Mapping[str, str] = {"new": "Новая", "confirmed": "Сделана", "rejected": "Отклонена"}
CALL_STATUSES: Mapping[str, str] = {
    "recorded": "В очереди на распознавание",
    "processing": "Распознаётся",
    "done": "Обработан",
    "failed": "Не обработан",
    "no_recording": "Без записи",
}
MATCHED: Mapping[str, str] = {
    "phone": "по номеру телефона",
    "inn": "по ИНН",
    "name": "по названию",
    "person": "выбран менеджером",
    "none": "не определён",
}
UNRESOLVED: Mapping[str, str] = {
    "no_product": "Товар не найден в каталоге",
    "ambiguous": "Подходит несколько товаров",
    "no_quantity": "Количество не названо",
    "unit_mismatch": "В таких единицах товар не продаётся",
    "no_history": "Просит «как обычно», но прошлых заказов нет",
}
PAYMENTS: Mapping[str, str] = {
    "invoice": "По счёту",
    "cash": "Наличными",
    "card": "Картой",
    "deferred": "С отсрочкой",
}
DELIVERIES: Mapping[str, str] = {"delivery": "Доставка", "pickup": "Самовывоз"}
STOCK: Mapping[str, str] = {
    "in_stock": "в наличии",
    "partial": "не хватает",
    "out_of_stock": "нет",
    "unknown": "остаток неизвестен",
}
ROLES: Mapping[str, str] = {"mop": "менеджер", "rop": "руководитель отдела", "admin": "администратор"}
SOURCES: Mapping[str, str] = {"night_line": "Ночная линия", "pbx": "АТС", "upload": "Загружен"}
ENDINGS: Mapping[str, str] = {
    "hash_key": "нажал #",
    "silence": "замолчал",
    "caller_hung_up": "положил трубку",
    "limit": "говорил дольше предела записи",
    "call_limit": "говорил дольше предела звонка",
    "transferred": "переведён на дежурного",
    "shutdown": "прерван: линия останавливалась",
    "hung_up_early": "положил трубку до записи",
    "no_rtp": "пропал звук",
    "disk_full": "кончилось место на диске",
    "interrupted": "линия прервалась",
}
FAILURES: Mapping[str, str] = {
    "asr.engine_failed": "распознавание речи завершилось ошибкой",
    "asr.engine_busy": "распознаванию не хватило памяти",
    "asr.model_missing": "не найдена модель речи",
    "asr.audio_rejected": "звуковой файл повреждён или не подходит",
    "asr.pull_failed": "модель речи не скачалась",
    "worker.sound_missing": "файл записи не найден",
    "worker.no_recording": "записи нет",
    "worker.no_transcript": "слова звонка потеряны",
    "worker.lost": "обработка прервалась слишком много раз",
    "crm.never_seen": "CRM ещё ни разу не ответила: каталог неизвестен",
    "crm.bad_company_data": "данные CRM с ошибками",
    "crm.denied": "CRM не приняла ключ доступа",
    "crm.failed": "CRM ответила ошибкой",
    "crm.unavailable": "CRM не отвечает, отправим позже",
    "crm.outcome_unknown": "ответ CRM потерян, проверяем, дошло ли",
    "crm.refused": "CRM отказала",
    "crm.nonsense": "CRM ответила непонятно",
    "crm.draft_refused": "CRM не приняла черновик",
    "internal": "внутренняя ошибка",
}
COUNTED_IN: Mapping[str, str] = {
    "": "единиц товара",
    "шт": "штук",
    "пара": "пар",
    "компл": "комплектов",
    "упак": "упаковок",
    "пачка": "пачек",
    "кор": "коробок",
    "ящик": "ящиков",
    "мешок": "мешков",
    "рул": "рулонов",
    "паллета": "паллет",
    "м": "метров",
    "кг": "килограммов",
    "л": "литров",
    "м3": "кубометров",
}
_UNIT_FORMS: Mapping[str, tuple[str, str, str]] = {
    "пара": ("пара", "пары", "пар"),
    "штука": ("штука", "штуки", "штук"),
    "комплект": ("комплект", "комплекта", "комплектов"),
    "рулон": ("рулон", "рулона", "рулонов"),
    "метр": ("метр", "метра", "метров"),
}
REJECT_REASONS = (
    "Дубль заявки",
    "Клиент отказался",
    "Нет товара",
    "Не наш клиент",
    "Ошибочный звонок",
    "Ничего не разобрать",
)
TASK_REJECT_REASONS = ("Дубль", "Не дозвонились", "Ошибочный звонок", "Спам")


def confidence_words(confidence: float | None) -> str:
    """Return how far a line may be trusted; a line without a number is a person's."""
    if confidence is None:
        return "проверено человеком"
    if confidence >= SURE:
        return "уверенно"
    return "скорее всего" if confidence >= LIKELY else "проверьте"


def failure_words(code: str | None) -> str | None:
    """Return why something failed; a code without words of its own is shown as it is."""
    return None if code is None else FAILURES.get(code, f"сбой обработки ({code})")


def money(amount: Decimal | None) -> str:
    """Return *amount* as «4 900,00 ₽», a dash where it is not known."""
    if amount is None:
        return "—"
    return format_decimal(amount, format="#,##0.00", locale=RU) + NO_BREAK + "₽"


def quantity(value: Decimal | None) -> str:
    """Return a quantity with thousands apart and no needless zeros."""
    return "—" if value is None else format_decimal(value, format="#,##0.###", locale=RU)


def unit(value: Decimal, name: str) -> str:
    """Return a unit in the form that goes with *value*: «пара», «пары», «пар»; abbreviations do not change."""
    forms = _UNIT_FORMS.get(name)
    return form(value, *forms) if forms else name


def counted(value: Decimal, name: str) -> str:
    """Return «500 пар»."""
    return f"{quantity(value)}{NO_BREAK}{unit(value, name)}"


def plain(value: Decimal | None) -> str:
    """Return a quantity as it stands in an input: a decimal comma, no thousands apart."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")


def plural(count: int, one: str, few: str, many: str) -> str:
    """Return *count* with the form that goes with it: «3 строки»."""
    return f"{format_decimal(count, locale=RU)}{NO_BREAK}{form(count, one, few, many)}"


def form(count: int | Decimal, one: str, few: str, many: str) -> str:
    """Return the form of a word that goes with *count*; a fraction goes with the second: «полторы пары»."""
    return {"one": one, "few": few, "other": few}.get(RU.plural_form(Decimal(count).normalize() + 0), many)


def day(moment: dt.datetime | dt.date, zone: ZoneInfo, now: dt.datetime | None = None) -> str:
    """Return «сегодня», «вчера», «завтра» or «21 ноября», with the year where it is another one."""
    date = moment.astimezone(zone).date() if isinstance(moment, dt.datetime) else moment
    today = (now or dt.datetime.now(dt.UTC)).astimezone(zone).date()
    near = {-1: "вчера", 0: "сегодня", 1: "завтра"}.get((date - today).days)
    return near or format_date(date, "d MMMM" if date.year == today.year else "d MMMM y 'г'.", locale=RU)


def short_date(date: dt.date) -> str:
    """Return «25 ноября»."""
    return format_date(date, "d MMMM", locale=RU)


def weekday(moment: dt.datetime | dt.date, zone: ZoneInfo) -> str:
    """Return «суббота, 21 ноября»."""
    date = moment.astimezone(zone).date() if isinstance(moment, dt.datetime) else moment
    return format_date(date, "EEEE, d MMMM", locale=RU)


def clock(moment: dt.datetime, zone: ZoneInfo) -> str:
    """Return «22:14» on the clock of *zone*."""
    return format_time(moment, "HH:mm", tzinfo=zone, locale=RU)


def moment(value: dt.datetime, zone: ZoneInfo, now: dt.datetime | None = None) -> str:
    """Return «вчера в 22:14»."""
    return f"{day(value, zone, now)} в{NO_BREAK}{clock(value, zone)}"


def full_moment(value: dt.datetime, zone: ZoneInfo) -> str:
    """Return «21 ноября 2026 г., 22:14» for titles and print."""
    return format_datetime(value, "d MMMM y 'г'., HH:mm", tzinfo=zone, locale=RU)


def seconds(value: float | None) -> str:
    """Return a length of sound as «1:05»."""
    whole = round(value or 0.0)
    return f"{whole // 60}:{whole % 60:02d}"


def span_of_time(length: dt.timedelta) -> str:
    """Return «12 мин», «3 ч 05 мин», «2 дня»."""
    minutes = int(abs(length).total_seconds()) // 60
    if minutes < 60:
        return f"{max(minutes, 1)}{NO_BREAK}мин"
    if minutes < 24 * 60:
        return f"{minutes // 60}{NO_BREAK}ч {minutes % 60:02d}{NO_BREAK}мин"
    return plural(minutes // (24 * 60), "день", "дня", "дней")


def phone(number: str | None) -> str:
    """Return «+7 912 000-11-22»; what is no number is shown as it came."""
    if not number:
        return "номер скрыт"
    try:
        parsed = phonenumbers.parse(number, "RU")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL).replace(" ", NO_BREAK)
