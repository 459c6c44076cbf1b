"""The style page: every macro with sample data. Only in debug and in tests."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask import Blueprint, flash, render_template, request
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from nastavnik.domain.act import Layer
from nastavnik.domain.cite import Cite
from nastavnik.domain.errors import ConflictError, RuleViolationError
from nastavnik.domain.finding import Finding
from nastavnik.domain.provision import Unit
from nastavnik.domain.resolve import Step
from nastavnik.domain.severity import Severity
from nastavnik.reporting import charts
from nastavnik.web.forms import DateField, Form, Required, choices
from nastavnik.web.session import public

bp = Blueprint("style", __name__, url_prefix="/_style")

STAGES: Final = (
    ("Подготовка", 3),
    ("Согласование", 2),
    ("Реализация", 9),
    ("Отчётность", 4),
    ("Завершено", 6),
)
PAIRS: Final = (
    ("Белов Иван Петрович", "Сидоренко Галина Фёдоровна", "Работодатель — студент", 35, "Идёт"),
    ("Гусева Мария Олеговна", "Тарасов Николай Ильич", "Педагог — педагог", 60, "Идёт"),
    (
        "Жукова Ольга Николаевна",
        "Петрова Людмила Васильевна",
        "Педагог — педагог",
        20,
        "Просрочен",
    ),
    (
        "Зайцев Роман Андреевич",
        "Сидоренко Галина Фёдоровна",
        "Педагог — педагог",
        90,
        "Завершается",
    ),
    ("Ильина Светлана Юрьевна", "Тарасов Николай Ильич", "Педагог — педагог", 0, "Черновик"),
)
TONES: Final = {
    "Идёт": "success",
    "Просрочен": "danger",
    "Завершается": "info",
    "Черновик": "secondary",
}
DISTRICTS: Final = (
    ("Первый район", (12, 3, 1)),
    ("Второй район", (7, 6, 4)),
    ("Городской округ с длинным именем", (15, 0, 2)),
)
_ACT: Final = "Положение о наставничестве учебного района"
_FEDERAL: Final = "Целевая модель"


class SampleForm(Form):
    """One field of every kind."""

    mentor = SelectField(
        "Наставник",
        [Required("Выберите наставника.")],
        choices=choices([("1", "Петрова Людмила Васильевна")], "— выберите —"),
        description="Стаж не менее 3 лет, наставляемых меньше 2",
    )
    name = StringField("Наставляемый", [Required("Укажите фамилию, имя, отчество.")])
    start = DateField("Начало", [Required()], description="Например, 01.09.2026")
    end = DateField("Окончание")
    percent = StringField("Доплата")
    regime = RadioField(
        "Как оформлено наставничество",
        [Required("Выберите один вариант.")],
        choices=choices([("a", "Доплата по статье 351.8 ТК"), ("b", "Входит в обязанности")]),
    )
    goals = SelectMultipleField(
        "Цели",
        choices=choices([("1", "Вхождение в должность"), ("2", "Предметные затруднения")]),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    trained = BooleanField("Прошёл обучение для этого вида")
    scan = FileField("Скан согласия")
    note = TextAreaField("Основание и примечание", render_kw={"rows": 3})


def _step(layer: Layer, clause: str, value: int, why: str, *, accepted: bool = True) -> Step:
    title = _FEDERAL if layer is Layer.FEDERAL else _ACT
    return Step(layer, "sample", title, clause, value, Unit.PERSON, accepted, why)


def findings() -> list[Finding]:
    """One of each severity, with a trace."""
    cite = Cite("sample", "2.5")
    return [
        Finding(
            code="mentees.max",
            severity=Severity.VIOLATION,
            text="У наставника стало бы 3 наставляемых одновременно.",
            actual="3 человека",
            limit="не более 2 человек",
            cite=cite,
            act_title=_ACT,
            quote="не более двух лиц",
            trace=(
                _step(Layer.FEDERAL, "3.1", 3, "внешние уровни молчат"),
                _step(Layer.MUNICIPALITY, "2.5", 2, "строже внешней нормы"),
                _step(Layer.INSTITUTION, "4", 5, "больше предела: 2 человека", accepted=False),
            ),
        ),
        Finding(
            code="mentor.experience",
            severity=Severity.UNDETERMINED,
            text="Не указан педагогический стаж наставника.",
            limit="не менее 10 лет",
            cite=Cite("sample", "2.1"),
            act_title=_ACT,
            missing=("experience.pedagogical",),
        ),
        Finding(
            code="term.usual_months",
            severity=Severity.WARNING,
            text="Срок короче обычного.",
            actual="5 месяцев",
            limit="обычно 9 месяцев",
            cite=Cite("sample", "шаг 5"),
            act_title=_ACT,
            quote="как правило, на учебный год",
        ),
    ]


@bp.route("", methods=["GET", "POST"])
@public
def index() -> str | tuple[str, int]:
    """Everything on one page; an empty form sent shows every error."""
    form = SampleForm()
    if form.is_submitted():
        form.validate()
    elif "flash" in request.args:
        flash("Черновик сохранён.", "success")
    page = render_template(
        "style/index.html",
        form=form,
        findings=findings(),
        stages=STAGES,
        districts=DISTRICTS,
        pairs=PAIRS,
        tones=TONES,
        day=date(2026, 11, 21),
        bars=charts.svg(charts.bars(STAGES, "Пары по этапам")),
        stacked=charts.svg(charts.stacked(DISTRICTS, "Отчёты по районам")),
        columns=charts.svg(
            charts.columns([("I кв.", 14), ("II кв.", 18), ("III кв.", 24)], "Пары по кварталам")
        ),
    )
    return (page, 422) if form.errors else page


@bp.get("/error/<name>")
@public
def error(name: str) -> str:
    """Pages of errors as a use-case raises them."""
    if name == "conflict":
        raise ConflictError(
            "Черновик изменил другой куратор.",
            mine={"Наставник": "Петрова Л. В.", "Начало": "01.09.2026"},
            theirs={"Наставник": "Тарасов Н. И.", "Начало": "01.09.2026"},
        )
    if name == "rules":
        raise RuleViolationError("Приказ издать нельзя: есть нарушения.", findings())
    raise RuntimeError("sample fault")
