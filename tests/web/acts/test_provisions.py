"""Provisions of a draft: their forms are made out of the schema of act files."""

from __future__ import annotations

import pytest

from nastavnik.regions.act_file import SECTIONS

EXPERIENCE = {
    "k_subject": "mentor",
    "k_title": "Опыт ментора",
    "k_clause": "2",
    "k_quote": "опыт управления не менее семи лет",
    "k_condition-0-fact": "experience.managerial",
    "k_condition-0-sign": "at_least",
    "k_condition-0-value": "7",
}


@pytest.mark.parametrize("section", [one for one in SECTIONS if one.many], ids=lambda s: s.name)
def test_every_section_has_a_form_that_asks_for_what_is_missing(country, section):
    ministry = country.enter("ministry")
    act = country.head(ministry)
    address = f"{act}/provisions/{section.name}/new"

    assert section.title in country.told(ministry.get(address))
    refused = ministry.send(address, do="save", version=1)

    assert refused.status_code == 422
    assert "Заполните поле «Пункт акта»" in country.told(refused)


def test_a_requirement_reaches_the_curator(country):
    ministry, curator = country.enter("ministry"), country.enter("curator")
    act = country.head(ministry)

    saved = country.say(ministry, act, "requirement", **EXPERIENCE)

    assert saved.status_code == 302, saved.text
    assert "Стаж управления не менее 7 лет".lower() in country.told(ministry.get(act)).lower()
    assert country.publish(ministry, act).status_code == 302
    rules = country.told(curator.get("/rules/?kind=mentor"))
    assert "опыт управления не менее семи лет" in rules


def test_alternatives_are_joined_by_or(country):
    ministry = country.enter("ministry")
    act = country.head(ministry)
    second = {
        "k_condition-1-join": "or",
        "k_condition-1-fact": "category",
        "k_condition-1-sign": "equals",
        "k_condition-1-value": "Высшая",
    }

    country.say(ministry, act, "requirement", **EXPERIENCE | second)

    page = country.told(ministry.get(act))
    assert "либо" in page
    form = ministry.get(f"{act}/provisions/requirement/0").text
    assert 'value="высшая"' in form
    assert 'value="7"' in form


def test_rows_of_a_condition_come_and_go_without_scripts(country):
    ministry = country.enter("ministry")
    address = f"{country.head(ministry)}/provisions/requirement/new"

    more = ministry.send(address, version=1, **EXPERIENCE | {"do": "add-condition/"})
    assert 'id="k_condition-1-fact"' in more.text
    assert 'value="7"' in more.text
    fewer = ministry.send(
        address,
        version=1,
        **EXPERIENCE | {"do": "drop-condition/0", "k_condition-1-value": "8"},
    )
    assert 'value="7"' not in fewer.text


PAYS = {
    "k_recipient": "mentor",
    "k_title": "Доплата наставнику",
    "k_clause": "3",
    "k_quote": "по таблице",
    "k_rows-0-percent": "12,5",
    "k_rows-0-from_year": "1",
    "k_rows-0-to_year": "1",
    "k_rows-0-condition-0-fact": "category",
    "k_rows-0-condition-0-sign": "equals",
    "k_rows-0-condition-0-value": "Высшая",
    "k_rows-1-sum": "2000",
}


def test_a_table_of_an_allowance_is_typed_by_rows_and_said_in_words(country):
    ministry = country.enter("ministry")
    act = country.head(ministry)

    saved = country.say(ministry, act, "allowance", **PAYS)

    assert saved.status_code == 302, saved.text
    told = country.told(ministry.get(act))
    assert "12,5 % должностного оклада" in told
    assert "1-й год наставничества" in told
    assert "в остальных случаях — 2 000,00 ₽" in told
    form = ministry.get(f"{act}/provisions/allowance/0").text
    for kept in ('value="12,5"', 'value="высшая"', 'value="2000"'):
        assert kept in form
    assert country.publish(ministry, act).status_code == 302
    rules = country.told(country.enter("curator").get("/rules/"))
    assert "в остальных случаях — 2 000,00 ₽" in rules


def test_rows_of_a_table_come_and_go_without_scripts(country):
    ministry = country.enter("ministry")
    address = f"{country.head(ministry)}/provisions/allowance/new"

    more = ministry.send(address, version=1, **PAYS | {"do": "add-rows/"})
    assert 'name="k_rows-2-percent"' in more.text
    inside = ministry.send(address, version=1, **PAYS | {"do": "add-rows.0/"})
    assert 'name="k_rows-0-condition-1-fact"' in inside.text
    assert 'value="12,5"' in inside.text
    fewer = ministry.send(address, version=1, **PAYS | {"do": "drop-rows/0"})
    assert 'value="12,5"' not in fewer.text
    assert 'value="2000"' in fewer.text
    alone = {key: value for key, value in PAYS.items() if "rows-1" not in key}
    empty = ministry.send(address, version=1, **alone | {"do": "drop-rows/0"})
    assert 'value="12,5"' not in empty.text
    assert 'name="k_rows-1-percent"' in empty.text


