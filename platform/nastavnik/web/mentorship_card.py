"""What the card of a pair shows: the steps of its way with their states, and what may be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from flask import url_for

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.mentorship import BEFORE_ORDER, ENDED, LIVE, State, Step, allowed
from nastavnik.domain.wording import counted
from nastavnik.usecases.checking import MENTORING
from nastavnik.usecases.papers import GUARDIAN
from nastavnik.web.filters import clause, day_month, short_date

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.usecases.approvals import Stage
    from nastavnik.usecases.duties import Duty
    from nastavnik.usecases.mentorships import Card
    from nastavnik.usecases.papers import Paper

_ISSUE: Final = {False: "Издать приказ", True: "Издать приказ о замене"}
_SYSTEM: Final = {"paper": "на бумаге", "system": "в системе"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A step of the way. `mark` is late, today or "", `tone` is of the pill."""

    text: str
    note: str = ""
    pill: str
    tone: str = "secondary"
    mark: str = ""
    href: str = ""
    action: str = ""
    primary: bool = False
    why: Stage | Duty | Finding | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A thing that may be done with the pair as it is."""

    title: str
    href: str


def steps(card: Card, actor: Actor, today: date) -> Sequence[Line]:
    """The way from the draft to the end, each step with its state."""
    return [
        _facts(card, actor),
        *_succession(card),
        *(_paper(card, one, actor) for one in card.papers),
        *(_stage(card, one, actor) for one in card.stages),
        _order(card, actor),
        *(_duty(card, one, actor, today) for one in card.duties),
        _end(card, actor, today),
    ]


def actions(card: Card, actor: Actor, today: date) -> Sequence[Button]:
    """What the curator may do with a pair whose order is issued."""
    if not actor.can(Permission.MENTORSHIP_WRITE):
        return ()
    return list(_actions(card, today))


def _actions(card: Card, today: date) -> Iterator[Button]:
    state = state_on(card, today)
    public_id = card.mentorship.public_id
    for step, title, endpoint in (
        (Step.EXTENDED, "Продлить", "lifecycle.extend"),
        (Step.REPLACEMENT_DRAFTED, "Заменить наставника", "replacements.propose"),
        (Step.ENDED_EARLY, "Прекратить досрочно", "lifecycle.end_early"),
        (Step.CANCELLED, "Отменить до начала", "lifecycle.end_early"),
    ):
        pending = step is Step.REPLACEMENT_DRAFTED and card.succession.pending
        if step in allowed(state) and not pending:
            yield Button(title, url_for(endpoint, public_id=public_id))


def printable(card: Card, actor: Actor) -> Sequence[tuple[str, str]]:
    """(side, title) of the consents that the reader may print."""
    one = card.mentorship
    sides = [
        ("mentor", one.mentor_id, "Согласие наставника"),
        ("mentee", one.mentee_id, "Согласие наставляемого"),
    ]
    if any(paper.side == GUARDIAN for paper in card.papers):
        sides.append((GUARDIAN, one.mentee_id, "Согласие представителя"))
    whole = actor.can(Permission.ORDER_PRINT)
    return [(side, title) for side, own, title in sides if whole or own == actor.person_id]


def state_on(card: Card, today: date) -> State:
    """The state as the day has it: the calendar's steps are written with the next one."""
    one = card.mentorship
    state = one.state
    if state is State.ORDERED and one.start <= today:
        state = State.ACTIVE
    return State.CLOSING if state is State.ACTIVE and one.end < today else state


def _facts(card: Card, actor: Actor) -> Line:
    one = card.mentorship
    if one.state not in BEFORE_ORDER:
        gone = one.state is State.DISCARDED
        return Line(
            text="Сведения о паре",
            pill="Черновик отменён" if gone else "Готово",
            tone="secondary" if gone else "success",
        )
    faults = [found for found in card.findings if found.field != "evidence" and found.blocks]
    can = actor.can(Permission.MENTORSHIP_WRITE)
    return Line(
        text="Сведения о паре",
        note="Замечания — ниже" if faults else "Участники, вид, срок",
        pill=counted(len(faults), "finding") if faults else "Готово",
        tone="danger" if faults else "success",
        href=url_for("mentorships.edit", public_id=one.public_id) if can else "",
        action="Изменить",
    )


