"""Every form that is shipped prints and previews; the base ones say what they must."""

import re
from datetime import date
from pathlib import Path

import pytest

from nastavnik.documents import FormFillError, render_html, render_pdf
from nastavnik.documents.fill import fill
from nastavnik.documents.filled import Table
from nastavnik.regions import registry
from nastavnik.regions.forms import load_form
from nastavnik.testing.sample_documents import sample

ROOT = Path(__file__).parents[3]
FILES = sorted(
    [
        *ROOT.glob("platform/nastavnik/regions/federal/forms/*.toml"),
        *ROOT.glob("plugins/*/nastavnik_*/forms/*.toml"),
    ]
)
NAMES = [f"{file.parent.parent.name}/{file.stem}" for file in FILES]
CONTEXTS = {
    "order_appointment": "order",
    "order_replacement": "replaced",
    "consent_mentor": "consent",
    "consent_mentee": "consent",
    "consent_guardian": "consent",
}


def federal(code):
    folder = ROOT / "platform/nastavnik/regions/federal/forms"
    return load_form((folder / f"{code}.toml").read_text("utf-8"), code)


def words(form, context):
    """The preview's text on one line, with plain spaces."""
    text = re.sub(r"<[^>]+>", " ", render_html(form, context))
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture
def sampled():
    """What `nastavnik region print` fills any form with."""
    return sample(next(iter(registry.installed().values())), date(2026, 11, 20))


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_every_form_renders(file, request):
    form = load_form(file.read_text("utf-8"), file.name)
    context = request.getfixturevalue(CONTEXTS.get(form.code, "sampled"))
    assert render_pdf(form, context).startswith(b"%PDF-")
    shown = render_html(form, context)
    assert "style=" not in shown
    assert "{{" not in shown


def test_order_of_one_pair(order):
    text = words(federal("order_appointment"), order)
    for sentence in (
        "О назначении ментора и закреплении наставнической пары",
        (
            "В соответствии с Положением о наставничестве в муниципальной системе образования"
            " (пп. 2.3, 2.6), Трудовым кодексом Российской Федерации (ст. 351.8)"
        ),
        "на основании письменных согласий ментора от 18 ноября 2026 г. и менти от 19 ноября",
        "1. Назначить ментором Петрову Людмилу Васильевну, учителя математики.",
        (
            "2. Закрепить за ней менти Ковалёва Артёма Сергеевича, социального педагога,"
            " на срок с 1 декабря 2026 г. по 30 ноября 2027 г. (12 месяцев)."
        ),
        (
            "3. Ментору в течение 5 рабочих дней со дня начала срока наставничества подготовить"
            " индивидуальный план наставничества."
        ),
        "4. Куратору наставничества Шевчук Юлии Игоревне, заместителю директора,",
        "5. Контроль за исполнением настоящего приказа оставляю за собой.",
        "Директор О. В. Кузьмина",
    ):
        assert sentence in text


def test_order_of_many_pairs(big_order):
    text = words(federal("order_appointment"), big_order)
    assert "1. Назначить наставников и закрепить наставнические пары:" in text
    assert (
        "1.2. Наставником — Крамера Артура Карловича, педагога-психолога; закрепить за ним"
        " наставляемую Гаджиеву Анну Юрьевну, учителя начальных классов,"
    ) in text
    assert "1.8." in text
    assert text.count("А. К. Крамер") == 1


def test_order_of_a_replacement(order, replaced):
    text = words(federal("order_replacement"), replaced)
    for sentence in (
        "О замене ментора",
        (
            "1. Заменить ментора Ковалёва Артёма Сергеевича, социального педагога: вместо Зайцевой"
            " Веры Васильевны, учителя математики, назначить Петрову Людмилу Васильевну"
        ),
        (
            "2. Последним днём наставничества Зайцевой Веры Васильевны (приказ от 1 сентября"
            " 2026 г. № 7-н) считать 30 ноября 2026 г. Основание замены: увольнение наставника."
        ),
        "3. Закрепить за Петровой Людмилой Васильевной менти Ковалёва Артёма Сергеевича на срок",
    ):
        assert sentence in text
    assert text.count("В. В. Зайцева") == 1
    without_order = replaced["pairs"][0]["former"] | {"order": None}
    pairs = [order["pairs"][0] | {"former": one} for one in (without_order, None)]
    text = words(federal("order_replacement"), order | {"pairs": pairs})
    assert "(приказ от" not in text
    assert "Назначить ментором Петрову Людмилу Васильевну" in text


def test_order_without_what_no_act_asks(order):
    bare = order | {"plan": None, "curator": None, "basis": []}
    text = words(federal("order_appointment"), bare)
    assert "В целях организации наставничества" in text
    assert "3. Контроль" in text
    assert "Куратору" not in text


def test_consents(consent):
    mentor = words(federal("consent_mentor"), consent)
    assert (
        "Директору муниципального бюджетного общеобразовательного учреждения «Школа № 5»" in mentor
    )
    assert "О. В. Кузьминой от учителя математики Петровой Людмилы Васильевны" in mentor
    assert "на назначение меня ментором и на закрепление за мной менти Ковалёва Артёма" in mentor
    assert "не позднее чем за 3 рабочих дня" in mentor
    assert "18 ноября 2026 г. Л. В. Петрова" in mentor
    consent["pair"]["mentee_consent"] = None
    mentee = words(federal("consent_mentee"), consent)
    assert "закрепление за мной ментора Петровой Людмилы Васильевны" in mentee
    assert "ознакомлен." in mentee
    assert "20___ г. А. С. Ковалёв" in mentee


def test_a_guardian_has_lines_to_write_on_until_somebody_has_signed(consent):
    blank = words(federal("consent_guardian"), consent)
    assert "Я, ____" in blank
    assert "полномочия подтверждает документ: ____" in blank
    assert "свидетельство о рождении или об усыновлении" in blank
    assert "от законного представителя Ковалёва Артёма Сергеевича" in blank
    consent["representative"] = {"name": "Ковалёва Инна Львовна", "powers": "I-ОБ № 518204"}
    consent["pair"]["guardian_consent"] = date(2026, 11, 20)
    signed = words(federal("consent_guardian"), consent)
    assert "Я, Ковалёва Инна Львовна, законный представитель" in signed
    assert "полномочия подтверждает документ: I-ОБ № 518204." in signed
    assert "____" not in signed
    assert "20 ноября 2026 г. Ковалёва Инна Львовна" in signed


def test_pairs_of_the_table_form(big_order):
    file = next(file for file in FILES if "plugins" in str(file))
    document = fill(load_form(file.read_text("utf-8"), file.name), big_order)
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert len(table.rows) == 8


def test_what_is_missing_is_said(order):
    del order["organisation"]["head"]["last_name"]
    with pytest.raises(FormFillError, match="не указано: фамилия"):
        render_pdf(federal("order_appointment"), order)
