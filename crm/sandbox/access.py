"""Who may talk to the sandbox CRM: programs by token, people by the same token as a password."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBasic, HTTPBasicCredentials, HTTPBearer

from crm.sandbox.service import Here

_bearer = HTTPBearer(auto_error=False, description="токен песочницы")
_basic = HTTPBasic(auto_error=False, description="имя любое, пароль — токен песочницы")


def program(here: Here, shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> None:
    """Let a program with the token in."""
    if shown is None or not _same(shown.credentials, here.settings.token):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})


def person(here: Here, shown: Annotated[HTTPBasicCredentials | None, Depends(_basic)]) -> None:
    """Let a person in who gives the token as the password."""
    if shown is None or not _same(shown.password, here.settings.token):
        raise HTTPException(401, headers={"WWW-Authenticate": 'Basic realm="crm", charset="UTF-8"'})


def _same(shown: str, token: str) -> bool:
    return secrets.compare_digest(shown.encode(errors="surrogateescape"), token.encode())
