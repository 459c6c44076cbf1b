"""The check: what each rule says of a case on both sides of its bound."""

from datetime import date

import pytest

from nastavnik.domain.act import Layer
from nastavnik.domain.case import Load
from nastavnik.domain.check import check, groups_of
from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import Subject
from nastavnik.domain.finding import Finding
from nastavnik.domain.norm import Word
from nastavnik.domain.provision import FormOfMentoring, Kind
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.severity import Severity
from nastavnik.testing.acts import TODAY, act, book, case, leaf, norm

REGION = Layer.REGION
VIOLATION, WARNING, UNDETERMINED = Severity.VIOLATION, Severity.WARNING, Severity.UNDETERMINED
NBSP = "\N{NO-BREAK SPACE}"


def rules(*norms, **rest):
    return book(act(REGION, *norms, **rest))


def said(rule_book, **facts):
    return [(one.code, one.severity) for one in check(case(**facts), rule_book)]


def only(rule_book, **facts):
    (finding,) = check(case(**facts), rule_book)
    return finding


def test_where_the_acts_are_silent_everything_is_lawful():
    assert check(case(), book()) == ()


# --- the term ---


def test_a_term_is_at_least_the_least():
    rule = rules(norm("term.min_months", 6, clause="2.4", quote="от шести месяцев"))
    assert said(rule, end=date(2027, 5, 31)) == []
    finding = only(rule, end=date(2027, 4, 30))
    assert finding == Finding(
        code="term.min_months",
        severity=VIOLATION,
        text=f"Срок 5{NBSP}месяцев короче наименьшего: 6{NBSP}месяцев.",
        cite=Cite("region", "2.4"),
        act_title="region",
        quote="от шести месяцев",
        actual=f"5{NBSP}месяцев",
        limit=f"6{NBSP}месяцев",
        field="end",
        trace=rule.value("term.min_months").trace,
    )
    assert finding.blocks


def test_a_term_is_at_most_the_most():
    rule = rules(norm("term.max_months", 12))
    assert said(rule, end=date(2027, 12, 1)) == []
    assert only(rule, end=date(2027, 12, 2)).text == (
        f"Срок 12{NBSP}месяцев длиннее наибольшего: 12{NBSP}месяцев."
    )


@pytest.mark.parametrize("end", [date(2027, 11, 29), date(2027, 12, 2)])
def test_an_unusual_term_is_a_warning_and_does_not_block(end):
    rule = rules(norm("term.usual_months", 12))
    assert said(rule, end=date(2027, 11, 30)) == []
    finding = only(rule, end=end)
    assert finding.severity is WARNING
    assert not finding.blocks
    assert finding.text.startswith(f"Обычно срок — 12{NBSP}месяцев, здесь — ")


@pytest.mark.parametrize(
    ("start", "end", "lawful"),
    [
        (date(2026, 9, 1), date(2027, 8, 31), True),
        (date(2026, 9, 1), date(2027, 9, 1), False),
        (date(2027, 8, 31), date(2027, 8, 31), True),
        (date(2027, 2, 1), date(2027, 9, 1), False),
    ],
)
def test_a_term_may_have_to_lie_in_one_academic_year(start, end, lawful):
    rule = rules(norm("term.period", "academic_year"))
    assert (said(rule, start=start, end=end) == []) is lawful


def test_a_term_may_have_to_lie_in_one_calendar_year():
    rule = rules(norm("term.period", "calendar_year"))
    assert said(rule, start=date(2027, 1, 1), end=date(2027, 12, 31)) == []
    assert (
        only(rule, end=date(2027, 1, 1)).text
        == "Срок выходит за пределы одного календарного года."
    )


def test_a_period_that_the_platform_does_not_know_bounds_nothing():
    assert said(rules(norm("term.period", "срок полномочий совета"))) == []


# --- how many mentees ---


def others(*kinds, start=date(2026, 9, 1), end=date(2027, 8, 31)):
    return tuple(Load(kind, "teacher_teacher", start, end) for kind in kinds)


def test_a_mentor_has_no_more_mentees_at_once_than_the_cap():
    rule = rules(norm("mentees.max", 2))
    assert said(rule, others=others("traditional")) == []
    finding = only(rule, others=others("traditional", "traditional"))
    assert finding.text == (
        f"С 01.12.2026 у наставника будет одновременно 3{NBSP}наставляемых; "
        "допускается не более 2."
    )
    assert finding.field == "mentor_id"


