"""What a file of golden cases may say: `cases/*.toml`, in the order of the reference."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from nastavnik.domain.severity import Severity
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.testing.case_dates import APPROVALS, DEADLINE
from nastavnik.testing.case_dates import KEYS as DATES
from nastavnik.testing.golden_allowance import ALLOWANCE

EVIDENCE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mentor": "consent.mentor",
        "mentee": "consent.mentee",
        "personal_data": "consent.personal_data",
        "guardian": "consent.guardian",
        "agreement": "agreement.supplementary",
    }
)
"""Words of `consents` -> the parameters that ask for these papers."""

_KIND: Final = Key(
    name="kind",
    type=KeyType.TEXT,
    title="Вид",
    help="Код вида наставничества из действующих актов.",
    required=True,
)
_START: Final = Key(name="start", type=KeyType.DATE, title="Начало", required=True)
_END: Final = Key(
    name="end", type=KeyType.DATE, title="Конец", help="Последний день.", required=True
)

CASE: Final = Section(
    name="case",
    title="Контрольный случай",
    help="Сведения о паре и ровно те замечания, которые по актам должны получиться.",
    keys=(
        Key(
            name="name",
            type=KeyType.TEXT,
            title="Что проверяем",
            help="Одной фразой: «Стаж 9 лет 11 месяцев».",
            required=True,
        ),
        Key(
            name="on",
            type=KeyType.DATE,
            title="На какой день",
            help="По актам, которые действуют в этот день.",
            required=True,
        ),
        Key(
            name="unit",
            type=KeyType.TEXT,
            title="Территория или организация",
            help="Ярлык из region.toml.",
            default="весь регион",
        ),
        _KIND,
        Key(
            name="form",
            type=KeyType.TEXT,
            title="Форма",
            help="Код формы наставничества.",
            default="не указана",
        ),
        _START,
        _END,
        Key(name="order_on", type=KeyType.DATE, title="День приказа", default="не указан"),
        Key(
            name="consents",
            type=KeyType.WORDS,
            title="Что подписано",
            help=f"Слова: {', '.join(EVIDENCE)}.",
            default="ничего",
        ),
        Key(
            name="group",
            type=KeyType.INTEGER,
            title="Наставляемых в программе",
            default="1",
        ),
        Key(
            name="others",
            type=KeyType.TABLE,
            title="Другие пары наставника",
            help="Список таблиц [[case.others]].",
            default="нет",
        ),
        Key(
            name="mentor",
            type=KeyType.TABLE,
            title="Сведения о наставнике",
            help="Таблица [case.mentor]: факты из перечня, ключ с точкой — в кавычках. "
            "Стаж — целые годы или «9 лет 11 месяцев». Неуказанный факт неизвестен.",
            default="ничего не известно",
        ),
        Key(
            name="mentee",
            type=KeyType.TABLE,
            title="Сведения о наставляемом",
            help="Таблица [case.mentee]: то же и admission — день фактического приёма на работу.",
            default="ничего не известно",
        ),
        Key(
            name="pair",
            type=KeyType.TABLE,
            title="Сведения о паре",
            help='Таблица [case.pair]. regime = "unknown" — порядок исполнения не выяснен.',
            default='regime = "job_function"',
        ),
        Key(
            name="finding",
            type=KeyType.TABLE,
            title="Ожидаемые замечания",
            help="Список таблиц [[case.finding]]; без них замечаний быть не должно.",
            default="замечаний нет",
        ),
        *DATES,
        Key(
            name="allowance",
            type=KeyType.TABLE,
            title="Ожидаемые выплаты",
            help="Список таблиц [[case.allowance]], одна на месяц.",
            default="о выплатах случай не спрашивает",
        ),
    ),
    example="""\
[[case]]
name = "Стаж 9 лет 11 месяцев"
on = 2026-11-21
unit = "town"
kind = "traditional"
form = "teacher_teacher"
start = 2026-12-01
end = 2027-11-30
consents = ["mentor", "mentee"]
[case.mentor]
"experience.pedagogical" = "9 лет 11 месяцев"
[case.mentee]
first_job = true
[[case.finding]]
code = "mentor.experience"
act = "town"
clause = "2.1"
""",
)

OTHERS: Final = Section(
    name="case.others",
    title="Другая пара того же наставника",
    help="Считается в пределе наставляемых, если её дни пересекаются со случаем.",
    keys=(
        _KIND,
        Key(name="form", type=KeyType.TEXT, title="Форма", default="форма случая"),
        _START,
        _END,
    ),
    example="""\
[[case.others]]
kind = "traditional"
start = 2026-09-01
end = 2027-08-31
""",
)

FINDING: Final = Section(
    name="case.finding",
    title="Ожидаемое замечание",
    help="Сравниваются код, строгость, акт и пункт; слова замечания — нет.",
    keys=(
        Key(
            name="code",
            type=KeyType.TEXT,
            title="Код",
            help="Код требования из акта или ключ параметра, например mentees.max.",
            required=True,
        ),
        Key(
            name="severity",
            type=KeyType.CHOICE,
            title="Строгость",
            default=Severity.VIOLATION.value,
            choices={one.value: one.label for one in Severity},
        ),
        Key(name="act", type=KeyType.TEXT, title="Акт", help="Код акта из [act].", required=True),
        Key(name="clause", type=KeyType.TEXT, title="Пункт акта", required=True),
    ),
    example="""\
[[case.finding]]
code = "mentees.max"
severity = "violation"
act = "town"
clause = "2.5"
""",
)

SECTIONS: Final = (CASE, OTHERS, FINDING, APPROVALS, DEADLINE, ALLOWANCE)
"""Everything that a file of cases may say."""

BY_NAME: Final[Mapping[str, Section]] = MappingProxyType({one.name: one for one in SECTIONS})
