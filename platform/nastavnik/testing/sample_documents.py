"""An invented institution and its pair: what every form of a region can be printed from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.act import Layer
from nastavnik.domain.month import Month
from nastavnik.domain.term import add_months

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.regions.registry import InstalledRegion

_MONTHS: Final = 12


def sample(region: InstalledRegion, on: date) -> Mapping[str, Any]:
    """Context of an order, consents and a sheet of allowances at once.

    Kinds, terms and acts are the region's own.
    """
    book = region.book((), on)
    own = [act for act in region.acts if act.layer > Layer.FEDERAL]
    kinds = [kind for act in own for kind in act.kinds] or list(book.kinds.values())
    forms = [form for act in own for form in act.forms] or list(book.forms.values())
    kind, form = kinds[0], forms[0]
    start = on + timedelta(days=10)
    mentor = _person("Петрова", "Людмила", "Васильевна", "f", "учитель математики")
    pair = {
        "mentor": mentor,
        "mentee": _person("Ковалёв", "Артём", "Сергеевич", "m", "учитель физики"),
        "names": {"mentor": kind.mentor, "mentee": kind.mentee},
        "kind_title": kind.title,
        "form_title": form.title,
        "start": start,
        "end": add_months(start, _MONTHS) - timedelta(days=1),
        "term_text": "12 месяцев",
        "mentor_consent": on,
        "mentee_consent": on,
        "guardian_consent": on,
        "former": {
            "mentor": _person("Зайцева", "Вера", "Павловна", "f", "учитель химии"),
            "last_day": start - timedelta(days=1),
            "order": {"number": "7-к", "date": on},
            "ground": "увольнение наставника",
        },
    }
    return {
        "organisation": {
            "full_name": "Муниципальное бюджетное общеобразовательное учреждение «Школа № 5»",
            "founder": region.profile.ministry,
            "place": "г. Речной",
            "head": _person("Кузьмина", "Ольга", "Викторовна", "f", "Директор"),
        },
        "order": {"number": "118-к", "date": on},
        "pairs": [pair],
        "head": mentor,
        "members": [pair["mentee"]],
        "pair": pair,
        "basis": [{"title": act.title, "clause": kind.cite.clause} for act in own[:1]],
        "curator": _person("Шевчук", "Юлия", "Игоревна", "f", "заместитель директора"),
        "plan": _term(book, "plan", kind.code, form.code),
        "report": _term(book, "report", kind.code, form.code),
        **_sheet(mentor, on),
        **_registers(on),
        "subject": pair["mentee"],
        "representative": {
            "name": "Ковалёва Анна Ильинична",
            "powers": "свидетельство о рождении 1-РЕ № 000001",
        },
        "processor": region.profile.ministry,
        "until": None,
        "given_on": on,
        "refusal_days": book.value("refusal.notice_days", kind.code, form.code).number,
    }


def _sheet(mentor: Mapping[str, Any], on: date) -> Mapping[str, Any]:
    """A month's allowances of the mentor."""
    row = {
        "person": mentor,
        "title": "Выплата за наставничество",
        "basis": "15 % должностного оклада",
        "source": "Положение о наставничестве, п. 5.2",
        "days": "26 из 30",
        "told": "15 % от 32 000,00 ₽ × 26 из 30 календарных дней = 4 160,00 ₽",
        "amount": "4 160,00",
    }
    return {
        "month": Month.of(on).title,
        "number": "1",
        "reason": "",
        "rows": [row],
        "total": "4 160,00 ₽",
        "unpaid": "",
        "approved": f"{on:%d.%m.%Y}, Кузьмина О. В.",
        "sha256": "0" * 64,
    }


def _registers(on: date) -> Mapping[str, Any]:
    """What the papers on personal data are printed from."""
    line = {"title": "Карточка сотрудника", "rows": 1, "words": "имя, дата рождения, должность"}
    process = {
        "title": "Организация и учёт наставничества",
        "people": "работники организации",
        "data": "Карточка сотрудника: фамилия, имя, отчество",
        "ground": "согласие субъекта",
        "term": "до отзыва согласия",
    }
    event = {
        "at": f"{on:%d.%m.%Y} 10:00:00",
        "event": "Изменено",
        "title": "Карточка сотрудника",
        "record": 7,
        "categories": "фамилия, имя, отчество",
        "by": "Кузьмина Ольга Викторовна",
    }
    incident = {
        "found": "21.11.2026 09:00",
        "what": "Потерян листок с кодом",
        "people": "наставник: логин; людей: 1",
        "measures": "Код отозван",
        "notified": "21.11.2026 15:00",
        "reported": "—",
    }
    return {
        "subject_name": "Ковалёв Артём Сергеевич",
        "ground": "отзыв согласия на обработку персональных данных",
        "clause": "ч. 5 ст. 21 закона № 152-ФЗ",
        "ground_on": on,
        "ground_note": "заявление",
        "due_on": on,
        "done_on": on,
        "done_at": f"{on:%d.%m.%Y} 10:00",
        "prepared_by": "Шевчук Юлия Игоревна",
        "permitted_by": "Кузьмина Ольга Викторовна",
        "kept_until": on,
        "number": "1a2b3c4d",
        "prepared_role": "куратор",
        "permitted_role": "руководитель",
        "categories": "имя, дата рождения, должность",
        "events": [event],
        "blanked": [line],
        "destroyed": [line],
        "held": [line],
        "processes": [process],
        "measures": ["пароли хранятся в виде argon2id"],
        "incidents": [incident],
        "on": on,
    }


def _person(
    last_name: str, first_name: str, patronymic: str, gender: str, position: str
) -> dict[str, Any]:
    return {
        "last_name": last_name,
        "first_name": first_name,
        "patronymic": patronymic,
        "gender": gender,
        "position": position,
        "overrides": {},
    }


def _term(book: RuleBook, code: str, kind: str, form: str) -> dict[str, Any] | None:
    for rule in book.deadlines(kind, form):
        if rule.code == code:
            return {
                "title": rule.title,
                "days": rule.days,
                "unit": rule.unit.value,
                "anchor": rule.anchor.label,
                "before": rule.before,
            }
    return None
