"""Invented people and a context of every form."""

from datetime import date

import pytest

HEAD = {
    "last_name": "Кузьмина",
    "first_name": "Ольга",
    "patronymic": "Викторовна",
    "gender": "f",
    "position": "Директор",
    "overrides": {},
}
REGULATION = "Положение о наставничестве в муниципальной системе образования"


def person(
    last_name="Петрова",
    first_name="Людмила",
    patronymic="Васильевна",
    gender="f",
    position="учитель математики",
    **overrides,
):
    return {
        "last_name": last_name,
        "first_name": first_name,
        "patronymic": patronymic,
        "gender": gender,
        "position": position,
        "overrides": overrides,
    }


def pair(mentor=None, mentee=None, **changes):
    return {
        "mentor": mentor or person(),
        "mentee": mentee or person("Ковалёв", "Артём", "Сергеевич", "m", "социальный педагог"),
        "names": {"mentor": "ментор", "mentee": "менти"},
        "kind_title": "Менторство",
        "form_title": "Педагог — педагог",
        "start": date(2026, 12, 1),
        "end": date(2027, 11, 30),
        "term_text": "12 месяцев",
        "mentor_consent": date(2026, 11, 18),
        "mentee_consent": "2026-11-19",
        "guardian_consent": None,
    } | changes


@pytest.fixture
def organisation():
    return {
        "full_name": "Муниципальное бюджетное общеобразовательное учреждение «Школа № 5»",
        "founder": "Управление образованием",
        "place": "г. Речной",
        "head": HEAD,
    }


@pytest.fixture
def order(organisation):
    """Context of the order with one pair."""
    return {
        "organisation": organisation,
        "order": {"number": "118-к", "date": date(2026, 11, 21)},
        "pairs": [pair()],
        "basis": [
            {"title": REGULATION, "clause": "2.3"},
            {"title": "Трудовой кодекс Российской Федерации", "clause": "ст. 351.8"},
            {"title": REGULATION, "clause": "2.6"},
        ],
        "curator": person("Шевчук", "Юлия", "Игоревна", "f", "заместитель директора"),
        "plan": {
            "title": "Индивидуальный план наставничества",
            "days": 5,
            "unit": "working_day",
            "anchor": "начала срока наставничества",
        },
        "report": None,
    }


@pytest.fixture
def big_order(order):
    """Context of the order with eight pairs of two mentors."""
    mentors = (person(), person("Крамер", "Артур", "Карлович", "m", "педагог-психолог"))
    names = (
        "Иванова",
        "Гаджиева",
        "Тодошева",
        "Сидоренко",
        "Белых",
        "Алиева",
        "Юсупова",
        "Литвин",
    )
    pairs = [
        pair(
            mentors[index % 2],
            person(name, "Анна", "Юрьевна", "f", "учитель начальных классов"),
            names={"mentor": "наставник", "mentee": "наставляемый"},
        )
        for index, name in enumerate(names)
    ]
    return order | {"pairs": pairs}


@pytest.fixture
def consent(organisation, order):
    return {
        "organisation": organisation,
        "pair": pair(),
        "basis": order["basis"],
        "refusal_days": 3,
        "representative": None,
    }


@pytest.fixture
def replaced(order):
    former = {
        "mentor": person("Зайцева", "Вера"),
        "last_day": date(2026, 11, 30),
        "order": {"number": "7-н", "date": "2026-09-01"},
        "ground": "Увольнение наставника",
    }
    return order | {"pairs": [order["pairs"][0] | {"former": former}]}