def test_mentees_who_have_ended_do_not_count():
    rule = rules(norm("mentees.max", 1))
    ended = others("traditional", end=date(2026, 11, 30))
    assert said(rule, others=ended) == []


def test_only_mentees_under_the_same_norm_count():
    rule = rules(
        norm("mentees.max", 2, clause="2.5"),
        norm("mentees.max", 5, kinds=["mentor"], clause="2.5"),
    )
    five = others(*["mentor"] * 5)
    assert said(rule, others=five) == []
    assert said(rule, kind="mentor", others=five) == [("mentees.max", VIOLATION)]
    assert said(rule, others=others("tutor", "traditional")) == [("mentees.max", VIOLATION)]


def test_a_group_has_at_least_its_least():
    rule = rules(norm("mentees.min", 2, kinds=["group"]))
    assert said(rule, group=1) == []
    assert said(rule, kind="group", group=2) == []
    finding = only(rule, kind="group", group=1)
    assert finding.text == f"В программе 1{NBSP}наставляемый; для этого вида нужно не менее 2."


# --- words, limits that are not numbers ---


def test_an_unlimited_cap_is_no_cap():
    assert said(rules(norm("mentees.max", Word.UNLIMITED)), others=others("traditional")) == []


def test_a_delegated_cap_still_holds_within_the_outer_bound():
    rule = book(
        act(Layer.FEDERAL, norm("mentees.max", 1, clause="5")),
        act(REGION, norm("mentees.max", Word.DELEGATED)),
    )
    finding = only(rule, others=others("traditional"))
    assert finding.cite == Cite("federal", "5")
    assert finding.limit == f"1{NBSP}человек"


# --- papers ---


def test_a_paper_that_is_asked_for_must_be_on_file():
    rule = rules(norm("consent.mentor", value=True))
    assert said(rule, evidence=frozenset({"consent.mentor"})) == []
    finding = only(rule)
    assert finding.text == "Не получено: письменное согласие наставника."
    assert finding.field == "evidence"


def test_a_paper_that_holds_no_more_is_missing_and_says_why():
    rule = rules(norm("consent.mentor", value=True))
    finding = only(rule, lapsed={"consent.mentor": "отозвано 20.11.2026"})
    assert finding.text.startswith("Письменное согласие наставника — отозвано 20.11.2026.")
    assert finding.field == "evidence"


def test_a_paper_that_is_not_asked_for_need_not_be():
    assert said(rules(norm("consent.mentor", value=False))) == []


# --- norms that depend on facts ---

PAID = leaf("regime", "equals", "labour_351_8", Subject.PAIR)


def test_a_conditional_norm_asks_only_where_its_condition_is_met():
    rule = rules(norm("agreement.supplementary", value=True, when=PAID))
    assert said(rule, pair={"regime": "job_function"}) == []
    assert said(rule, pair={"regime": "labour_351_8"}) == [("agreement.supplementary", VIOLATION)]


def test_what_depends_on_a_missing_fact_is_undetermined():
    rule = rules(norm("agreement.supplementary", value=True, when=PAID, clause="351.8"))
    finding = only(rule)
    assert finding.severity is UNDETERMINED
    assert finding.missing == ("regime",)
    assert finding.cite == Cite("region", "351.8")
    assert finding.text == (
        "Дополнительное соглашение к трудовому договору: неизвестно, требуется ли. "
        "Не указано: «Режим работы»."
    )
    assert finding.blocks


def test_a_missing_fact_does_not_matter_where_the_paper_is_on_file():
    rule = rules(norm("agreement.supplementary", value=True, when=PAID))
    assert said(rule, evidence=frozenset({"agreement.supplementary"})) == []


def test_a_missing_fact_does_not_matter_where_every_answer_breaks_the_rule():
    rule = book(
        act(Layer.FEDERAL, norm("consent.mentor", value=True, when=PAID)),
        act(REGION, norm("consent.mentor", value=True, clause="2.6")),
    )
    finding = only(rule)
    assert finding.severity is VIOLATION
    assert finding.cite == Cite("region", "2.6")


NOVICE = leaf("category", "equals", "none", Subject.MENTOR)


