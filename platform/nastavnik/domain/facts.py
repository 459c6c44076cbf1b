"""Facts about people and pairs that requirements ask for: type, unit, the question's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

FactValue = int | bool | str | tuple[str, ...]
Facts = Mapping[str, FactValue]
"""Known facts, key -> value. Durations are in months, ages in years. An absent key is unknown."""


class FactType(StrEnum):
    """How a fact's value is kept and asked."""

    DURATION = "duration"
    YEARS = "years"
    FLAG = "flag"
    CHOICE = "choice"
    MANY = "many"


class Subject(StrEnum):
    """Whose fact it is."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    PAIR = "pair"


class Known(Protocol):
    """Whose facts a condition may ask for; a case is one such thing."""

    @property
    def mentor(self) -> Facts:
        """Facts of the mentor."""

    @property
    def mentee(self) -> Facts:
        """Facts of the mentee."""

    @property
    def pair(self) -> Facts:
        """Facts of the two together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What is known of a pair where there is no case yet."""

    mentor: Facts = field(default_factory=dict)
    mentee: Facts = field(default_factory=dict)
    pair: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact's definition; `question` is the label in the person's form."""

    key: str
    type: FactType
    title: str
    question: str
    choices: Mapping[str, str] = field(default_factory=dict)


POSITION_GROUPS: Final = MappingProxyType(
    {
        "teacher": "педагог",
        "manager": "руководитель",
        "methodist": "методист",
        "student": "студент, обучающийся",
        "employer": "специалист работодателя",
        "partner": "социальный партнёр",
        "other": "иной работник",
    }
)
CATEGORIES: Final = MappingProxyType(
    {
        "none": "без категории",
        "conformity": "соответствие занимаемой должности",
        "first": "первая",
        "highest": "высшая",
        "mentor_teacher": "педагог-наставник",
        "methodist_teacher": "педагог-методист",
    }
)
REGIMES: Final = MappingProxyType(
    {
        "labour_351_8": "поручение с оплатой по статье 351.8 ТК РФ",
        "job_function": "входит в должностные обязанности наставника",
        "outside": "вне трудовых отношений наставника с наставляемым",
    }
)
STATUSES: Final = MappingProxyType({"mentor": "Ментор", "tutor": "Тьютор"})

_D, _F = FactType.DURATION, FactType.FLAG

CATALOGUE: Final[Mapping[str, Fact]] = MappingProxyType(
    {
        fact.key: fact
        for fact in (
            Fact(
                "experience.pedagogical",
                _D,
                "педагогический стаж",
                "Педагогический стаж",
            ),
            Fact(
                "experience.managerial",
                _D,
                "стаж управления",
                "Стаж управленческой работы",
            ),
            Fact(
                "experience.methodical",
                _D,
                "стаж методиста",
                "Опыт методической работы",
            ),
            Fact(
                "experience.subject",
                _D,
                "стаж по предмету",
                "Стаж преподавания предмета",
            ),
            Fact(
                "experience.institution",
                _D,
                "стаж в организации",
                "Стаж в этой организации",
            ),
            Fact("experience.post", _D, "стаж в должности", "Стаж в нынешней должности"),
            Fact("mentoring.years", _D, "опыт наставничества", "Опыт наставничества"),
            Fact("age", FactType.YEARS, "возраст", "Полных лет"),
            Fact(
                "category",
                FactType.CHOICE,
                "квалификационная категория",
                "Квалификационная категория",
                CATEGORIES,
            ),
            Fact(
                "position_group",
                FactType.CHOICE,
                "группа должности",
                "Группа должности",
                POSITION_GROUPS,
            ),
            Fact(
                "first_job",
                _F,
                "первая педагогическая работа",
                "Впервые приступил к работе",
            ),
            Fact("newly_appointed", _F, "назначен впервые", "Вновь назначен на должность"),
            Fact("in_reserve", _F, "кадровый резерв", "Включён в кадровый резерв"),
            Fact("wishes", _F, "желание участвовать", "Желает участвовать"),
            Fact("trained", _F, "специальная подготовка", "Прошёл специальную подготовку"),
            Fact("status", FactType.MANY, "статус", "Присвоенные статусы", STATUSES),
            Fact(
                "results",
                _F,
                "позитивные результаты",
                "Есть измеримые позитивные результаты",
            ),
            Fact("employed", _F, "допущен к работе", "Допущен к работе"),
            Fact("minor", _F, "несовершеннолетний", "Несовершеннолетний"),
            Fact(
                "regime",
                FactType.CHOICE,
                "режим наставничества",
                "Режим работы",
                REGIMES,
            ),
        )
    }
)

PAIR_FACTS: Final = frozenset({"regime"})
