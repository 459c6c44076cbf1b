"""The rules in force laid out as rows: the same for the page and for the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from nastavnik.domain.facts import Subject
from nastavnik.domain.requirement import AnyOf, Condition
from nastavnik.domain.severity import Severity
from nastavnik.web import rule_work
from nastavnik.web.rule_norms import norms
from nastavnik.web.rule_row import Section, Told, Topics, by_topic, untitled

if TYPE_CHECKING:
    from nastavnik.domain.allowance import Allowance
    from nastavnik.usecases.rules import InForce


def sections(found: InForce) -> tuple[Section, ...]:
    """Every table that has a row; the norms are always there."""
    told = Told(found)
    work = rule_work
    every = (
        Section("norms", "Нормы", "Норма", "Значение", norms(told)),
        Section("requirements", "Требования", "Требование", "Условие", _requirements(told)),
        Section("approvals", "Согласования до приказа", "Шаг", "Кто", work.approvals(told)),
        Section("papers", "Что указывают документы", "Документ", "Поля", work.papers(told)),
        Section("dates", "Порядок дат", "Событие", "Не позже", work.date_orders(told)),
        Section("deadlines", "Кто и когда что делает", "Что", "Срок", work.deadlines(told)),
        Section("controls", "Контроль", "Что", "Когда", work.controls(told)),
        Section("allowances", "Доплаты", "Кому", "Сколько", _allowances(told)),
        Section("funds", "Пределы фонда", "Фонд", "Предел", _funds(told)),
        Section("grounds", "Основания", "Когда", "Основание", work.grounds(told)),
        Section("kinds", "Виды наставничества", "Вид", "Участники", _kinds(told)),
        Section("forms", "Формы наставничества", "Форма", "Кого наставляют", _forms(told)),
    )
    return tuple(one for one in every if any(rows for _, rows in one.topics))


def as_table(told: Iterable[Section]) -> Iterator[tuple[object, ...]]:
    """The rows for a spreadsheet, the heading first."""
    yield (
        "Раздел",
        "Тема",
        "Что",
        "Для кого",
        "Значение",
        "Акт",
        "Пункт",
        "Дословно",
        "Пересказ",
        "Уровень",
        "Действует с",
        "Примечание",
    )
    for section in told:
        for topic, rows in section.topics:
            for row in rows:
                notes = (row.note, "предупреждает, не запрещает" if row.warns else "", row.lapsed)
                yield (
                    section.title,
                    topic,
                    row.title,
                    row.whom,
                    row.value or "; либо ".join(row.options),
                    row.act_title,
                    row.cite.clause if row.cite else "",
                    row.quote,
                    row.retold,
                    row.layer,
                    row.since,
                    "; ".join(filter(None, notes)),
                )


def _requirements(told: Told) -> Topics:
    return by_topic(
        (
            rule.subject.label,
            told.row(
                rule,
                rule.title,
                "" if isinstance(rule.condition, AnyOf) else rule.condition.describe(),
                options=_options(rule.condition),
                whom=told.named(rule),
                warns=rule.severity is Severity.WARNING,
            ),
        )
        for side in (Subject.MENTOR, Subject.MENTEE)
        for rule in told.found.requirements
        if rule.subject == side
    )


def _options(condition: Condition) -> tuple[str, ...]:
    if isinstance(condition, AnyOf):
        return tuple(part.describe() for part in condition.parts)
    return ()


def _allowances(told: Told) -> Topics:
    found = told.found
    trace = told.book.value("allowance.percent", found.kind, found.form).trace
    return untitled(
        told.row(
            rule,
            Subject(rule.recipient).label,
            rule.shown,
            note=_not_paid(rule),
            whom=told.named(rule),
            trace=trace,
        )
        for rule in found.allowances
    )


def _not_paid(rule: Allowance) -> str:
    times = ", ".join(one.label for one in rule.not_paid)
    return f"Не выплачивается {times}" if times else ""


def _funds(told: Told) -> Topics:
    return untitled(
        told.row(fund, fund.named, fund.shown, note=f"Сверх предела: {fund.exceeded.label}")
        for fund in told.found.funds
    )


def _kinds(told: Told) -> Topics:
    return untitled(
        told.row(one, one.title, f"{one.mentor} — {one.mentee}", note=one.description)
        for one in told.found.kinds
    )


def _forms(told: Told) -> Topics:
    return untitled(
        told.row(one, one.title, "обучающегося" if one.students else "работника")
        for one in told.found.forms
    )
