"""What readers outside are shown of a territory's reports, and what they can work out of it."""

from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.domain.figures import Cell, figure_at, roll_up, tally
from nastavnik.domain.indicator import INDICATORS, Group, Pair, Span, indicator
from nastavnik.domain.mentorship import State
from nastavnik.domain.small_cells import Branch, cover
from nastavnik.domain.suppress import SMALL, WIDTH
from nastavnik.testing.subtraction import Knowledge

QUARTER = Span(date(2026, 10, 1), date(2026, 12, 31))
KINDS = ("a", "b", "c")
ENDS = {
    "pairs.going_on": State.ACTIVE,
    "pairs.completed": State.COMPLETED,
    "pairs.ended_early": State.ENDED_EARLY,
    "pairs.replaced": State.REPLACED,
}
SINGLE = ("pairs.active", "pairs.started", "persons.mentors", "persons.mentees", *ENDS)
TEACHERS = Group.TEACHERS
_numbers = count()


def pairs(number, kind="a", end="pairs.going_on", *, new=False, people=(99, 99)):
    """So many pairs of one sort; `people`: how many mentors and mentees they are at most."""
    mentors, mentees = people
    ended = None if end == "pairs.going_on" else date(2026, 11, 1)
    return [
        Pair(
            id=str(next(_numbers)),
            kind=kind,
            form="any",
            group=TEACHERS,
            state=ENDS[end],
            start=date(2026, 10, 5) if new else date(2026, 9, 1),
            end=date(2027, 8, 31),
            ended_on=ended,
            mentor=f"{at % mentors}",
            mentee=f"{at % mentees}",
        )
        for at in range(number)
    ]


def school(key, of, *, accepted=False):
    named = [
        Pair(
            **{
                name: getattr(one, name)
                for name in ("id", "kind", "form", "group", "state", "start", "end", "ended_on")
            },
            mentor=f"{key}{one.mentor}",
            mentee=f"{key}{one.mentee}",
        )
        for one in of
    ]
    figures = tally(named, QUARTER)
    taken = int(accepted)
    return Branch(
        key=key,
        sent=figures,
        accepted=figures if accepted else {},
        waiting=1 - taken,
        taken=taken,
    )


def territory(key, *parts):
    return Branch(
        key=key,
        sent=roll_up(part.sent for part in parts),
        accepted=roll_up(part.accepted for part in parts),
        waiting=sum(part.waiting for part in parts),
        taken=sum(part.taken for part in parts),
        parts=parts,
    )


def shown(figures, code="pairs.active", kind=""):
    return figure_at(figures, indicator(code), TEACHERS, kind).shown


def test_a_small_school_is_hidden_with_another():
    found = cover(
        territory(
            "t",
            school("t1", pairs(2)),
            school("t2", pairs(7)),
            school("t3", pairs(20)),
            school("t4", []),
        )
    )
    numbers = [shown(found.sent(key)) for key in ("t1", "t2", "t3", "t4", "t")]
    assert numbers == ["скрыто", "скрыто", "20", "0", "29"]
    assert shown(found.sent("t1"), "persons.mentors") == "скрыто"
    assert shown(found.accepted("t1")) == "0"


def test_a_small_territory_tells_nothing():
    found = cover(territory("t", school("t1", pairs(3))))
    for code in SINGLE:
        assert shown(found.sent("t"), code) == "скрыто"
    assert shown(found.sent("t"), "pairs.active", "a") == "скрыто"
    assert shown(found.accepted("t")) == "0"


def test_outcomes_are_shown_together_or_not_at_all():
    three = [
        school("t1", pairs(9) + pairs(1, end="pairs.completed")),
        school("t2", pairs(9) + pairs(6, end="pairs.completed")),
        school("t3", pairs(12) + pairs(12, new=True)),
    ]
    found = cover(territory("t", *three))
    assert shown(found.sent("t1")) == "10"
    assert [shown(found.sent("t1"), code) for code in ENDS] == ["скрыто"] * 4
    assert shown(found.sent("t2"), "pairs.completed") == "скрыто"
    assert shown(found.sent("t3"), "pairs.completed") == "0"
    assert shown(found.sent("t3"), "pairs.started") == "12"
    assert shown(found.sent("t"), "pairs.completed") == "7"
    assert shown(found.sent("t"), "share.completed") == "100,0\N{NO-BREAK SPACE}%"
    assert shown(found.sent("t1"), "share.completed") == "скрыто"


