"""What a golden case may say of days: of papers, approvals, and the deadlines that must come."""

from __future__ import annotations

from typing import Final

from nastavnik.regions.schema import Key, KeyType, Section

KEYS: Final = (
    Key(
        name="dates",
        type=KeyType.TABLE,
        title="Дни подписания",
        help="Таблица [case.dates]: слово из consents = день. Пустая — дни неизвестны.",
        default="случай не о порядке дат",
    ),
    Key(
        name="stated",
        type=KeyType.TABLE,
        title="Что указано в документах",
        help="Таблица [case.stated]: документ = список слов, как в [[paper]]: "
        'order = ["mentor", "term"]. Неназванного документа ещё нет.',
        default="случай не об обязательных сведениях",
    ),
    Key(
        name="approvals",
        type=KeyType.TABLE,
        title="Пройденные согласования",
        help="Список таблиц [[case.approvals]]; approvals = [] — ничего не пройдено.",
        default="случай не о согласованиях",
    ),
    Key(
        name="ended_early_on",
        type=KeyType.DATE,
        title="День досрочного прекращения",
        default="не прекращена",
    ),
    Key(
        name="week",
        type=KeyType.INTEGER,
        title="Рабочих дней в неделе",
        help="5 или 6.",
        default="5",
    ),
    Key(
        name="known_on",
        type=KeyType.DATE,
        title="Производственный календарь известен на",
        help="Постановления о переносе выходных, изданные позже, не учитываются.",
        default="всё, что известно сегодня",
    ),
    Key(
        name="deadline",
        type=KeyType.TABLE,
        title="Ожидаемые сроки",
        help="Список таблиц [[case.deadline]]: все сроки пары, если назван хоть один.",
        default="сроки не проверяются",
    ),
)
"""Keys of the case itself."""

APPROVALS: Final = Section(
    name="case.approvals",
    title="Пройденное согласование",
    help="Шаг до приказа, как его отметил куратор.",
    keys=(
        Key(
            name="code",
            type=KeyType.TEXT,
            title="Код",
            help="Код из [[approval]] акта.",
            required=True,
        ),
        Key(name="on", type=KeyType.DATE, title="День документа", default="не указан"),
        Key(name="number", type=KeyType.TEXT, title="Номер документа", default="не указан"),
    ),
    example="""\
[[case.approvals]]
code = "council"
on = 2026-11-20
number = "3"
""",
)

DEADLINE: Final = Section(
    name="case.deadline",
    title="Ожидаемый срок",
    help="Последний день по акту; сравниваются код, день, акт и пункт.",
    keys=(
        Key(
            name="code",
            type=KeyType.TEXT,
            title="Код",
            help="Код из [[deadline]], код контроля с его днём (interim-2027-06-01) "
            "или refusal.notice.",
            required=True,
        ),
        Key(name="due", type=KeyType.DATE, title="Последний день", required=True),
        Key(name="act", type=KeyType.TEXT, title="Акт", help="Код акта из [act].", required=True),
        Key(name="clause", type=KeyType.TEXT, title="Пункт акта", required=True),
    ),
    example="""\
[[case.deadline]]
code = "plan"
due = 2026-12-08
act = "town"
clause = "4.1"
""",
)
