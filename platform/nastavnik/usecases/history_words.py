"""The audit trail in human words: what tables, columns and values are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from nastavnik.domain.access import Role
from nastavnik.domain.allowance import Base
from nastavnik.domain.facts import CATALOGUE
from nastavnik.domain.gender import Gender
from nastavnik.domain.mentorship import State
from nastavnik.store.ddl_audit import VEIL

_COMMON: Final = {
    "id": "номер записи",
    "public_id": "адрес записи",
    "version": "версия записи",
    "org_unit_id": "организация",
    "recorded_by": "кто внёс",
}
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d).*)?")
HIDDEN: Final = frozenset(
    {
        "id",
        "public_id",
        "version",
        "org_unit_id",
        "idempotency_key",
        "account_id",
        "actor_id",
        "group_id",
        "local_act_id",
        "consent_id",
        "mentorship_id",
        "order_id",
        "text_id",
        "former_id",
        "repealed_by_id",
        "repeals_id",
        "successor_id",
    }
)
"""Keys and counters: they mean nothing to a person, and a key looks like a number of an order."""
_YES_OR_NO: Final = frozenset({"active", "is_mentor", "is_mentee"})
PEOPLE: Final = frozenset({"mentor_id", "mentee_id", "person_id"})
"""Columns that name a card of the same unit."""

TABLES: Final[Mapping[str, str]] = {
    "account": "Учётная запись",
    "act_scan": "Скан акта",
    "allowance_decision": "Решение о выплате",
    "allowance_sheet": "Расчёт выплат",
    "consent": "Документ участника",
    "consent_scan": "Скан согласия",
    "consent_text": "Текст согласия",
    "data_request": "Обращение о персональных данных",
    "destruction": "Уничтожение персональных данных",
    "incident": "Инцидент",
    "local_act": "Акт",
    "membership": "Роль",
    "mentoring_order": "Приказ",
    "mentorship": "Пара",
    "mentorship_event": "Событие пары",
    "org_unit": "Организация",
    "person": "Карточка сотрудника",
    "replacement": "Замена наставника",
    "person_absence": "Отсутствие",
    "person_pay": "Оклад",
    "status_grant": "Статус",
    "submission": "Отчёт",
    "wage_sum": "Сумма организации",
}
_FILE: Final = {
    "name": "имя файла",
    "media_type": "вид файла",
    "size": "размер, байт",
    "sha256": "контрольная сумма",
    "content": "содержимое файла",
    "added_by": "кто приложил",
    "added_at": "когда приложен",
}
_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "account": {
        "login": "логин",
        "password_hash": "пароль",
        "display_name": "имя",
        "active": "действует",
        "demo_id": "демо-страна",
        "email": "почта",
        "entered_at": "последний вход",
    },
    "act_scan": _FILE | {"local_act_id": "акт"},
    "allowance_decision": {
        "person_id": "кому",
        "code": "выплата",
        "hundredths": "сотых долей процента",
        "kopecks": "сумма, копеек",
        "order_number": "номер приказа",
        "order_on": "дата приказа",
        "first_on": "с какого дня",
        "last_on": "по какой день",
    },
    "allowance_sheet": {
        "month": "месяц",
        "number": "номер расчёта",
        "document": "строки расчёта",
        "total": "итого, копеек",
        "sha256": "контрольная сумма",
        "reason": "причина пересчёта",
        "approved_at": "утверждён",
        "approved_by": "утвердил",
    },
    "consent": {
        "mentorship_id": "пара",
        "side": "сторона",
        "purpose": "назначение",
        "given_on": "день подписания",
        "method": "способ",
        "withdrawn_on": "отозван",
        "person_id": "чьё",
        "valid_until": "действует по",
        "text_id": "редакция текста",
        "context": "чем заполнен текст",
        "representative": "представитель",
        "powers": "документ о полномочиях",
        "withdrawn_how": "как отозван",
        "withdrawn_by": "кто отозвал",
    },
    "consent_scan": _FILE | {"consent_id": "согласие"},
    "consent_text": {
        "code": "код",
        "title": "название",
        "body": "текст",
        "sha256": "контрольная сумма",
        "origin": "чей текст",
        "made_at": "когда принят",
        "made_by": "кто принял",
    },
    "data_request": {
        "person_id": "чьё",
        "kind": "о чём",
        "words": "просьба",
        "method": "способ",
        "asked_on": "получено",
        "due_on": "ответить до",
        "granted": "удовлетворено",
        "answer": "ответ",
        "answered_on": "дан ответ",
        "answered_by": "кто ответил",
    },
    "destruction": {
        "person_id": "чьи данные",
        "subject_name": "субъект",
        "ground": "основание",
        "ground_on": "день основания",
        "ground_note": "документ-основание",
        "due_on": "уничтожить до",
        "prepared_by": "кто подготовил",
        "prepared_at": "когда подготовлено",
        "permitted_by": "кто разрешил",
        "done_at": "когда уничтожено",
        "done": "что уничтожено и что хранится",
        "kept_until": "акт хранится по",
        "cancelled_on": "отменено",
        "cancelled_by": "кто отменил",
    },
    "incident": {
        "found_at": "когда обнаружен",
        "recorded_at": "когда внесён",
        "what": "что произошло",
        "cause": "предполагаемая причина",
        "harm": "предполагаемый вред",
        "categories": "чьи и какие данные",
        "people_count": "сколько людей",
        "measures": "принятые меры",
        "notice": "уведомление",
        "notice_number": "номер уведомления",
        "notified_at": "когда уведомили",
        "notified_by": "кто уведомил",
        "result": "результат расследования",
        "result_number": "номер сообщения о результате",
        "reported_at": "когда сообщили результат",
        "reported_by": "кто сообщил результат",
    },
    "local_act": {
        "code": "код",
        "number": "номер",
        "title": "название",
        "adopted": "принят",
        "in_force": "действует с",
        "applies_to": "к кому применяется",
        "content": "нормы",
        "repeals_id": "отменяет акт",
        "author": "подготовил",
        "created_at": "создан",
        "published_at": "опубликован",
        "published_by": "опубликовал",
        "effect": "на кого повлиял",
        "repealed_by_id": "отменён актом",
        "repealed_from": "отменён с",
    },
    "membership": {
        "account_id": "учётная запись",
        "role": "роль",
        "person_id": "карточка",
        "asked_at": "ждёт согласия с",
        "ended_at": "окончена",
    },
    "mentoring_order": {
        "number": "номер",
        "year": "год",
        "issued_on": "дата",
        "title": "название",
        "kind": "вид",
        "issued_by": "издал",
        "context": "текст",
        "idempotency_key": "ключ формы",
    },
    "mentorship": {
        "mentor_id": "наставник",
        "mentee_id": "наставляемый",
        "kind": "вид",
        "form": "форма",
        "regime": "режим",
        "starts_on": "начало",
        "ends_on": "окончание",
        "state": "состояние",
        "order_id": "приказ",
        "group_id": "группа",
        "planned_order_on": "приказ намечен на",
        "law_on": "нормы на день",
        "ended_on": "завершена",
        "end_ground": "основание завершения",
        "facts": "особые сведения региона",
        "note": "примечание",
        "created_at": "создана",
    },
    "mentorship_event": {
        "mentorship_id": "пара",
        "at": "когда внесено",
        "on_date": "день",
        "kind": "шаг",
        "actor_id": "учётная запись",
        "actor_name": "кто",
        "findings": "замечания",
        "data": "подробности",
    },
    "org_unit": {
        "parent_id": "вышестоящая",
        "level": "уровень",
        "path": "место в дереве",
        "region": "регион",
        "slug": "код",
        "title": "название",
        "short_title": "краткое название",
        "kind": "вид",
        "founder": "учредитель",
        "place": "город",
        "centre": "центр наставничества",
        "week_days": "дней в рабочей неделе",
        "head_position": "должность руководителя",
        "head_last_name": "фамилия руководителя",
        "head_first_name": "имя руководителя",
        "head_patronymic": "отчество руководителя",
        "head_gender": "пол руководителя",
    },
    "person": {
        "last_name": "фамилия",
        "first_name": "имя",
        "patronymic": "отчество",
        "gender": "пол",
        "birth_date": "дата рождения",
        "position": "должность",
        "admitted_on": "допущен(а) к работе",
        "facts": "сведения для правил",
        "facts_on": "сведения на день",
        "is_mentor": "в базе наставников",
        "is_mentee": "в базе наставляемых",
        "archived_on": "в архиве с",
        "overrides": "имя в документах",
    },
    "person_absence": {
        "person_id": "кто",
        "first_on": "с какого дня",
        "last_on": "по какой день",
        "reason": "причина",
    },
    "person_pay": {
        "person_id": "кто",
        "base": "от чего считают",
        "kopecks": "в месяц, копеек",
        "first_on": "с какого дня",
        "last_on": "по какой день",
    },
    "replacement": {
        "former_id": "прежняя пара",
        "successor_id": "новая пара",
        "ground": "код основания",
        "words": "основание",
        "act": "акт",
        "clause": "пункт",
        "noticed_on": "предупреждён",
    },
    "status_grant": {
        "region": "регион",
        "last_name": "фамилия",
        "first_name": "имя",
        "patronymic": "отчество",
        "name_key": "имя для поиска",
        "birth_date": "дата рождения",
        "person_id": "карточка",
        "code": "статус",
        "certificate": "удостоверение",
        "order_number": "номер приказа",
        "order_on": "дата приказа",
        "given_on": "присвоен",
        "valid_until": "действует до",
        "recorded_at": "внесён",
        "moves": "переводы",
        "withdrawn_on": "отозван",
        "withdrawn_reason": "причина отзыва",
        "withdrawn_by": "кто отозвал",
    },
    "submission": {
        "period": "период",
        "state": "состояние",
        "figures": "показатели",
        "sources": "записи, из которых посчитано",
        "sha256": "контрольная сумма",
        "submitted_at": "сдан",
        "submitted_by_name": "сдал",
        "reviewed_at": "рассмотрен",
        "reviewed_by_name": "рассмотрел",
        "reason": "причина возврата",
        "note": "пояснение",
    },
    "wage_sum": {
        "kind": "какая сумма",
        "month": "месяц",
        "kopecks": "в месяц, копеек",
    },
}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "state": {state.value: state.label for state in State}
    | {"submitted": "сдан", "returned": "возвращён", "accepted": "принят"},
    "role": {role.value: role.label for role in Role},
    "gender": {gender.value: gender.label for gender in Gender},
    "method": {"paper": "на бумаге", "system": "в системе"},
    "side": {
        "mentor": "наставник",
        "mentee": "наставляемый",
        "guardian": "представитель",
        "person": "о себе",
    },
    "base": {base.value: base.label for base in Base},
}


def label(table: str, column: str) -> str | None:
    """What the column is called, or None for one that nobody has named."""
    return _COLUMNS.get(table, {}).get(column) or _COMMON.get(column)


def value(column: str, kept: Any, people: Mapping[int, str]) -> str:  # noqa: ANN401 - a value of JSON
    """The value as a person reads it; `people`: id -> name, for columns that name a card."""
    if kept is None or kept == VEIL:
        return "не указано" if kept is None else "значение не хранится"
    if column in PEOPLE:
        return people.get(kept, f"№ {kept}")
    if isinstance(kept, dict):
        return "; ".join(f"{_fact(key)}: {_plain(one)}" for key, one in kept.items()) or "пусто"
    if isinstance(kept, list):
        return ", ".join(_plain(one) for one in kept) or "пусто"
    plain = _plain(bool(kept) if column in _YES_OR_NO else kept)
    return _WORDS.get(column, {}).get(plain, plain)


def changed_facts(before: Any, after: Any) -> tuple[Any, Any]:  # noqa: ANN401 - as above
    """Of two documents only what differs; other values stay as they are."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    keys = [key for key in before | after if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


def _fact(key: str) -> str:
    return CATALOGUE[key].question if key in CATALOGUE else key


def _plain(kept: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(kept, bool):
        return "да" if kept else "нет"
    if kept is None:
        return "не указано"
    found = _DAY.fullmatch(str(kept))
    if found is None:
        return str(kept)
    year, month, day, hour = found.groups()
    return f"{day}.{month}.{year}" + (f" {hour}" if hour else "")
