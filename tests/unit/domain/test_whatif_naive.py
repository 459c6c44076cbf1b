"""The what-if asks only the rules that the draft changes; the answer is that of asking all."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.domain.act import AppliesTo, Layer
from nastavnik.domain.calendar import DayOff, WorkCalendar
from nastavnik.domain.case import Load
from nastavnik.domain.check import check, compiled
from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import Subject as Whose
from nastavnik.domain.finding import Finding
from nastavnik.domain.norm import Word
from nastavnik.domain.provision import Kind, Unit
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.rules import rules_for
from nastavnik.domain.severity import Severity
from nastavnik.domain.whatif import Change, Fate, Subject, everywhere, reaches, whatif
from nastavnik.testing.acts import TODAY, act, case, leaf, norm, requirement

START = date(2026, 12, 1)
KINDS = ("traditional", "mentor", "coach")
PAID = leaf("regime", "equals", "labour_351_8", Whose.PAIR)
NOVICE = leaf("category", "equals", "none")


def kind(code):
    return Kind(code=code, title=code, mentor="", mentee="", cite=Cite("", "4"))


whose = st.sampled_from([(), (), ("mentor",), ("traditional", "coach")])
when = st.sampled_from([None, None, PAID, NOVICE])


def norms(parameter, values):
    return st.builds(
        lambda value, kinds, when, clause: norm(
            parameter, value, kinds=kinds, when=when, clause=clause
        ),
        st.sampled_from(values),
        whose,
        when,
        st.sampled_from(["1", "2"]),
    )


any_norm = st.one_of(
    norms("term.min_months", [3, 6]),
    norms("term.max_months", [6, 12, 36]),
    norms("term.usual_months", [12, 36]),
    norms("term.period", ["academic_year"]),
    norms("mentees.max", [1, 2, 5, Word.UNLIMITED, Word.DELEGATED]),
    norms("mentees.min", [1, 2]),
    norms("appointment.within_days", [5, 30]),
    norms("consent.mentor", [True, False]),
    norms("agreement.supplementary", [True, False]),
)
asked = st.builds(
    lambda years, code, severity, kinds: requirement(
        leaf("experience.pedagogical", "at_least", years),
        code=code,
        severity=severity,
        kinds=kinds,
    ),
    st.sampled_from([60, 120]),
    st.sampled_from(["a", "b"]),
    st.sampled_from([Severity.VIOLATION, Severity.WARNING]),
    whose,
)
words = st.sampled_from([(), (), tuple(map(kind, KINDS)), tuple(map(kind, KINDS[:2]))])


def acts(layer, code):
    return st.builds(
        lambda norms, rules, kinds, applies_to: act(
            layer,
            *norms,
            code=code,
            requirements=rules,
            kinds=kinds,
            applies_to=applies_to,
            in_force=TODAY,
        ),
        st.lists(any_norm, max_size=4),
        st.lists(asked, max_size=2),
        words,
        st.sampled_from(AppliesTo),
    )


loads = st.builds(
    lambda kind, shift: Load(
        kind, "teacher_teacher", START + timedelta(days=shift), START + timedelta(days=shift + 90)
    ),
    st.sampled_from(KINDS),
    st.integers(-120, 400),
)
cases = st.builds(
    case,
    on=st.sampled_from([TODAY - timedelta(days=400), TODAY, TODAY + timedelta(days=9)]),
    kind=st.sampled_from(KINDS),
    end=st.sampled_from([date(2027, 3, 31), date(2027, 11, 30), date(2029, 11, 30)]),
    admitted_on=st.sampled_from([None, START - timedelta(days=20)]),
    mentor=st.fixed_dictionaries(
        {},
        optional={
            "experience.pedagogical": st.sampled_from([24, 90, 200]),
            "category": st.sampled_from(["none", "highest"]),
        },
    ),
    pair=st.sampled_from([{}, {"regime": "labour_351_8"}, {"regime": "outside"}]),
    evidence=st.frozensets(st.sampled_from(["consent.mentor", "agreement.supplementary"])),
    others=st.lists(loads, max_size=3).map(tuple),
    group=st.integers(1, 2),
)


def every(one, book):
    """What each rule says by itself, no quick question asked."""
    asked = compiled(rules_for(book, one.kind, one.form))
    faults = [(rule, rule.probe(one)) for rule in asked]
    return tuple(rule.tell(one, fault) for rule, fault in faults if fault is not None)


def naive(subjects, draft, before, after):
    """Every rule of both books, finding against finding."""
    for key, _, each, _ in subjects:
        was, will = every(each, before), every(each, after)
        assert (was, will) == (check(each, before), check(each, after))
        gained, lost = apart(will, was), apart(was, will)
        reached, found = reaches(draft, each.on), gained[Severity.VIOLATION]
        fate = Fate.BROKEN if reached else Fate.SPARED
        if reached and not found:
            fate, found = Fate.UNCLEAR, gained[Severity.UNDETERMINED]
        if reached and not found:
            fate, found = Fate.MENDED, lost[Severity.VIOLATION]
        if found:
            yield Change(key, fate, found)


def apart(these, those):
    known = {(one.code, one.severity) for one in those}
    return {
        severity: tuple(
            one
            for one in these
            if one.severity is severity and (one.code, one.severity) not in known
        )
        for severity in Severity
    }


def fast(subjects, draft, before, after):
    return list(whatif(subjects, draft, lambda *_: before, lambda *_: after))


def numbered(found):
    return [Subject(at, (), each) for at, each in enumerate(found)]


@settings(max_examples=40)
@given(
    st.tuples(acts(Layer.REGION, "region"), acts(Layer.MUNICIPALITY, "town")),
    acts(Layer.MINISTRY, "draft"),
    st.lists(cases, min_size=6, max_size=12),
)
def test_asking_what_changed_is_asking_everything(present, draft, found):
    present = tuple(replace(one, in_force=None) for one in present)
    before = RuleBook(present, TODAY)
    after = RuleBook((*present, everywhere(draft)), TODAY)
    subjects = numbered(found)
    assert fast(subjects, draft, before, after) == list(naive(subjects, draft, before, after))


def test_a_check_of_the_plugin_is_asked_with_all_rules():
    def own(_case, book):
        severity = Severity.VIOLATION if len(book.acts) > 1 else Severity.WARNING
        yield Finding(code="own", severity=severity, text="", cite=Cite("a", "1"), act_title="a")

    present = act(Layer.REGION)
    draft = act(Layer.MINISTRY, code="draft", applies_to=AppliesTo.ALL)
    before = RuleBook((present,), TODAY, checks=(own,))
    after = RuleBook((present, everywhere(draft)), TODAY, checks=(own,))
    (change,) = fast(numbered([case()]), draft, before, after)
    assert (change.fate, [one.code for one in change.findings]) == (Fate.BROKEN, ["own"])


def test_a_shifted_day_off_is_a_change_of_every_rule():
    day = DayOff(date(2026, 11, 10), "", "")
    rule = act(Layer.REGION, norm("appointment.within_days", 5, unit=Unit.WORKING_DAY))
    shifted = WorkCalendar((day,))
    assert shifted.same(WorkCalendar((day,)))
    assert not shifted.same(WorkCalendar((day,), week=6))
    late = case(admitted_on=date(2026, 11, 2), order_on=date(2026, 11, 11))
    before = RuleBook((rule,), TODAY, calendar=WorkCalendar())
    after = RuleBook((rule,), TODAY, calendar=shifted)
    draft = act(Layer.MINISTRY, code="draft", applies_to=AppliesTo.ALL)
    (change,) = fast(numbered([late]), draft, before, after)
    assert change.fate is Fate.MENDED


def test_mentees_of_other_kinds_count_by_the_draft_too():
    """The cap of the pair's own kind stays, but the other mentees leave it."""
    loads = tuple(Load("mentor", "teacher_teacher", START, date(2027, 11, 30)) for _ in "12")
    present = act(Layer.REGION, norm("mentees.max", 2))
    draft = act(
        Layer.MINISTRY,
        norm("mentees.max", 1, kinds=["mentor"]),
        code="draft",
        applies_to=AppliesTo.ALL,
    )
    before, after = RuleBook((present,), TODAY), RuleBook((present, everywhere(draft)), TODAY)
    (change,) = fast(numbered([case(others=loads)]), draft, before, after)
    assert change.fate is Fate.MENDED


def test_a_second_rule_of_a_broken_code_is_no_news():
    """The first rule is in both books, and its finding answers for its code."""
    old = requirement(leaf("experience.pedagogical", "at_least", 60), code="a")
    new = requirement(leaf("experience.pedagogical", "at_least", 120), code="a")
    present = act(Layer.REGION, requirements=[old])
    draft = act(Layer.MINISTRY, code="draft", requirements=[new], applies_to=AppliesTo.ALL)
    before, after = RuleBook((present,), TODAY), RuleBook((present, everywhere(draft)), TODAY)
    both, one = (case(mentor={"experience.pedagogical": months}) for months in (24, 90))
    changes = fast(numbered([both, one]), draft, before, after)
    assert [(each.key, each.fate) for each in changes] == [(1, Fate.BROKEN)]


def test_a_draft_that_changes_no_rule_of_the_kind_changes_nobody():
    present = act(Layer.REGION, norm("mentees.max", 2))
    draft = act(Layer.MINISTRY, norm("term.max_months", 1, kinds=["mentor"]), code="draft")
    before, after = RuleBook((present,), TODAY), RuleBook((present, everywhere(draft)), TODAY)
    assert fast(numbered([case()]), draft, before, after) == []
