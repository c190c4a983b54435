"""What the API answers when it cannot do as asked: a stable code, a status, and a sentence in Russian."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, Field


class DozvonError(Exception):
    """The base of all refusals that a client of the API or a person at the desk may see."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    message: ClassVar[str] = "Внутренняя ошибка. Мы записали её и разберёмся."

    def __init__(self, details: dict[str, Any] | None = None) -> None:
        super().__init__(self.message)
        self.details = details


class ErrorOut(BaseModel):
    """One refusal. ``code`` is stable and for programs, ``message`` is for people."""

    code: str = Field(examples=["draft.not_found"])
    message: str = Field(examples=["Черновик не найден"])
    details: dict[str, Any] | None = None


class NotSignedIn(DozvonError):
    code = "auth.required"
    status = 401
    message = "Войдите, чтобы продолжить"


class Forbidden(DozvonError):
    code = "auth.forbidden"
    status = 403
    message = "На это действие нет прав"


class CsrfFailed(DozvonError):
    code = "auth.csrf"
    status = 403
    message = "Страница устарела. Обновите её и повторите действие"


class NotFound(DozvonError):
    code = "not_found"
    status = 404
    message = "Такой страницы нет"


class DraftNotFound(NotFound):
    code = "draft.not_found"
    message = "Черновик не найден"


class CallNotFound(NotFound):
    code = "call.not_found"
    message = "Звонок не найден"


class CallNotFailed(DozvonError):
    code = "call.not_failed"
    status = 409
    message = "Этот звонок не нужно обрабатывать заново"


class SoundNotFound(NotFound):
    code = "call.sound_not_found"
    message = "Записи этого звонка нет"


class RequestNotFound(NotFound):
    code = "request.not_found"
    message = "Заявка не найдена"


class UserNotFound(NotFound):
    code = "user.not_found"
    message = "Сотрудник не найден"


class TokenNotFound(NotFound):
    code = "token.not_found"
    message = "Ключ не найден"


class DraftChanged(DozvonError):
    """The version the person saw is not the one that is kept. ``details`` say which is."""

    code = "draft.changed"
    status = 409
    message = "Черновик уже изменили. Посмотрите новую версию и повторите"


class DraftDecided(DozvonError):
    code = "draft.decided"
    status = 409
    message = "По черновику уже принято решение"


class DraftEmpty(DozvonError):
    code = "draft.empty"
    status = 409
    message = "В черновике нет ни одной строки: добавьте товар или отклоните черновик"


class AccountError(DozvonError):
    """A person cannot be added or changed as asked."""

    code = "user.invalid"
    status = 422
    message = "Данные сотрудника не приняты"


class LoginTaken(AccountError):
    code = "user.login_taken"
    status = 409
    message = "Такой логин уже есть"


class InvalidInput(DozvonError):
    code = "request.invalid"
    status = 422
    message = "Проверьте введённые данные"


class UnknownProduct(DozvonError):
    code = "product.unknown"
    status = 422
    message = "Такого артикула нет в каталоге"


class UnknownClient(DozvonError):
    code = "client.unknown"
    status = 422
    message = "Такого клиента нет в CRM"


class UnknownLine(DozvonError):
    code = "draft.unknown_line"
    status = 422
    message = "Такой строки в черновике нет"


class QuantityMissing(DozvonError):
    code = "draft.quantity_missing"
    status = 422
    message = "Укажите количество: больше нуля, не точнее тысячной"


class UnitMismatch(DozvonError):
    code = "draft.unit_mismatch"
    status = 422
    message = "В таких единицах этот товар не продаётся: проверьте количество и единицу"


class ReasonMissing(DozvonError):
    code = "draft.reason_missing"
    status = 422
    message = "Укажите причину отклонения"


class WeakPassword(AccountError):
    code = "user.weak_password"
    status = 422
    message = "Пароль слишком короткий: нужно не меньше восьми знаков"


class BadCursor(DozvonError):
    code = "request.bad_cursor"
    status = 422
    message = "Продолжение списка устарело, начните сначала"


class TooManyRequests(DozvonError):
    code = "rate.limited"
    status = 429
    message = "Слишком много запросов. Подождите минуту"


class BodyTooLarge(DozvonError):
    code = "request.too_large"
    status = 413
    message = "Слишком большой запрос"


ALWAYS: tuple[type[DozvonError], ...] = (NotSignedIn, Forbidden, InvalidInput, TooManyRequests)


def errors(*kinds: type[DozvonError]) -> dict[int | str, dict[str, Any]]:
    """Return ``responses`` for a route that may answer with *kinds*, besides what any route may."""
    by_status: dict[int, list[type[DozvonError]]] = {}
    for kind in (*ALWAYS, *kinds):
        by_status.setdefault(kind.status, []).append(kind)
    return {status: _response(same) for status, same in sorted(by_status.items())}


def _response(kinds: list[type[DozvonError]]) -> dict[str, Any]:
    return {"model": ErrorOut, "description": "; ".join(f"`{kind.code}`: {kind.message}" for kind in kinds)}
