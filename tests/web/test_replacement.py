"""A mentor is replaced: the draft of the new pair, the order that ends the former one."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from sqlalchemy import select

from nastavnik.domain.mentorship import State, Step
from nastavnik.store.db import db
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def live(school):
    """Makes a live pair of the school; gives its address."""

    def made(**fields) -> str:
        with school.site.app_context(), acting(EVERYTHING, write=True):
            unit = db.session.get_one(OrgUnit, school.unit_id)
            sides = {"mentor_id": school.ids["Никитина"], "mentee_id": school.ids["Зимина"]}
            usual = {"start": date(2026, 9, 1), "end": date(2027, 8, 31)}
            pair = factories.mentorship(unit, **usual | sides | fields)
            db.session.commit()
            return f"/pairs/{pair.public_id}"

    return made


def change(school, **changes):
    """A lawful replacement as the form sends it."""
    return {
        "ground": "no_contact",
        "start": "01.12.2026",
        "regime": "job_function",
        "mentor_id": school.people["Соколова"],
        "version": "1",
    } | changes


def drafted(school, curator, pair, **changes) -> str:
    """The address of the draft that comes in place of the pair."""
    answer = school.send(curator, f"{pair}/replace", **change(school, **changes))
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def plain(answer) -> str:
    """The page's text on one line, with plain spaces."""
    return " ".join(answer.text.replace("\xa0", " ").split())


def ordered(school, curator, draft, number="12-н"):
    """Both consents are noted and the order is issued as its page shows it."""
    school.agreed(curator, draft)
    sent = {"number": number, "issued_on": "21.11.2026"}
    answer = school.send(curator, f"{draft}/order", key=str(uuid.uuid4()), **sent)
    assert answer.status_code == 302, answer.text
    return answer.location


def rows(school) -> dict[str, Mentorship]:
    """The pairs by the last name of their mentor."""
    with school.site.app_context(), acting(EVERYTHING):
        return {one.mentor.last_name: one for one in db.session.scalars(select(Mentorship))}


def steps(school, pair: Mentorship) -> list[str]:
    with school.site.app_context(), acting(EVERYTHING):
        found = db.session.scalars(
            select(MentorshipEvent)
            .where(MentorshipEvent.mentorship_id == pair.id)
            .order_by(MentorshipEvent.id)
        )
        return [one.kind for one in found]


def test_the_page_shows_who_could_come(school, curator, live) -> None:
    pair = live(mentor_id=school.ids["Соколова"])
    assert "Заменить наставника" in curator.get(pair).text
    page = curator.get(f"{pair}/replace").text
    assert "п.\xa05.2" in page
    assert "Никитина Ольга Сергеевна" in page
    assert "не менее 10" in page
    assert school.people["Соколова"] not in page
    assert school.people["Зимина"] not in page


def test_the_former_pair_lives_until_the_order(school, curator, live) -> None:
    pair = live()
    draft = drafted(school, curator, pair)
    found = rows(school)
    assert found["Никитина"].state is State.ACTIVE
    new = found["Соколова"]
    assert new.state is State.DRAFT
    assert (new.start, new.end) == (date(2026, 12, 1), date(2027, 8, 31))
    assert new.mentee_id == found["Никитина"].mentee_id
    assert new.kind == found["Никитина"].kind
    assert "Готовится" in curator.get(pair).text
    assert "Вместо наставника: Никитина" in curator.get(draft).text
    assert curator.get(f"{pair}/replace").location == draft


def test_the_order_does_both_at_once(school, curator, live) -> None:
    pair = live()
    draft = drafted(school, curator, pair)
    assert "Прежняя пара прекратится" in curator.get(f"{draft}/order").text
    order = ordered(school, curator, draft)
    text = plain(curator.get(order))
    assert "О замене" in text
    assert "вместо Никитиной Ольги Сергеевны" in text
    assert "назначить Соколову Ольгу Сергеевну" in text
    assert "считать 30 ноября 2026 г. Основание замены: невозможно установить" in text
    assert "5.2" in text
    assert curator.get(f"{order}.pdf").data.startswith(b"%PDF-")
    found = rows(school)
    former, new = found["Никитина"], found["Соколова"]
    assert (former.state, former.ended_on) == (State.REPLACED, date(2026, 11, 30))
    assert former.end_ground == "no_contact"
    assert new.state is State.ORDERED
    assert steps(school, former) == [Step.REPLACEMENT_DRAFTED, Step.REPLACED]
    page = curator.get(pair).text
    assert "Наставник заменён" in page
    assert "Новая пара" in page
    assert "Прежняя пара" in curator.get(draft).text