def test_a_rare_kind_is_hidden_with_another():
    found = cover(
        territory(
            "t",
            school("t1", pairs(20, "a") + pairs(2, "b") + pairs(6, "c")),
            school("t2", pairs(15, "a")),
        )
    )
    assert [shown(found.sent("t"), kind=kind) for kind in KINDS] == ["35", "скрыто", "скрыто"]
    assert [shown(found.sent("t1"), kind=kind) for kind in KINDS] == ["20", "скрыто", "скрыто"]
    assert shown(found.sent("t2"), kind="a") == "15"
    assert shown(found.sent("t2"), kind="b") == "скрыто"
    assert shown(found.sent("t1"), "pairs.started", "a") == "скрыто"
    assert shown(found.sent("t"), "pairs.going_on", "a") == "35"


def test_two_kinds_that_can_not_hide_are_not_even_named():
    found = cover(territory("t", school("t1", pairs(2, "a") + pairs(3, "b"))))
    assert shown(found.sent("t")) == "5"
    assert [shown(found.sent("t"), kind=kind) for kind in ("a", "b")] == ["скрыто"] * 2
    assert shown(found.sent("t1"), kind="a") == "скрыто"


def test_accepted_sums_wait_until_they_tell_no_more_than_sent_ones():
    waits, taken = school("t1", pairs(3)), school("t2", pairs(9), accepted=True)
    mixed = cover(territory("t", waits, taken, school("t3", pairs(30), accepted=True)))
    assert shown(mixed.sent("t")) == "42"
    assert shown(mixed.accepted("t")) == "скрыто"
    assert shown(mixed.accepted("t3")) == "30"
    every = cover(territory("t", school("t1", pairs(3), accepted=True), taken))
    assert shown(every.accepted("t")) == "12"
    parted = cover(
        territory("t", school("t1", pairs(9, new=True)), school("t2", pairs(20), accepted=True))
    )
    assert shown(parted.accepted("t")) == "20"
    assert shown(parted.accepted("t"), kind="a") == "20"


def test_people_are_no_more_than_their_pairs():
    """9 mentors in all, 5 of them at most in t2: t1 would be known to have 4 of its 5."""
    found = cover(
        territory(
            "t", school("t1", pairs(5, people=(4, 5))), school("t2", pairs(5, people=(5, 5)))
        )
    )
    assert shown(found.sent("t1")) == "5"
    assert shown(found.sent("t1"), "persons.mentors") == "скрыто"
    assert shown(found.sent("t"), "persons.mentors") == "скрыто"


def test_an_indicator_that_no_table_knows_is_hidden():
    strange = Cell("pairs.strange", TEACHERS)
    one = school("t1", pairs(9))
    figures = {**one.sent, strange: one.sent[Cell("pairs.active", TEACHERS)]}
    found = cover(Branch(key="t1", sent=figures, accepted={}, waiting=1, taken=0))
    assert found.sent("t1")[strange].hidden


def test_no_persons_leave():
    found = cover(territory("t", school("t1", pairs(9))))
    assert all(figure.persons is None for figure in found.sent("t").values())


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.code)
def test_every_indicator_is_shown_where_it_is_large(one):
    plenty = [
        pair for end in ENDS for new in (False, True) for pair in pairs(9, "a", end, new=new)
    ]
    found = cover(territory("t", school("t1", plenty), school("t2", plenty, accepted=True)))
    for key in ("t", "t1", "t2"):
        assert not found.sent(key)[Cell(one.code, TEACHERS)].hidden
    assert not found.accepted("t")[Cell(one.code, TEACHERS)].hidden


# --- the attack: everything that follows from what is shown

SIZES = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 8, 13])


@st.composite
def schools(draw, key):
    of = []
    for _ in range(draw(st.integers(0, 3))):
        of += pairs(
            draw(SIZES),
            draw(st.sampled_from(KINDS)),
            draw(st.sampled_from([*ENDS, "pairs.going_on"])),
            new=draw(st.booleans()),
            people=(draw(st.sampled_from([1, 2, 3, 5, 99])), draw(st.sampled_from([4, 6, 99]))),
        )
    return school(key, of, accepted=draw(st.booleans()))


@st.composite
def regions(draw):
    towns = []
    for town in range(draw(st.integers(1, 3))):
        below = [draw(schools(f"r{town}s{at}")) for at in range(draw(st.integers(1, 4)))]
        towns.append(territory(f"r{town}", *below))
    return territory("r", *towns) if draw(st.booleans()) else towns[0]


