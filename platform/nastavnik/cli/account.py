"""`nastavnik account`: who may enter: the list, a new role, a new slip, the end of a role."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

import click
from flask import current_app

from nastavnik.cli.acting import common, show, under
from nastavnik.domain.access import INVITES, Actor, Permission, Role
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.usecases import access_list, invitations
from nastavnik.usecases.access_list import Access
from nastavnik.usecases.entry import INVITED_FOR
from nastavnik.usecases.handed import Given
from nastavnik.web.secret_keys import keys

_MANY: Final = 1000
_SHOWN: Final = 10
_ROLES: Final = click.Choice([role.value for role in Role])
_held = click.option(
    "--held", type=_ROLES, metavar="РОЛЬ", help="Какая из ролей, если у человека их несколько."
)
_link = click.option("--link", "by_link", is_flag=True, help="Дать ссылку вместо кода для листка.")


@click.group()
def account() -> None:
    """Доступ на сайт: список, новая роль, новый листок, закрытие роли.

    Те же действия, что и на странице «Доступ», в правах учётной записи из --as.
    """


@account.command("list")
@common
def list_(*, login: str, role: str | None, as_json: bool) -> None:
    """Показать, кому вы выдали вход: логин, роль, организация, последний вход."""
    with under(login, role) as moment:
        rows, total = access_list.listed(actor=moment.actor, now=_now(), limit=_MANY)
        _tell(rows, as_json=as_json)
        if total > len(rows) and not as_json:
            click.echo(f"… и ещё {total - len(rows)}")


@account.command()
@common
@click.argument("who", metavar="ЛОГИН", required=False)
def roles(*, login: str, role: str | None, as_json: bool, who: str | None) -> None:
    """Показать роли учётной записи; без логина — какие роли можете выдать вы и где."""
    with under(login, role) as moment:
        if who:
            _tell(access_list.of_login(actor=moment.actor, login=who, now=_now()), as_json=as_json)
            return
        gives = INVITES.get(moment.actor.role, {})
        if as_json:
            show([{"role": given.value, "level": level.value} for given, level in gives.items()])
            return
        for given, level in gives.items():
            click.echo(f"{given.value}  {given.label} — {_LEVELS[level.value]}")
        if not gives:
            click.echo("Эта роль никого не приглашает.")


@account.command()
@common
@click.option("--give", "given", type=_ROLES, required=True, help="Какую роль выдать.")
@click.option(
    "--at",
    default="",
    metavar="ГДЕ",
    help="Организация (код или начало названия); куратору — начало фамилии сотрудника.",
)
@click.option("--name", default="", metavar="ФИО", help="Чья будет новая учётная запись.")
@click.option(
    "--known", default="", metavar="ЛОГИН", help="У человека уже есть вход: спросить его согласие."
)
@_link
def add(  # noqa: PLR0913 - options of the command
    *,
    login: str,
    role: str | None,
    as_json: bool,
    given: str,
    at: str,
    name: str,
    known: str,
    by_link: bool,
) -> None:
    """Выдать роль; печатает логин и код первого входа."""
    with under(login, role, write=True) as moment:
        done = invitations.invite(
            actor=moment.actor,
            role=Role(given),
            place=_place(moment.actor, Role(given), at),
            name=name,
            login=known,
            email="",
            by_link=by_link,
            keys=keys(),
            now=_now(),
        )
        _hand(done, as_json=as_json)


@account.command()
@common
@click.argument("who", metavar="ЛОГИН")
@_held
@_link
@click.option("--factor", is_flag=True, help="Заодно отключить второй фактор: телефон потерян.")
def reset(  # noqa: PLR0913 - options of the command
    *,
    login: str,
    role: str | None,
    as_json: bool,
    who: str,
    held: str | None,
    by_link: bool,
    factor: bool,
) -> None:
    """Дать новый код тому, кто забыл пароль; прежний пароль действует, пока код не введён."""
    with under(login, role, write=True) as moment:
        one = _one(moment.actor, who, held)
        if factor:
            access_list.drop_factor(actor=moment.actor, membership_id=one.membership_id)
        done = access_list.renew(
            actor=moment.actor,
            membership_id=one.membership_id,
            by_link=by_link,
            keys=keys(),
            now=_now(),
        )
        _hand(done, as_json=as_json)


@account.command()
@common
@click.argument("who", metavar="ЛОГИН")
@_held
def close(*, login: str, role: str | None, as_json: bool, who: str, held: str | None) -> None:
    """Закрыть роль; открытые в ней сеансы заканчиваются сразу."""
    with under(login, role, write=True) as moment:
        one = _one(moment.actor, who, held)
        done = access_list.close(actor=moment.actor, membership_id=one.membership_id, now=_now())
        if as_json:
            show(described(done))
        else:
            click.echo(f"{done.name}: роль «{done.role.label}» закрыта ({done.unit_title}).")


_LEVELS: Final = {
    "region": "в регионе",
    "municipality": "в муниципалитете",
    "institution": "в организации",
}


def described(one: Access) -> dict[str, Any]:
    """A role as data."""
    return {
        "login": one.login,
        "name": one.name,
        "role": one.role.value,
        "unit": one.unit_title,
        "entered_at": one.entered_at,
        "waits_until": one.waits_until,
    }


def line(one: Access) -> str:
    """A role as one line."""
    entered = f"был(а) {one.entered_at:%d.%m.%Y}" if one.entered_at else "ещё не входил(а)"
    if one.waits_until:
        entered = f"ждёт первого входа до {one.waits_until:%d.%m.%Y}"
    return f"{one.login}  {one.name}  {one.role.label}  {one.unit_title}  {entered}"


def _tell(rows: Sequence[Access], *, as_json: bool) -> None:
    if as_json:
        show([described(one) for one in rows])
        return
    for one in rows:
        click.echo(line(one))
    if not rows:
        click.echo("Вы пока никому не выдали вход. Выдать: nastavnik account add")


def _hand(given: Given, *, as_json: bool) -> None:
    """What is shown once and kept nowhere."""
    link = f"{current_app.config['NASTAVNIK_SITE']}/enter/{given.ticket}" if given.ticket else ""
    until = (_now() + INVITED_FOR).date()
    if as_json:
        told = asdict(given) | {"role": given.role.value, "link": link, "until": until}
        show({key: told[key] for key in ("login", "name", "role", "code", "link", "asked")})
        return
    if given.asked:
        click.echo("Если такой логин есть, человек увидит приглашение, когда войдёт.")
        return
    click.echo(f"{given.name}: {given.role.label}, {given.unit_title}")
    click.echo(f"Логин: {given.login}")
    if given.code:
        click.echo(f"Код первого входа: {given.code} (один раз, до {until:%d.%m.%Y})")
    elif link:
        click.echo(f"Ссылка: {link} (один раз, до {until:%d.%m.%Y})")
    else:
        click.echo("Входит как раньше: пароль у человека уже есть.")


def _one(actor: Actor, who: str, held: str | None) -> Access:
    found = access_list.of_login(actor=actor, login=who, now=_now())
    fit = [one for one in found if held in {None, one.role.value}]
    if len(fit) != 1:
        names = "; ".join(f"{one.role.value} ({one.unit_title})" for one in found)
        raise NotFoundError(f"Уточните роль в --held. У «{who}» есть: {names}.")
    return fit[0]


def _place(actor: Actor, role: Role, at: str) -> uuid.UUID:
    """The only unit or person meant. InputError that lists the candidates."""
    wanted = at.strip().casefold()
    if actor.can(Permission.ACCESS_STAFF):
        rows, _ = invitations.staff(actor=actor, text=at.strip(), now=_now(), limit=_SHOWN)
        found = {one.person.public_id: one.person.full_name for one in rows}
    else:
        units = invitations.units(actor=actor).get(role, ())
        found = {
            one.public_id: one.title
            for one in units
            if wanted == one.slug
            or one.title.casefold().startswith(wanted)
            or one.short_title.casefold().startswith(wanted)
        }
    if len(found) != 1:
        names = "; ".join([*found.values()][:_SHOWN]) or "никого и ничего"
        raise InputError({"--at": [f"«{at}» — нужно назвать одно место. Подходит: {names}."]})
    return next(iter(found))


def _now() -> datetime:
    """Codes live by the real clock, whatever day the demonstration has."""
    return datetime.now(UTC)
