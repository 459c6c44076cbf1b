"""Words that facts of a person are answered with: code -> Russian. Ranks say which is higher."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

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
CATEGORY_RANKS: Final = MappingProxyType(
    # the last two are given to those who have the highest
    {
        "none": 0,
        "conformity": 1,
        "first": 2,
        "highest": 3,
        "mentor_teacher": 4,
        "methodist_teacher": 4,
    }
)
EDUCATION: Final = MappingProxyType(
    {
        "secondary_general": "среднее общее",
        "secondary_vocational": "среднее профессиональное",
        "bachelor": "высшее, бакалавриат",
        "specialist": "высшее, специалитет",
        "master": "высшее, магистратура",
        "postgraduate": "высшее, подготовка кадров высшей квалификации",
    }
)
EDUCATION_RANKS: Final = MappingProxyType(
    # the law «Об образовании», art. 10: the specialist's and the master's level is one
    {
        "secondary_general": 0,
        "secondary_vocational": 1,
        "bachelor": 2,
        "specialist": 3,
        "master": 3,
        "postgraduate": 4,
    }
)
CONTRACTS: Final = MappingProxyType(
    {
        "indefinite": "на неопределённый срок",
        "fixed_term": "срочный",
        "civil": "гражданско-правовой",
        "student": "ученический",
        "none": "договора нет",
    }
)
WORKPLACES: Final = MappingProxyType(
    {
        "main": "основная работа",
        "internal": "внутреннее совместительство",
        "external": "внешнее совместительство",
    }
)
TOPICS: Final = MappingProxyType(
    {
        "mentoring": "наставничество",
        "coaching": "коучинг",
        "tutoring": "тьюторство",
        "management": "управление",
        "methodical": "методическая работа",
        "subject": "предмет и методика преподавания",
        "psychology": "психология и педагогика",
        "digital": "цифровые технологии",
        "other": "другое",
    }
)
STATUSES: Final = MappingProxyType({"mentor": "Ментор", "tutor": "Тьютор"})