def _succession(card: Card) -> Iterator[Line]:
    """In whose place the pair came, and who comes in place of its mentor."""
    before, after = card.succession.before, card.succession.after
    if before is not None:
        former = before.former
        waits = card.mentorship.state in BEFORE_ORDER and former.state in LIVE
        yield Line(
            text=f"Вместо наставника: {former.mentor.short_name}",
            note=before.words
            if former.state in {State.REPLACED, *LIVE}
            else f"Прежняя пара: {former.state.label.lower()}; приказ будет о назначении",
            pill="Наставник до приказа" if waits else former.state.label,
            tone="info" if waits else "secondary",
            href=url_for("mentorships.show", public_id=former.public_id),
            action="Прежняя пара",
        )
    if after is not None:
        new = after.successor
        done = card.mentorship.state is State.REPLACED
        yield Line(
            text=f"Замена наставника: {new.mentor.short_name}",
            note=f"С {short_date(new.start)}"
            + ("" if done else ": пока приказ о замене не издан, пара продолжается"),
            pill="Заменён" if done else "Готовится",
            tone="success" if done else "warning",
            href=url_for("mentorships.show", public_id=new.public_id),
            action="Новая пара" if done else "Открыть черновик",
        )


def _paper(card: Card, paper: Paper, actor: Actor) -> Line:
    one, title = card.mentorship, paper.title[:1].upper() + paper.title[1:]
    href, action = _paper_link(card, paper, actor)
    if paper.consent:
        given = paper.consent
        return Line(
            text=title,
            note=f"Подписано {_SYSTEM[given.method]}, отметил(а) {given.recorded_by}",
            pill=f"Получено {short_date(given.given_on)}",
            tone="success",
            href=href,
            action="Открыть",
        )
    if paper.finding:
        found = paper.finding
        return Line(
            text=title,
            note=f"{found.act_title}, {clause(found.cite.clause)}",
            why=found,
            pill="Неизвестно, нужно ли" if found.missing else "Нужно получить",
            tone="warning",
            href=href,
            action=action,
        )
    asked = one.state not in BEFORE_ORDER
    return Line(
        text=title,
        pill="Не получено" if asked else "Акты не требуют",
        href="" if asked else href,
        action=action,
    )


def _paper_link(card: Card, paper: Paper, actor: Actor) -> tuple[str, str]:
    one = card.mentorship
    if actor.can(Permission.CONSENT_WRITE):
        if one.state in BEFORE_ORDER or paper.consent:
            where = url_for(
                "papers.record",
                public_id=one.public_id,
                side=paper.side,
                purpose=paper.purpose,
            )
            return where, "Отметить"
        return "", ""
    own = {"mentor": one.mentor_id, "mentee": one.mentee_id}.get(paper.side)
    readable = actor.can(Permission.ORDER_PRINT) or own == actor.person_id
    if paper.purpose != MENTORING or own is None or not readable:
        return "", ""
    return url_for("papers.consent", public_id=one.public_id, side=paper.side), "Прочитать"


def _stage(card: Card, stage: Stage, actor: Actor) -> Line:
    rule, mark, found = stage.rule, stage.approved, stage.finding
    open_ = card.mentorship.state in BEFORE_ORDER
    note = f"{rule.who} · {stage.act_title}, {clause(rule.cite.clause)}"
    if mark and mark.on and not found:
        number = f"№ {mark.number} от " if mark.number else ""
        pill, tone = f"{number}{short_date(mark.on)}", "success"
    elif mark and found:
        pill, tone = "Проверьте даты и номер", "warning"
    else:
        pill, tone = ("Нужно согласовать", "warning") if open_ else ("Не отмечено", "secondary")
    can = actor.can(Permission.CONSENT_WRITE)
    return Line(
        text=f"{rule.step}. {rule.title}",
        note=note,
        pill=pill,
        tone=tone,
        href=url_for("approvals.mark", public_id=card.mentorship.public_id, code=rule.code)
        if can and (open_ or mark)
        else "",
        action="Открыть" if mark else "Отметить",
        why=stage,
    )