def test_a_discarded_draft_loses_nothing(school, curator, live) -> None:
    pair = live()
    draft = drafted(school, curator, pair)
    school.send(curator, f"{draft}/discard", version="1")
    found = rows(school)
    assert found["Никитина"].state is State.ACTIVE
    assert found["Соколова"].state is State.DISCARDED
    assert "Замена наставника отменена" in curator.get(pair).text
    again = drafted(school, curator, pair)
    assert again != draft
    refused = school.send(curator, f"{draft}/restore")
    assert refused.status_code == 409
    assert "в другом черновике" in refused.text
    school.send(curator, f"{again}/discard", version="1")
    assert school.send(curator, f"{draft}/restore").location == draft
    assert "Готовится" in curator.get(pair).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ground": "other-words", "words": " "}, "Опишите основание словами."),
        ({"start": "31.08.2026"}, "с 01.09.2026 по 31.08.2027"),
        ({"start": "01.09.2027"}, "с 01.09.2026 по 31.08.2027"),
        ({"start": "вчера"}, "не дата"),
        ({"regime": ""}, "как оформлена работа"),
        ({"mentor_id": ""}, "Выберите нового наставника."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(school, curator, live, changes, message) -> None:
    answer = school.send(curator, f"{live()}/replace", **change(school, **changes))
    assert answer.status_code == 422
    assert message in answer.text
    assert list(rows(school)) == ["Никитина"]


def test_the_cap_holds_for_the_new_mentor(school, curator, live) -> None:
    for mentee in ("Лебедева", "Гусева"):
        live(mentor_id=school.ids["Соколова"], mentee_id=school.ids[mentee])
    pair = live()
    assert "одновременно 3 наставляемых" in plain(curator.get(f"{pair}/replace"))
    draft = drafted(school, curator, pair)
    school.agreed(curator, draft)
    sent = {"number": "12-н", "issued_on": "21.11.2026", "key": str(uuid.uuid4())}
    answer = school.send(curator, f"{draft}/order", **sent)
    assert answer.status_code == 422
    assert "п.\xa02.5" in answer.text
    assert rows(school)["Никитина"].state is State.ACTIVE


def test_the_rest_of_a_term_may_be_shorter_than_a_whole_one(school, curator, live) -> None:
    """Yurga asks for six months (2.4): the mentoring has them, the new mentor need not."""
    pair = live(end=date(2027, 2, 28))
    draft = drafted(school, curator, pair, start="21.11.2026")
    assert "короче наименьшего" not in curator.get(draft).text
    ordered(school, curator, draft)
    seen = rows(school)["Соколова"].version
    until = {"until": "31.03.2027", "ground": "other-words", "words": "болезнь", "version": seen}
    assert school.send(curator, f"{draft}/extend", **until).status_code == 302
    assert rows(school)["Соколова"].end == date(2027, 3, 31)
    short = live(mentee_id=school.ids["Гусева"], end=date(2026, 12, 31))
    assert "короче наименьшего" in curator.get(f"{short}/replace").text


def test_another_day_is_checked_without_saving(school, curator, live) -> None:
    pair = live()
    answer = school.send(
        curator, f"{pair}/replace", check="1", start="01.02.2027", words="болезнь"
    )
    assert answer.status_code == 200
    assert 'value="01.02.2027"' in answer.text
    assert 'value="болезнь"' in answer.text
    assert list(rows(school)) == ["Никитина"]


def test_a_replacement_keeps_its_mentee(school, curator, live) -> None:
    draft = drafted(school, curator, live())
    sent = school.draft(start="01.12.2026", end="31.08.2027", version="1")
    other = {"mentee_id": school.people["Гусева"]}
    answer = school.send(curator, f"{draft}/edit", **sent | other)
    assert answer.status_code == 422
    assert "наставляемый остаётся прежним" in answer.text
    again = {"mentor_id": school.people["Никитина"]}
    answer = school.send(curator, f"{draft}/edit", **sent | again)
    assert "прежний наставник" in answer.text
    answer = school.send(curator, f"{draft}/edit", **sent | {"start": "01.08.2026"})
    assert "с 01.09.2026 по 31.08.2027" in answer.text
    assert (
        school.send(curator, f"{draft}/edit", **sent | {"start": "15.12.2026"}).location == draft
    )


def test_a_pair_that_ended_otherwise_is_followed_by_an_appointment(school, curator, live) -> None:
    pair = live()
    draft = drafted(school, curator, pair)
    ended = {"on": "20.11.2026", "ground": "other-words", "words": "увольнение", "version": "1"}
    assert school.send(curator, f"{pair}/end", **ended).location == pair
    assert "приказ будет о назначении" in curator.get(draft).text
    order = ordered(school, curator, draft)
    assert "О назначении" in plain(curator.get(order))
    assert rows(school)["Никитина"].state is State.ENDED_EARLY


def test_a_pair_before_its_first_day_is_replaced_whole(school, curator, live) -> None:
    pair = live(state=State.ORDERED, start=date(2026, 12, 1), end=date(2027, 11, 30))
    draft = drafted(school, curator, pair)
    ordered(school, curator, draft)
    former = rows(school)["Никитина"]
    assert (former.state, former.ended_on) == (State.REPLACED, date(2026, 11, 30))
    assert "Просрочено" not in curator.get(pair).text


def test_a_group_changes_its_mentor_whole(school, curator, live) -> None:
    group = uuid.uuid4()
    pair = live(group_id=group)
    live(group_id=group, mentee_id=school.ids["Гусева"])
    draft = drafted(school, curator, pair)
    with school.site.app_context(), acting(EVERYTHING):
        new = db.session.scalars(select(Mentorship).where(Mentorship.state == State.DRAFT)).all()
        assert len({one.group_id for one in new}) == 1
        assert new[0].group_id not in {group, None}
        addresses = [f"/pairs/{one.public_id}" for one in new]
    for one in addresses:
        school.agreed(curator, one)
    text = curator.get(ordered(school, curator, draft)).text
    assert text.count("Последним днём наставничества") == 2
    with school.site.app_context(), acting(EVERYTHING):
        states = [one.state for one in db.session.scalars(select(Mentorship))]
        assert sorted(states) == ["ordered", "ordered", "replaced", "replaced"]


def test_a_paid_mentor_is_warned_three_working_days_before(school, curator, live) -> None:
    pair = live(regime="labour_351_8")
    page = plain(curator.get(f"{pair}/replace"))
    assert "предупреждают не менее чем за 3 рабочих дня" in page
    answer = school.send(curator, f"{pair}/replace", **change(school))
    assert "Укажите день предупреждения" in answer.text
    soon = {"noticed_on": "20.11.2026", "start": "25.11.2026"}
    answer = school.send(curator, f"{pair}/replace", **change(school, **soon))
    assert answer.status_code == 422
    assert "не может быть раньше 25.11.2026" in plain(answer)
    lawful = {"noticed_on": "20.11.2026", "start": "26.11.2026"}
    draft = drafted(school, curator, pair, **lawful)
    sent = school.draft(start="24.11.2026", end="31.08.2027", version="1")
    assert school.send(curator, f"{draft}/edit", **sent).location == draft
    school.agreed(curator, draft)
    answer = curator.get(f"{draft}/order?number=12-н&issued_on=21.11.2026")
    assert "не может быть раньше 25.11.2026" in answer.text
    assert "Приказ издать нельзя" in answer.text


def test_only_who_keeps_pairs_may_replace(school, live) -> None:
    pair = live()
    for login, status in (("viewer", 403), ("mentor", 403), ("stranger", 404)):
        browser = school.enter(login)
        assert browser.get(f"{pair}/replace").status_code == status, login
        assert "Заменить наставника" not in browser.get(pair).text


def test_a_closed_pair_is_not_replaced(school, curator, live) -> None:
    pair = live(state=State.COMPLETED, ended_on=date(2026, 11, 1))
    assert curator.get(f"{pair}/replace").location == pair
    sent = school.send(curator, f"{pair}/replace", **change(school, words="увольнение"))
    assert sent.status_code == 409
    assert "увольнение" in sent.text, "what was typed is not lost"


def test_a_stale_page_replaces_nobody(school, curator, live) -> None:
    answer = school.send(curator, f"{live()}/replace", **change(school, version="7"))
    assert answer.status_code == 409


def test_nobody_else_to_choose_is_said(school, curator, live) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        for one in db.session.scalars(select(Person).where(Person.last_name == "Соколова")):
            one.is_mentor = False
        db.session.commit()
    assert "больше никого нет" in curator.get(f"{live()}/replace").text
