"""`nastavnik mentorship`: the path of a pair, from the check to the printed order."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from nastavnik.cli.acting import common, show, under
from nastavnik.cli.day import Day
from nastavnik.cli.failure import finding_lines
from nastavnik.cli.people import one_of
from nastavnik.documents import render_pdf
from nastavnik.domain.access import Actor
from nastavnik.domain.consent import Representative
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.facts import REGIMES
from nastavnik.domain.finding import Finding
from nastavnik.domain.mentorship import State, Step
from nastavnik.regions import registry
from nastavnik.store.mentorship import Mentorship, Wanted
from nastavnik.usecases import mentorships, orders, papers
from nastavnik.usecases.draft import DraftInput

Command = TypeVar("Command", bound=Callable[..., Any])
_MANY: Final = 1000


@click.group()
def mentorship() -> None:
    """Наставничество: от проверки пары до напечатанного приказа.

    Те же действия, что и на страницах сайта, от имени учётной записи из --as:
    её имя остаётся в истории.
    """


def draft_options(command: Command) -> Command:
    """What a draft is made of."""
    for option in (
        click.option("--order-on", type=Day(), help="Намеченный день приказа."),
        click.option("--end", type=Day(), required=True, help="Последний день срока."),
        click.option("--start", type=Day(), required=True, help="Первый день срока."),
        click.option(
            "--regime",
            type=click.Choice(list(REGIMES)),
            default="job_function",
            show_default=True,
            help="Как оформлена работа наставника.",
        ),
        click.option("--form", required=True, metavar="КОД", help="Форма наставничества."),
        click.option("--kind", required=True, metavar="КОД", help="Вид наставничества."),
        click.option(
            "--mentee",
            "mentees",
            required=True,
            multiple=True,
            metavar="КТО",
            help="Наставляемый: фамилия или номер карточки. Несколько — группа.",
        ),
        click.option(
            "--mentor", required=True, metavar="КТО", help="Наставник: фамилия или номер карточки."
        ),
    ):
        command = option(command)
    return command


@mentorship.command("list")
@common
@click.option("--state", type=click.Choice([state.value for state in State]), help="Состояние.")
def list_(*, login: str, role: str | None, as_json: bool, state: str | None) -> None:
    """Показать пары организации и их номера."""
    wanted = Wanted(states={State(state)} if state else ())
    with under(login, role) as moment:
        rows = mentorships.listed(actor=moment.actor, wanted=wanted, limit=_MANY)
        if as_json:
            show([described(row) for row in rows])
        else:
            for row in rows:
                click.echo(line(row))


@mentorship.command()
@common
@draft_options
def check(*, login: str, role: str | None, as_json: bool, **typed: Any) -> None:  # noqa: ANN401 - options of the draft
    """Проверить пару по правилам; ничего не записывается. Код ответа 1 — есть препятствия."""
    with under(login, role) as moment:
        values = _values(moment.actor, **typed)
        found = mentorships.check_draft(actor=moment.actor, values=values, today=moment.today)
        _tell_findings(found, as_json=as_json)
    if any(one.blocks for one in found):
        click.get_current_context().exit(1)


@mentorship.command()
@common
@draft_options
@click.option("--note", default="", help="Примечание.")
def draft(*, login: str, role: str | None, as_json: bool, **typed: Any) -> None:  # noqa: ANN401 - as above
    """Записать черновик; печатает номер пары (каждой из группы)."""
    with under(login, role, write=True) as moment:
        rows = mentorships.create_draft(
            actor=moment.actor,
            values=_values(moment.actor, **typed),
            today=moment.today,
            now=moment.now,
        )
        _tell(rows, as_json=as_json)


@mentorship.command("show")
@common
@click.argument("number", type=click.UUID, metavar="НОМЕР")
def show_(*, login: str, role: str | None, as_json: bool, number: uuid.UUID) -> None:
    """Показать пару: состояние, замечания, историю."""
    with under(login, role) as moment:
        card = mentorships.card(actor=moment.actor, public_id=number, today=moment.today)
        history = [
            {"on": event.on, "kind": event.kind, "actor": event.actor_name, "data": event.data}
            for event in card.history
        ]
        if as_json:
            findings = [one.as_dict() for one in card.findings]
            show({**described(card.mentorship), "findings": findings, "history": history})
            return
        click.echo(line(card.mentorship))
        for event in history:
            step = Step(str(event["kind"])).label
            click.echo(f"  {event['on']:%d.%m.%Y}  {step}  {event['actor']}")
        for text in finding_lines(card.findings):
            click.echo(text)


@mentorship.command()
@common
@click.argument("number", type=click.UUID, metavar="НОМЕР")
@click.option(
    "--side",
    type=click.Choice(["mentor", "mentee", "guardian"]),
    required=True,
    help="Чей документ.",
)
@click.option(
    "--purpose",
    type=click.Choice(["mentoring", "personal_data", "agreement"]),
    default="mentoring",
    show_default=True,
    help="Согласие на наставничество, на обработку данных или дополнительное соглашение.",
)
@click.option("--on", type=Day(), help="День подписания; иначе сегодня.")
@click.option("--representative", default="", metavar="ФИО", help="Кто подписал за ребёнка.")
@click.option("--powers", default="", metavar="ДОКУМЕНТ", help="Чем подтверждены полномочия.")
def consent(  # noqa: PLR0913 - options of the command
    *,
    login: str,
    role: str | None,
    as_json: bool,
    number: uuid.UUID,
    side: str,
    purpose: str,
    on: date | None,
    representative: str,
    powers: str,
) -> None:
    """Отметить полученный документ; в соглашении — всё, чего требуют акты."""
    with under(login, role, write=True) as moment:
        papers.record_consent(
            actor=moment.actor,
            public_id=number,
            side=side,
            purpose=purpose,
            given_on=on or moment.today,
            representative=Representative(name=representative.strip(), powers=powers.strip()),
            today=moment.today,
            now=moment.now,
        )
        card = mentorships.card(actor=moment.actor, public_id=number, today=moment.today)
        if as_json:
            findings = [one.as_dict() for one in card.findings]
            show({**described(card.mentorship), "findings": findings})
            return
        click.echo(f"Записано: {papers.paper_title(side, purpose)}.")
        _tell_findings(card.findings, as_json=False)


@mentorship.command()
@common
@click.argument("numbers", type=click.UUID, metavar="НОМЕР...", nargs=-1, required=True)
@click.option("--number", required=True, metavar="№", help="Номер приказа, например 118-к.")
@click.option("--on", type=Day(), help="Дата приказа; иначе сегодня.")
def order(  # noqa: PLR0913 - options of the command
    *,
    login: str,
    role: str | None,
    as_json: bool,
    numbers: tuple[uuid.UUID, ...],
    number: str,
    on: date | None,
) -> None:
    """Издать приказ о паре; о группе — перечислите все её пары."""
    with under(login, role, write=True) as moment:
        issued = orders.issue_order(
            actor=moment.actor,
            public_ids=numbers,
            number=number,
            issued_on=on or moment.today,
            key=uuid.uuid4().hex,
            today=moment.today,
            now=moment.now,
        )
        if as_json:
            show({"order": issued.public_id, "number": issued.number, "on": issued.issued_on})
            return
        click.echo(f"Издан приказ № {issued.number} от {issued.issued_on:%d.%m.%Y}.")
        click.echo(f"Напечатать: nastavnik mentorship print --as {login} {numbers[0]}")


@mentorship.command("print")
@common
@click.argument("number", type=click.UUID, metavar="НОМЕР")
@click.option(
    "--to",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="ФАЙЛ",
    help="Куда записать; иначе «prikaz-<номер>.pdf» в этой папке.",
)
def print_(
    *, login: str, role: str | None, as_json: bool, number: uuid.UUID, file: Path | None
) -> None:
    """Напечатать приказ пары в PDF."""
    with under(login, role) as moment:
        card = mentorships.card(actor=moment.actor, public_id=number, today=moment.today)
        if card.mentorship.order is None:
            raise NotFoundError("Приказ об этой паре ещё не издан: печатать нечего.")
        printed = orders.order_to_print(
            actor=moment.actor, public_id=card.mentorship.order.public_id
        )
        form = registry.region(moment.actor.region).form(f"order_{printed.kind}")
        target = file or Path(f"prikaz-{printed.number}.pdf".replace("/", "-"))
        target.write_bytes(render_pdf(form, printed.context))
        if as_json:
            show({"file": str(target), "number": printed.number, "on": printed.issued_on})
        else:
            click.echo(f"Приказ № {printed.number} записан в {target}.")


def described(one: Mentorship) -> dict[str, Any]:
    """A pair as data."""
    return {
        "number": one.public_id,
        "mentor": one.mentor.full_name,
        "mentee": one.mentee.full_name,
        "kind": one.kind,
        "form": one.form,
        "start": one.start,
        "end": one.end,
        "state": one.state.value,
    }


def line(one: Mentorship) -> str:
    """A pair as one line."""
    return (
        f"{one.public_id}  {one.state.label}  {one.mentor.short_name} — {one.mentee.short_name}  "
        f"{one.start:%d.%m.%Y} — {one.end:%d.%m.%Y}"
    )


def _values(  # noqa: PLR0913 - a draft is that wide
    actor: Actor,
    *,
    mentor: str,
    mentees: Sequence[str],
    kind: str,
    form: str,
    regime: str,
    start: date,
    end: date,
    order_on: date | None,
    note: str = "",
) -> DraftInput:
    return DraftInput(
        mentor_id=one_of(actor, mentor, mentors=True),
        mentee_ids=tuple(one_of(actor, mentee, mentees=True) for mentee in mentees),
        kind=kind,
        form=form,
        regime=regime,
        start=start,
        end=end,
        planned_order_on=order_on,
        note=note,
    )


def _tell(rows: Sequence[Mentorship], *, as_json: bool) -> None:
    if as_json:
        show([described(row) for row in rows])
        return
    for row in rows:
        click.echo(line(row))


def _tell_findings(found: Sequence[Finding], *, as_json: bool) -> None:
    if as_json:
        show([one.as_dict() for one in found])
        return
    for text in finding_lines(found):
        click.echo(text)
    if not any(one.blocks for one in found):
        click.echo("Препятствий для приказа нет.")