def _order(card: Card, actor: Actor) -> Line:
    one = card.mentorship
    if one.order:
        can = actor.can(Permission.ORDER_PRINT)
        return Line(
            text="Приказ",
            pill=f"№ {one.order.number} от {short_date(one.order.issued_on)}",
            tone="success",
            href=url_for("orders.show", public_id=one.order.public_id) if can else "",
            action="Открыть",
        )
    if one.state is State.DISCARDED:
        return Line(text="Приказ", pill="Не издавался")
    planned = one.planned_order_on
    can = actor.can(Permission.ORDER_ISSUE)
    return Line(
        text="Приказ",
        note=f"Намечен на {day_month(planned)}" if planned else "",
        pill="Сначала устраните замечания" if card.blocked else "Можно издать",
        tone="secondary" if card.blocked else "info",
        href=url_for("orders.issue", public_id=one.public_id) if can else "",
        action="Проверить приказ" if card.blocked else _ISSUE[card.succession.replaces],
        primary=not card.blocked,
    )


def _duty(card: Card, duty: Duty, actor: Actor, today: date) -> Line:
    one = card.mentorship
    rule = duty.rule
    note = f"{duty.within} · {duty.act_title}, {clause(rule.cite.clause)}"
    if not duty.decreed:
        note += " · переносы выходных этого года ещё не утверждены, день может сдвинуться"
    if duty.moved:
        note += f" · перенесён с {short_date(duty.moved.was)}: {duty.moved.why}"
    if duty.done_on:
        pill, tone, mark = f"Готово {short_date(duty.done_on)}", "success", ""
    elif one.state not in LIVE | ENDED:
        pill, tone, mark = f"До {short_date(duty.due)}", "secondary", ""
    else:
        pill, tone, mark = _urgency(duty.due, today)
    can = actor.can(Permission.MENTORSHIP_WRITE) and one.state in LIVE | ENDED
    return Line(
        text=rule.title,
        note=note,
        pill=pill,
        tone=tone,
        mark=mark,
        href=url_for("lifecycle.done", public_id=one.public_id, code=rule.code)
        if can and not duty.done_on
        else "",
        action="Отметить готовность",
        why=duty,
    )


def _urgency(due: date, today: date) -> tuple[str, str, str]:
    if due < today:
        return f"Просрочено на {counted((today - due).days, 'day')}", "danger", "late"
    if due == today:
        return "Сегодня", "warning", "today"
    return f"До {short_date(due)}", "info", ""


def _end(card: Card, actor: Actor, today: date) -> Line:
    one = card.mentorship
    if one.state in ENDED:
        early = one.state is State.ENDED_EARLY
        return Line(
            text="Завершение",
            note="" if one.state is State.COMPLETED else one.state.label,
            pill=short_date(one.ended_on),
            tone="danger" if early else "success",
        )
    if one.state is State.CANCELLED:
        pill = f"Отменено {short_date(one.ended_on)}"
        return Line(text="Завершение", note="До начала срока", pill=pill)
    state = state_on(card, today)
    can = actor.can(Permission.MENTORSHIP_WRITE) and Step.COMPLETED in allowed(state)
    late = state is State.CLOSING
    return Line(
        text="Завершение",
        note="Срок истёк: проверьте отчёт и завершите" if late else "",
        pill=f"Срок до {short_date(one.end)}",
        tone="warning" if late else "secondary",
        mark="late" if late else "",
        href=url_for("lifecycle.complete", public_id=one.public_id) if can else "",
        action="Завершить",
        primary=late,
    )