def leaves(branch):
    return [leaf for part in branch.parts for leaf in leaves(part)] if branch.parts else [branch]


def every(branch):
    return [branch, *(one for part in branch.parts for one in every(part))]


def names(branch, code, kind="", *, accepted=None):
    """The figure as a sum of the figures of institutions."""
    return {
        f"{leaf.key} {code} {kind}": 1.0
        for leaf in leaves(branch)
        if accepted is None or bool(leaf.taken) is accepted
    }


def number(figures, code, kind=""):
    found = figures.get(Cell(code, TEACHERS, kind))
    return found.number if found else 0


def known_of_people(root, kinds):
    """What holds of every territory, whatever the figures are."""
    known = Knowledge()
    for leaf in leaves(root):
        pairs_, *_ = names(leaf, "pairs.active")
        parts = [name for code in ENDS for name in names(leaf, code)]
        known.equal({pairs_: -1.0, **dict.fromkeys(parts, 1.0)}, 0)
        of_kinds = [name for kind in kinds for name in names(leaf, "pairs.active", kind)]
        known.equal({pairs_: -1.0, **dict.fromkeys(of_kinds, 1.0)}, 0)
        for code in ("pairs.started", "persons.mentors", "persons.mentees"):
            known.at_least({pairs_: 1.0, f"{leaf.key} {code} ": -1.0}, 0)
    for kind in kinds:
        whole = {f"all {code} {kind}": 1.0 for code in ENDS}
        all_pairs = names(root, "pairs.active", kind)
        known.equal({**whole, **dict.fromkeys(all_pairs, -1.0)}, 0)
        for code in ("pairs.started", "persons.mentors", "persons.mentees"):
            known.at_least({**all_pairs, f"all {code} {kind}": -1.0}, 0)
    for code in (*ENDS, "pairs.started"):
        of_all = {f"all {code} {kind}": 1.0 for kind in kinds}
        known.equal({**of_all, **dict.fromkeys(names(root, code), -1.0)}, 0)
    for code in ("persons.mentors", "persons.mentees"):
        of_all = {f"all {code} {kind}": 1.0 for kind in kinds}
        of_units = dict.fromkeys(names(root, code), -1.0)
        known.at_least({**of_all, **of_units}, 0)
        for kind in kinds:
            reverse = dict.fromkeys(names(root, code), 1.0)
            known.at_least({**reverse, f"all {code} {kind}": -1.0}, 0)
    return known


def cells_of(root, kinds):
    """(unit, code, kind, basis, the figure as a sum) of everything that a page could show."""
    for one in every(root):
        for accepted in (None, True) if one.parts else (None,):
            for code in SINGLE:
                yield one, code, "", accepted, names(one, code, accepted=accepted)
            for kind in kinds:
                of = names(one, "pairs.active", kind, accepted=accepted)
                yield one, "pairs.active", kind, accepted, of
    for kind in kinds:
        for code in SINGLE[1:]:
            yield root, code, kind, None, {f"all {code} {kind}": 1.0}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(regions())
def test_nothing_small_follows_from_what_is_shown(root):
    found = cover(root)
    kinds = found.kinds
    if not kinds:
        return
    known, secret = known_of_people(root, kinds), []
    for one, code, kind, accepted, of in cells_of(root, kinds):
        masked = found.accepted(one.key) if accepted else found.sent(one.key)
        true = number(one.accepted if accepted else one.sent, code, kind)
        cell = masked.get(Cell(code, TEACHERS, kind))
        if cell is None or not cell.hidden:
            assert true == (cell.number if cell else 0)
            assert true == 0 or true >= SMALL
            known.equal(of, true)
        else:
            if not one.parts and code == "pairs.active" and not kind:
                for name in ("pairs.active", "persons.mentors", "persons.mentees"):
                    known.at_least(names(one, name), 1)
            secret += [(of, true, one.key, code, kind, accepted)] if 0 < true < SMALL else []
    for one in every(root):
        of, true = names(one, "pairs.active", accepted=False), 0
        true = number(one.sent, "pairs.active") - number(one.accepted, "pairs.active")
        if one.parts and one.taken and 0 < true < SMALL:
            secret.append((of, true, one.key, "waiting", "", False))
    for of, true, *where in secret:
        if of:
            least, greatest = known.bounds(of)
            assert least - 1e-6 <= true <= greatest + 1e-6
            assert greatest - least >= WIDTH - 1e-6, (where, true, least, greatest)
