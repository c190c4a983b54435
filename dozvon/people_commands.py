"""``dozvon user …``: who may sign in to the desk. Passwords are asked for or made, never given as arguments."""

from __future__ import annotations

import secrets
import sys
from typing import Annotated

import typer

from dozvon.failure import failing, say

people = typer.Typer(no_args_is_help=True, help="Люди, которые входят на стол.")


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    app.add_typer(people, name="user")


@people.command("add")
def add(
    login: Annotated[str, typer.Argument(help="Имя для входа.")],
    role: Annotated[str, typer.Option(help="mop (менеджер), rop (руководитель), admin.")] = "mop",
    name: Annotated[str, typer.Option(help="Как показывать человека.")] = "",
    manager_id: Annotated[str | None, typer.Option(help="Кто это в CRM: чьи черновики свои.")] = None,
    make_password: Annotated[bool, typer.Option("--make-password", help="Придумать пароль и показать его.")] = False,
) -> None:
    """Завести человека. Пароль спрашивается (или читается строкой со стандартного ввода)."""
    from api.accounts import AccountError, create_user
    from dozvon.settings import load_settings
    from models.database import make_engine, make_sessions
    from models.people import Role

    if role not in [item.value for item in Role]:
        raise typer.BadParameter(f"нет роли {role}: есть mop, rop, admin", param_hint="--role")
    password = secrets.token_urlsafe(9) if make_password else _ask_password()
    engine = make_engine(load_settings().database)
    with failing(AccountError, doing=f"человек {login} не заведён"), make_sessions(engine).begin() as session:
        create_user(session, login=login, password=password, role=Role(role), name=name or login, manager_id=manager_id)
    say(f"Готово: {login} ({role}).")
    if make_password:
        sys.stdout.write(f"{password}\n")


@people.command("list")
def list_people() -> None:
    """Кто заведён."""
    from sqlalchemy import select

    from dozvon.settings import load_settings
    from models.database import make_engine, make_sessions
    from models.people import User

    with make_sessions(make_engine(load_settings().database))() as session:
        for user in session.scalars(select(User).order_by(User.login)):
            state = "" if user.active else " (отключён)"
            sys.stdout.write(f"{user.login}\t{user.role.value}\t{user.name}{state}\n")


def _ask_password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Пароль", hide_input=True, confirmation_prompt=True))
    password = sys.stdin.readline().rstrip("\n")
    if not password:
        raise typer.BadParameter("пароль пуст: дайте его строкой на стандартный ввод или возьмите --make-password")
    return password
