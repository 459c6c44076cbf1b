"""A ministry lowers a cap by an act, sees whom it hits, publishes it; a curator meets it."""

from __future__ import annotations

import re

import pytest

from nastavnik.store import local_act
from nastavnik.store.db import db
from nastavnik.store.local_act import LocalAct
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

HEAD = {
    "number": "812",
    "title": "О предельном числе менти",
    "adopted": "20.11.2026",
    "in_force": "21.11.2026",
    "applies_to": "all",
    "repeals": "",
}


def test_the_ministry_sees_the_limits_and_what_is_said_below(country):
    text = country.told(country.enter("ministry").get("/acts/limits"))
    assert "внешние акты об этом молчат" in text
    assert "Положение о наставничестве г. Юрги, п. 2.1: 5 человек (менторство)" in text


def test_the_centre_sees_the_outer_clause_before_it_types(country):
    director = country.enter("director")
    act = country.head(director)
    page = director.get(f"{act}/provisions/norm/new?parameter=mentees.max")
    text = country.told(page)
    assert (
        "Вы вправе: не больше: 2 человека — «Положение о наставничестве г. Юрги», п. 2.5" in text
    )


def test_an_order_lowers_the_cap_and_the_curator_meets_it(country):
    ministry, curator = country.enter("ministry"), country.enter("curator")
    assert "до пяти менти" in curator.get("/rules/?kind=mentor").text

    act = country.saved(ministry)
    effect = country.told(ministry.get(f"{act}/effect"))
    assert "распространяются на часть из них" in effect
    assert "О предельном числе менти, № 812 от 20.11.2026, п. 1" in effect
    assert re.search(r"Школа первая скрыто 0 0 0", effect)
    assert "Наставляемых у одного наставника, не более".lower() in effect
    assert "Менторова" not in effect
    assert curator.get(act).status_code == 404

    assert country.publish(ministry, act).location == act
    rules = country.told(curator.get("/rules/?kind=mentor"))
    assert "не более трёх менти" in rules
    assert "№ 812 от 20.11.2026" in rules
    kept = country.told(curator.get(act))
    assert "Нарушат" in kept
    assert "Школа первая" in kept
    assert "Школа первая" in country.told(ministry.get(act))
    assert "Школа первая" not in country.told(country.enter("neighbour").get(act))


def test_a_new_act_spares_those_of_the_old_law(country):
    ministry = country.enter("ministry")
    act = country.saved(ministry, applies_to="new")
    effect = country.told(ministry.get(f"{act}/effect"))
    assert "распространяются на 0 пар" in effect
    assert re.search(r"Школа первая 0 0 0 скрыто", effect)


def test_a_director_sees_names(country):
    director = country.enter("director")
    act = country.saved(director)
    effect = country.told(director.get(f"{act}/effect"))
    assert "Менторова И. П." in effect


def test_a_looser_act_is_refused_with_both_clauses(country):
    director = country.enter("director")
    act = country.saved(director, {"k_value": "8", "k_clause": "7.3"})
    page = director.get(f"{act}/effect")
    assert "Опубликовать нельзя" in page.text
    text = country.told(page)
    assert "п. 7.3 вашего акта (8 человек)" in text
    assert "«Положение о наставничестве г. Юрги», п. 2.1" in text
    assert country.publish(director, act).status_code == 422
    assert "Черновик" in country.told(director.get(act))


def test_an_empty_act_is_refused(country):
    ministry = country.enter("ministry")
    act = country.head(ministry)
    assert "Опубликовать нельзя: акт пуст" in country.told(ministry.get(f"{act}/effect"))
    assert country.publish(ministry, act).status_code == 422


def test_a_centre_reaches_no_foreign_act(country):
    centre, neighbour = country.enter("centre"), country.enter("neighbour")
    act = country.saved(centre)
    for address in (act, f"{act}/effect", f"{act}/edit"):
        assert neighbour.get(address).status_code == 404
    for verb in ("publish", "discard"):
        answer = neighbour.send(f"{act}/{verb}", form="/acts/new", version=1)
        assert answer.status_code == 404


