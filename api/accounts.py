"""People who sign in, and the tokens of programs.

Functions here take a session and never commit: whoever opened the transaction does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from pwdlib import PasswordHash
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.errors import AccountError, LoginTaken, WeakPassword
from models.tables import ApiToken, Role, User, utc_now

__all__ = [
    "AccountError",
    "Person",
    "authenticate",
    "create_user",
    "end_sessions",
    "find_token",
    "issue_token",
    "normal_login",
    "person_of",
    "set_password",
    "use_is_due",
]

MIN_PASSWORD_LENGTH = 8
TOKEN_PREFIX = "dozvon_"  # a leaked token is then found by secret scanners
LAST_USED_STEP = dt.timedelta(minutes=5)  # a finer clock would turn every read of a program into a write


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. A plain value: it outlives the transaction that found it."""

    id: UUID
    login: str
    name: str
    role: Role
    manager_id: str | None
    session_epoch: int
    token_id: UUID | None = None  # set where a program asks, with this token

    @property
    def sees_all(self) -> bool:
        return self.role is not Role.MOP


def person_of(user: User, token_id: UUID | None = None) -> Person:
    """Return the value that stands for *user* during one request."""
    return Person(user.id, user.login, user.name, user.role, user.manager_id, user.session_epoch, token_id)


def create_user(
    session: Session, *, login: str, name: str, role: Role | str, password: str, manager_id: str | None = None
) -> User:
    """Add a person and return it. Raises ``LoginTaken`` and ``WeakPassword``.

    The login is kept in lower case without outer blanks: people type it as they like.
    """
    login = normal_login(login)
    if session.scalar(select(User.id).where(User.login == login)) is not None:
        raise LoginTaken
    user = User(login=login, name=name.strip(), role=Role(role), manager_id=manager_id, password_hash=_hash(password))
    session.add(user)
    session.flush()
    return user


def set_password(session: Session, user: User, password: str) -> None:
    """Give *user* a new password and end all sessions of that person."""
    user.password_hash = _hash(password)
    end_sessions(user)
    session.flush()


def end_sessions(user: User) -> None:
    """Sign *user* out everywhere."""
    user.session_epoch += 1


def authenticate(session: Session, login: str, password: str) -> User | None:
    """Return the active person with this login and password, or ``None``, taking equally long."""
    user = session.scalar(select(User).where(User.login == normal_login(login), User.active))
    right, renewed = _hasher().verify_and_update(password, user.password_hash if user else _nobodys_hash())
    if user is None or not right:
        return None
    if renewed is not None:
        user.password_hash = renewed
    return user


def normal_login(login: str) -> str:
    """Return *login* as it is kept."""
    return login.strip().casefold()


def issue_token(
    session: Session, user: User, *, name: str, expires_at: dt.datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token for *user* and return it with its text, which is known here only."""
    text = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(user_id=user.id, name=name.strip(), token_hash=_token_hash(text), expires_at=expires_at)
    session.add(token)
    session.flush()
    return token, text


def find_token(session: Session, text: str) -> ApiToken | None:
    """Return the token with this text if it still opens the door, with its person loaded."""
    token = session.scalar(
        select(ApiToken).where(ApiToken.token_hash == _token_hash(text)).options(joinedload(ApiToken.user))
    )
    if token is None or token.revoked_at is not None or not token.user.active:
        return None
    return None if token.expires_at is not None and token.expires_at <= utc_now() else token


def use_is_due(token: ApiToken) -> bool:
    """Return whether the moment of last use is worth writing again."""
    return token.last_used_at is None or utc_now() - token.last_used_at > LAST_USED_STEP


def _hash(password: str) -> str:
    if len(password) < MIN_PASSWORD_LENGTH:
        raise WeakPassword
    return _hasher().hash(password)


def _token_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()  # 256 random bits need no slow hash


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