def test_a_cap_may_depend_on_the_mentors_category():
    rule = rules(
        norm("mentees.max", 3, clause="5.1"), norm("mentees.max", 1, when=NOVICE, clause="5.2")
    )
    one, three = others("traditional"), others(*["traditional"] * 3)
    assert said(rule, mentor={"category": "highest"}, others=one) == []
    novice = only(rule, mentor={"category": "none"}, others=one)
    assert (novice.severity, novice.cite.clause) == (VIOLATION, "5.2")
    unknown = only(rule, others=one)
    assert (unknown.severity, unknown.missing) == (UNDETERMINED, ("category",))
    assert unknown.text == (
        "Наставляемых у одного наставника, не более: неизвестно, действует ли предел "
        f"«1{NBSP}человек». Не указано: «Квалификационная категория»."
    )
    assert only(rule, others=three).severity is VIOLATION


def test_a_soft_bound_that_is_open_stays_a_warning():
    rule = rules(norm("term.usual_months", 36, when=NOVICE))
    assert said(rule) == [("term.usual_months", WARNING)]
    assert only(rule).missing == ("category",)


def test_several_conditions_are_weighed_together():
    young = leaf("age", "less_than", 35, Subject.MENTEE)
    rule = rules(
        norm("mentees.max", 2),
        norm("mentees.max", 1, when=NOVICE, clause="a"),
        norm("mentees.max", Word.UNLIMITED, when=young, kinds=["traditional"], clause="b"),
    )
    crowd = others("traditional")
    assert said(rule, others=crowd, mentor={"category": "none"}, mentee={"age": 30}) == []
    assert said(rule, others=crowd, mentor={"category": "none"}, mentee={"age": 40}) == [
        ("mentees.max", VIOLATION)
    ]
    open_ = only(rule, others=crowd, mentor={"category": "none"})
    assert (open_.severity, open_.missing) == (UNDETERMINED, ("age",))


# --- the vocabulary ---


def word(kind, code, title):
    names = {"mentor": "наставник", "mentee": "наставляемый"} if kind is Kind else {}
    return kind(code=code, title=title, cite=Cite("", "4.1"), **names)


def test_a_kind_or_form_that_the_acts_do_not_have_is_refused():
    rule = rules(
        kinds=[word(Kind, "traditional", "Традиционное"), word(Kind, "group", "В группе")],
        forms=[word(FormOfMentoring, "teacher_teacher", "Педагог — педагог")],
    )
    assert said(rule) == []
    assert said(rule, kind="", form="") == []
    finding = only(rule, kind="coach")
    assert finding.code == "kind.unknown"
    assert finding.text == (
        "Такого вида наставничества здесь нет: coach. Есть: Традиционное, В группе."
    )
    assert only(rule, form="team_team").code == "form.unknown"


def test_where_no_act_lists_kinds_any_word_will_do():
    assert said(book(), kind="coach", form="team_team") == []


# --- a region's own check ---


def test_a_check_of_the_plugin_adds_its_findings():
    own = Finding(code="own", severity=WARNING, text="…", cite=Cite("a", "1"), act_title="a")
    rule_book = RuleBook([], TODAY, checks=[lambda _case, _book: [own]])
    assert check(case(), rule_book) == (own,)
    assert own.as_dict() == {
        "code": "own",
        "severity": "warning",
        "text": "…",
        "actual": "",
        "limit": "",
        "act": "a",
        "clause": "1",
        "act_title": "a",
        "quote": "",
        "missing": [],
    }


def test_kinds_that_share_their_rules_share_what_is_compiled():
    kinds = [
        Kind(code=code, title=code, mentor="", mentee="", cite=Cite("a", "1")) for code in "xyz"
    ]
    rules = book(
        act(Layer.REGION, norm("mentees.max", 2), norm("mentees.max", 1, kinds=["z"]), kinds=kinds)
    )
    assert groups_of(rules, "x", "") is groups_of(rules, "y", "")
    assert groups_of(rules, "z", "") is not groups_of(rules, "x", "")
    assert [
        found.limit for found in check(case(kind="z", form="", others=others("z")), rules)
    ] == ["1\N{NO-BREAK SPACE}человек"]
    assert check(case(kind="x", form="", others=others("x")), rules) == ()