def test_a_published_act_is_never_edited(country):
    ministry = country.enter("ministry")
    act = country.published(ministry)
    assert ministry.get(f"{act}/edit").status_code == 409
    for address in ("edit", "discard", "provisions/norm/0", "provisions/norm/0/remove"):
        answer = ministry.send(f"{act}/{address}", form="/acts/new", version=3)
        assert answer.status_code == 409
    page = country.told(ministry.get(act))
    assert "Отменить акт" in page
    assert "Удалить черновик" not in page


def test_an_act_is_repealed_by_another(country):
    ministry, curator = country.enter("ministry"), country.enter("curator")
    act = country.published(ministry)
    number = act.rsplit("/", 1)[-1]
    again = country.head(ministry, number="813", repeals=number)
    assert country.publish(ministry, again).status_code == 302
    assert "Отменён с 21.11.2026" in country.told(curator.get(act))
    assert "Отменяет: О предельном числе менти, № 812" in country.told(curator.get(again))
    assert "до пяти менти" in curator.get("/rules/?kind=mentor").text
    answer = ministry.send("/acts/new", **HEAD | {"repeals": number})
    assert answer.status_code == 422
    assert "Этот акт уже отменён." in answer.text


def test_a_draft_is_changed_and_thrown_away(country):
    ministry = country.enter("ministry")
    act = country.saved(ministry)
    assert 'value="812"' in ministry.get(f"{act}/edit").text
    changed = ministry.send(f"{act}/edit", **HEAD | {"version": 2, "number": "812-1"})
    assert changed.status_code == 302
    assert "№ 812-1" in country.told(ministry.get(act))
    stale = ministry.send(f"{act}/edit", **HEAD | {"version": 2})
    assert stale.status_code == 409
    assert ministry.send(f"{act}/discard", form=act, version=3).status_code == 302
    assert ministry.get(act).status_code == 404


def test_the_register_and_its_door(country):
    ministry, curator = country.enter("ministry"), country.enter("curator")
    assert "Здесь пока нет актов" in ministry.get("/acts/").text
    country.published(ministry)
    assert "О предельном числе менти" in curator.get("/acts/").text
    assert "Новый акт" not in curator.get("/acts/").text
    assert curator.get("/acts/new").status_code == 403
    assert 'href="/acts/"' in ministry.get("/rules/").text
    assert 'href="/acts/"' not in curator.get("/rules/").text


def test_another_process_meets_the_act_at_once(country):
    """A publication that this process did not make: only the database knows of it."""
    curator = country.enter("curator")
    assert "не более трёх" not in curator.get("/rules/?kind=mentor").text
    with country.site.app_context(), acting(EVERYTHING, write=True):
        town = db.session.query(OrgUnit).filter_by(slug="yurga").one()
        factories.local_act(
            town, published_at=factories.NOW, published_by="Центр", code="elsewhere"
        )
        db.session.commit()
    assert "не более трёх" in curator.get("/rules/").text
    with country.site.app_context(), acting(EVERYTHING):
        row = db.session.query(LocalAct).one()
        assert local_act.by_public_id(row.public_id) is row


@pytest.mark.parametrize(("applies_to", "status"), [("all", 422), ("new", 302)])
def test_an_act_for_all_reaches_a_pair_of_the_old_law(country, applies_to, status):
    """An extension is checked by the pair's own law and by acts that apply to all."""
    year = {"k_parameter": "term.max_months", "k_value": "12"}
    country.published(country.enter("ministry"), year, applies_to=applies_to)
    curator = country.enter("curator")
    pair = re.findall(r'href="(/pairs/[0-9a-f-]{36})"', curator.get("/pairs/").text)[0]
    sent = {"until": "31.12.2027", "ground": "other-words", "words": "болезнь", "version": 1}
    answer = curator.send(f"{pair}/extend", **sent)
    assert answer.status_code == status
    assert ("не более трёх менти" in country.told(answer)) is (status == 422)
