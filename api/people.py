"""What an administrator does to people and tokens."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from api import audit
from api.accounts import Person, create_user, end_sessions, issue_token, set_password
from api.errors import TokenNotFound, UserNotFound
from api.schemas import TokenIn, UserIn, UserPatch
from models.tables import ApiToken, User, utc_now


def add(session: Session, who: Person, body: UserIn) -> User:
    """Add a person. Raises ``LoginTaken`` and ``WeakPassword``."""
    user = create_user(session, **body.model_dump())
    audit.note(session, who.id, "add_user", "user", user.id, role=user.role.value)
    return user


def change(session: Session, who: Person, user_id: UUID, body: UserPatch) -> User:
    """Change a person. Raises ``UserNotFound`` and ``WeakPassword``."""
    user = session.get(User, user_id)
    if user is None:
        raise UserNotFound
    given = body.model_dump(exclude_unset=True)
    if body.password is not None:
        set_password(session, user, body.password)
    if body.name is not None:
        user.name = body.name
    if "manager_id" in given:
        user.manager_id = body.manager_id
    if body.role is not None and body.role is not user.role:
        user.role = body.role
        end_sessions(user)
    if body.active is not None and body.active is not user.active:
        user.active = body.active
        end_sessions(user)
    audit.note(session, who.id, "change_user", "user", user.id, fields=sorted(given))
    return user


def make_token(session: Session, who: Person, body: TokenIn) -> tuple[ApiToken, str]:
    """Make a token for an active person and return it with its text. Raises ``UserNotFound``."""
    user = session.get(User, body.user_id)
    if user is None or not user.active:
        raise UserNotFound
    token, text = issue_token(session, user, name=body.name, expires_at=body.expires_at)
    audit.note(session, who.id, "make_token", "token", token.id, for_user=str(user.id))
    return token, text


def revoke(session: Session, who: Person, token_id: UUID) -> None:
    """Close the door to one token; a second time changes nothing. Raises ``TokenNotFound``."""
    token = session.get(ApiToken, token_id)
    if token is None:
        raise TokenNotFound
    if token.revoked_at is None:
        token.revoked_at = utc_now()
        audit.note(session, who.id, "revoke_token", "token", token_id)