def test_amounts_by_the_number_of_mentees(country):
    ministry = country.enter("ministry")
    act = country.head(ministry)
    plain = {key: value for key, value in PAYS.items() if "rows" not in key}
    each = plain | {"k_per_mentee-0-percent": "5"}
    assert country.say(ministry, act, "allowance", **each).status_code == 302
    assert "5 % должностного оклада за каждого наставляемого" in country.told(ministry.get(act))
    assert 'value="5"' in ministry.get(f"{act}/provisions/allowance/0").text
    falling = plain | {
        "k_per_mentee-0-mentees": "2",
        "k_per_mentee-0-percent": "18",
        "k_per_mentee-1-mentees": "1",
        "k_per_mentee-1-percent": "10",
    }
    refused = country.say(ministry, act, "allowance", **falling)
    assert refused.status_code == 422
    assert "по возрастанию" in country.told(refused)
    assert 'value="18"' in refused.text
    both = each | PAYS
    assert country.say(ministry, act, "allowance", **both).status_code == 422
    rising = falling | {"k_per_mentee-0-mentees": "1", "k_per_mentee-1-mentees": "2"}
    assert country.say(ministry, act, "allowance", **rising).status_code == 302
    assert "наставляемых от 2 — 10 %" in country.told(ministry.get(act))


def test_a_fault_inside_a_row_names_the_row(country):
    ministry = country.enter("ministry")
    act = country.head(ministry)
    refused = country.say(
        ministry, act, "allowance", **PAYS | {"k_rows-1-sum": "", "k_rows-1-percent": "много"}
    )
    assert refused.status_code == 422
    assert "строка 2" in country.told(refused).lower()
    assert 'value="много"' in refused.text


def test_what_is_typed_stays_and_the_fault_is_at_its_field(country):
    ministry = country.enter("ministry")
    act = country.head(ministry)

    answer = country.say(
        ministry,
        act,
        k_parameter="mentees.max",
        how="number",
        k_value="много",
        k_clause="1",
        k_quote="не более",
    )

    assert answer.status_code == 422
    assert "введите целое число от 1 до 100" in country.told(answer)
    assert 'href="#k_value"' in answer.text
    assert 'value="много"' in answer.text


def test_a_fault_of_the_reader_is_at_its_key(country):
    ministry = country.enter("ministry")
    act = country.head(ministry)
    wrong = EXPERIENCE | {"k_condition-0-fact": "category", "k_condition-0-value": "третья"}

    answer = country.say(ministry, act, "requirement", **wrong)

    assert answer.status_code == 422
    assert "не подходит" in country.told(answer) or "сравнения" in country.told(answer)
    assert 'value="третья"' in answer.text


def test_a_provision_is_changed_and_taken_out(country):
    ministry = country.enter("ministry")
    act = country.saved(ministry)

    changed = country.say(
        ministry,
        act,
        place="0",
        k_parameter="mentees.max",
        how="number",
        k_value="4",
        k_clause="1",
        k_quote="не более четырёх",
    )
    assert changed.status_code == 302
    assert "4 человека" in country.told(ministry.get(act))
    gone = ministry.send(f"{act}/provisions/norm/0/remove", form=act, version=3)
    assert gone.status_code == 302
    assert "Пока ничего" in country.told(ministry.get(act))
    assert ministry.get(f"{act}/provisions/norm/0").status_code == 404
    assert ministry.get(f"{act}/provisions/nothing/new").status_code == 404


def test_a_kind_of_the_draft_is_a_word_for_its_norms(country):
    ministry = country.enter("ministry")
    act = country.head(ministry)
    word = {"k_code": "patron", "k_title": "Шефство", "k_clause": "1", "k_quote": "шефство"}
    assert country.say(ministry, act, "kind", **word).status_code == 302

    assert "Шефство" in ministry.get(f"{act}/provisions/norm/new").text


def test_the_limits_lead_to_the_rule(country):
    ministry = country.enter("ministry")
    page = ministry.get("/acts/limits")
    assert "Наставляемых у одного наставника, не более" in page.text
    answer = ministry.send(
        "/acts/new?parameter=mentees.max",
        number="1",
        title="Приказ",
        adopted="20.11.2026",
        in_force="21.11.2026",
        applies_to="new",
    )
    assert answer.location.endswith("/provisions/norm/new?parameter=mentees.max")
    assert country.enter("curator").get("/acts/limits").status_code == 403


def test_an_allowance_in_percent_is_typed_with_a_comma(country):
    ministry = country.enter("ministry")
    act = country.head(ministry)
    said = {"k_percent": "12,5", "k_clause": "4", "k_quote": "12,5 процента"}

    answer = country.say(
        ministry,
        act,
        "allowance",
        k_title="Доплата",
        k_recipient="mentor",
        k_base="salary",
        **said,
    )

    assert answer.status_code == 302, country.told(answer)
    assert "12,5" in country.told(ministry.get(act)) or "12.5" in country.told(ministry.get(act))
