"""Facts about people and pairs that requirements ask for: type, unit, the question's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from nastavnik.domain import fact_words as words
from nastavnik.domain.cite import Cite
from nastavnik.domain.training import Training
from nastavnik.domain.wording import UNITS

FactValue = int | bool | str | date | tuple[str, ...] | tuple[Training, ...]
Facts = Mapping[str, FactValue]
"""Known facts, key -> value. An absent key is unknown; an empty list is known: there is none."""


class FactType(StrEnum):
    """How a fact's value is kept and asked.

    DURATION: whole months of service, which grow with time. NUMBER: an integer in parts of the
    fact's unit. FLAG: bool. CHOICE: a code. MANY: codes. TEXT: str. DATE: date. TRAININGS: tuple
    of Training.
    """

    DURATION = "duration"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    MANY = "many"
    TEXT = "text"
    DATE = "date"
    TRAININGS = "trainings"

    @property
    def label(self) -> str:
        """The type in Russian."""
        return _TYPES[self]


_TYPES: Final = {
    FactType.DURATION: "стаж: годы и месяцы, дальше растёт сам",
    FactType.NUMBER: "число",
    FactType.FLAG: "да или нет",
    FactType.CHOICE: "один ответ из списка",
    FactType.MANY: "несколько ответов из списка",
    FactType.TEXT: "слова",
    FactType.DATE: "дата",
    FactType.TRAININGS: "перечень обучений",
}


class FactGroup(StrEnum):
    """Under which heading of the card a fact stands, in the order of the card."""

    SERVICE = "service"
    POSITION = "position"
    EDUCATION = "education"
    CONTRACT = "contract"
    TRAINING = "training"
    REGION = "region"

    @property
    def label(self) -> str:
        """The heading."""
        return _GROUPS[self]


_GROUPS: Final = {
    FactGroup.SERVICE: "Стаж",
    FactGroup.POSITION: "Должность и категория",
    FactGroup.EDUCATION: "Образование и нагрузка",
    FactGroup.CONTRACT: "Договор",
    FactGroup.TRAINING: "Подготовка и результаты",
    FactGroup.REGION: "Особые сведения региона",
}


class Subject(StrEnum):
    """Whose fact it is."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    PAIR = "pair"

    @property
    def label(self) -> str:
        """Whose fact, in the nominative."""
        return _SUBJECTS[self]


_SUBJECTS: Final = {
    Subject.MENTOR: "Наставник",
    Subject.MENTEE: "Наставляемый",
    Subject.PAIR: "Пара",
}


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


