"""The life of a mentorship: which steps lead where."""

import pytest

from nastavnik.domain.errors import ConflictError
from nastavnik.domain.mentorship import BEFORE_ORDER, ENDED, LIVE, State, Step, after, allowed


def walk(*steps):
    state = State.DRAFT
    for step in steps:
        state = after(state, step)
    return state


def test_a_mentorship_walks_from_draft_to_its_end():
    assert walk(Step.CHANGED, Step.CONSENT_RECORDED) is State.CONSENTS
    issued = (Step.CONSENT_RECORDED, Step.CONSENT_RECORDED, Step.ORDER_ISSUED)
    assert walk(*issued) is State.ORDERED
    assert walk(*issued, Step.STARTED, Step.EXTENDED) is State.ACTIVE
    assert walk(*issued, Step.STARTED, Step.CLOSING, Step.COMPLETED) is State.COMPLETED
    assert walk(*issued, Step.STARTED, Step.ENDED_EARLY) is State.ENDED_EARLY


def test_a_mentor_is_replaced_from_the_order_to_the_end_of_the_term():
    begun = (Step.ORDER_ISSUED, Step.STARTED)
    drafted = (Step.REPLACEMENT_DRAFTED, Step.REPLACEMENT_DROPPED, Step.REPLACEMENT_DRAFTED)
    assert walk(Step.ORDER_ISSUED, *drafted, Step.REPLACED) is State.REPLACED
    assert walk(*begun, *drafted, Step.REPLACED) is State.REPLACED
    assert walk(*begun, Step.CLOSING, Step.REPLACED) is State.REPLACED
    with pytest.raises(ConflictError, match="готовится замена наставника"):
        walk(*begun, Step.CLOSING, Step.REPLACEMENT_DRAFTED)


def test_a_notice_ends_nothing_by_itself():
    assert walk(Step.ORDER_ISSUED, Step.NOTICED, Step.NOTICE_WITHDRAWN) is State.ORDERED
    begun = (Step.ORDER_ISSUED, Step.STARTED)
    assert walk(*begun, Step.NOTICED, Step.NOTICE_WITHDRAWN) is State.ACTIVE


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_changes_no_more(state):
    assert allowed(state) == frozenset()


def test_an_impossible_step_is_refused_in_words():
    with pytest.raises(ConflictError, match="Действие «наставничество началось» сейчас"):
        after(State.DRAFT, Step.STARTED)


def test_an_order_is_issued_once():
    with pytest.raises(ConflictError, match="приказ издан"):
        walk(Step.ORDER_ISSUED, Step.ORDER_ISSUED)


def test_every_state_is_of_one_time_of_life():
    groups = [BEFORE_ORDER, LIVE, ENDED, {State.CANCELLED, State.DISCARDED}]
    assert sorted(state for group in groups for state in group) == sorted(State)
    assert all(state.label for state in State)
    assert all(step.label for step in Step)
