"""People and tokens, for an administrator."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select

from api import people
from api.errors import LoginTaken, TokenNotFound, UserNotFound, WeakPassword, errors
from api.schemas import TokenIn, TokenMade, TokenOut, UserIn, UserOut, UserPatch
from api.sessions import ReadSession, WriteSession
from api.who import ONLY_ADMINISTRATORS, Administrator, Signed
from models.tables import ApiToken, User

router = APIRouter(tags=["Люди и ключи"])


@router.get("/me", responses=errors())
def me(who: Signed, session: ReadSession) -> UserOut:
    """Say who asks."""
    return UserOut.model_validate(session.get_one(User, who.id))


@router.get("/users", responses=errors(), dependencies=[ONLY_ADMINISTRATORS])
def list_users(session: ReadSession) -> list[UserOut]:
    """List everybody who may or might sign in."""
    return [UserOut.model_validate(user) for user in session.scalars(select(User).order_by(User.login))]


@router.post("/users", status_code=201, responses=errors(LoginTaken, WeakPassword))
def add_user(body: UserIn, who: Administrator, session: WriteSession) -> UserOut:
    """Add a person."""
    return UserOut.model_validate(people.add(session, who, body))


@router.patch("/users/{user_id}", responses=errors(UserNotFound, WeakPassword))
def change_user(user_id: UUID, body: UserPatch, who: Administrator, session: WriteSession) -> UserOut:
    """Change a person. A new password, another role and switching off end that person's sessions."""
    return UserOut.model_validate(people.change(session, who, user_id, body))


@router.get("/tokens", responses=errors(), dependencies=[ONLY_ADMINISTRATORS])
def list_tokens(session: ReadSession) -> list[TokenOut]:
    """List the tokens of programs, without their texts: nobody knows those any more."""
    return [TokenOut.model_validate(token) for token in session.scalars(select(ApiToken).order_by(ApiToken.created_at))]


@router.post("/tokens", status_code=201, responses=errors(UserNotFound))
def make_token(body: TokenIn, who: Administrator, session: WriteSession) -> TokenMade:
    """Make a token that acts as one person. Its text is in this answer and nowhere else."""
    token, text = people.make_token(session, who, body)
    return TokenMade(**TokenOut.model_validate(token).model_dump(), token=text)


@router.delete("/tokens/{token_id}", status_code=204, responses=errors(TokenNotFound))
def revoke_token(token_id: UUID, who: Administrator, session: WriteSession) -> None:
    """Close the door to one token. A second time changes nothing."""
    people.revoke(session, who, token_id)