PEOPLE: Final = frozenset({Subject.MENTOR, Subject.MENTEE})
PAIR: Final = frozenset({Subject.PAIR})
_NO_UNIT: Final = ("", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact's definition; `title` stands inside a sentence, `question` labels the form's field.

    `ranks`: choices that can be compared, the higher the larger. `unit`: its forms for 1, 2 and 5;
    a NUMBER is kept in 1/`scale` of it. `derived`: follows from other entries, nobody is asked.
    `cite`: the clause of the act that declares the fact, None for the catalogue's own.
    """

    key: str
    type: FactType
    title: str
    question: str
    group: FactGroup = FactGroup.REGION
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    ranks: Mapping[str, int] = field(default_factory=dict, hash=False)
    unit: tuple[str, str, str] = _NO_UNIT
    scale: int = 1
    of: frozenset[Subject] = PEOPLE
    derived: bool = False
    cite: Cite | None = None
    quote: str = ""

    @property
    def ordered(self) -> bool:
        """May it stand in «не менее» and «не более»."""
        return bool(self.ranks) or self.type in _MEASURED


_MEASURED: Final = frozenset({FactType.DURATION, FactType.NUMBER, FactType.DATE})

REGIMES: Final = MappingProxyType(
    {
        "labour_351_8": "поручение с оплатой по статье 351.8 ТК РФ",
        "job_function": "входит в должностные обязанности наставника",
        "outside": "вне трудовых отношений наставника с наставляемым",
    }
)

_T, _G = FactType, FactGroup


def _service(key: str, title: str, question: str) -> Fact:
    return Fact(key=key, type=_T.DURATION, title=title, question=question, group=_G.SERVICE)


def _flag(key: str, group: FactGroup, title: str, question: str, *, derived: bool = False) -> Fact:
    return Fact(
        key=key, type=_T.FLAG, title=title, question=question, group=group, derived=derived
    )


CATALOGUE: Final[Mapping[str, Fact]] = MappingProxyType(
    {
        fact.key: fact
        for fact in (
            _service("experience.pedagogical", "педагогический стаж", "Педагогический стаж"),
            _service("experience.managerial", "стаж управления", "Стаж управленческой работы"),
            _service("experience.methodical", "стаж методиста", "Опыт методической работы"),
            _service("experience.subject", "стаж по предмету", "Стаж преподавания предмета"),
            _service("experience.institution", "стаж в организации", "Стаж в этой организации"),
            _service("experience.post", "стаж в должности", "Стаж в нынешней должности"),
            _service("mentoring.years", "опыт наставничества", "Опыт наставничества"),
            Fact(
                key="age",
                type=_T.NUMBER,
                title="возраст",
                question="Дата рождения",
                group=_G.POSITION,
                unit=UNITS["year"],
                derived=True,
            ),
            _flag("minor", _G.POSITION, "несовершеннолетний", "Дата рождения", derived=True),
            Fact(
                key="position",
                type=_T.TEXT,
                title="должность",
                question="Должность",
                group=_G.POSITION,
                derived=True,
            ),
            Fact(
                key="position_group",
                type=_T.CHOICE,
                title="группа должности",
                question="Группа должности",
                group=_G.POSITION,
                choices=words.POSITION_GROUPS,
            ),
            Fact(
                key="category",
                type=_T.CHOICE,
                title="квалификационная категория",
                question="Квалификационная категория",
                group=_G.POSITION,
                choices=words.CATEGORIES,
                ranks=words.CATEGORY_RANKS,
            ),
            _flag(
                "first_job",
                _G.POSITION,
                "первая педагогическая работа",
                "Впервые приступил к работе",
            ),
            _flag(
                "newly_appointed", _G.POSITION, "назначен впервые", "Вновь назначен на должность"
            ),
            _flag("in_reserve", _G.POSITION, "кадровый резерв", "Включён в кадровый резерв"),
            _flag("employed", _G.POSITION, "допущен к работе", "Допущен к работе", derived=True),
            Fact(
                key="education",
                type=_T.CHOICE,
                title="уровень образования",
                question="Уровень образования",
                group=_G.EDUCATION,
                choices=words.EDUCATION,
                ranks=words.EDUCATION_RANKS,
            ),
            _flag(
                "education.pedagogical",
                _G.EDUCATION,
                "педагогическое образование",
                "Образование педагогическое",
            ),
            Fact(
                key="load.rate",
                type=_T.NUMBER,
                title="нагрузка",
                question="Нагрузка в ставках",
                group=_G.EDUCATION,
                unit=UNITS["rate"],
                scale=100,
            ),
            Fact(
                key="load.hours",
                type=_T.NUMBER,
                title="учебная нагрузка",
                question="Учебная нагрузка в неделю",
                group=_G.EDUCATION,
                unit=UNITS["hour"],
                scale=100,
            ),
            Fact(
                key="contract.type",
                type=_T.CHOICE,
                title="вид договора",
                question="Трудовой или иной договор",
                group=_G.CONTRACT,
                choices=words.CONTRACTS,
            ),
            Fact(
                key="contract.place",
                type=_T.CHOICE,
                title="место работы",
                question="Основная работа или совместительство",
                group=_G.CONTRACT,
                choices=words.WORKPLACES,
            ),
            Fact(
                key="contract.months",
                type=_T.NUMBER,
                title="срок договора",
                question="Срок договора, если он срочный",
                group=_G.CONTRACT,
                unit=UNITS["month"],
            ),
            _flag(
                "trained", _G.TRAINING, "специальная подготовка", "Прошёл специальную подготовку"
            ),
            Fact(
                key="training",
                type=_T.TRAININGS,
                title="обучение",
                question="Повышение квалификации и другое обучение",
                group=_G.TRAINING,
                choices=words.TOPICS,
            ),
            Fact(
                key="status",
                type=_T.MANY,
                title="статус",
                question="Присвоенные статусы",
                group=_G.TRAINING,
                choices=words.STATUSES,
                derived=True,
            ),
            _flag(
                "results",
                _G.TRAINING,
                "позитивные результаты",
                "Есть измеримые позитивные результаты",
            ),
            _flag("wishes", _G.TRAINING, "желание участвовать", "Желает участвовать"),
            Fact(
                key="regime",
                type=_T.CHOICE,
                title="режим наставничества",
                question="Режим работы",
                choices=REGIMES,
                of=PAIR,
            ),
        )
    }
)

OPEN: Final = frozenset({"status", "training"})
"""Facts whose choices a region may restate."""


def asked(facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Those of the facts that a person's card asks for, in the order of its groups."""
    places = list(FactGroup)
    own = [fact for fact in facts.values() if not fact.derived and fact.of != PAIR]
    return {fact.key: fact for fact in sorted(own, key=lambda one: places.index(one.group))}


def asked_of_pair(facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Those of the facts that the draft of a pair asks for; the regime has a field of its own."""
    return {
        fact.key: fact
        for fact in facts.values()
        if fact.of == PAIR and not fact.derived and fact.key not in CATALOGUE
    }
