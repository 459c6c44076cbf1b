"""The life of a mentorship: states and the steps between them."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from nastavnik.domain.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Mapping


class State(StrEnum):
    """Where a mentorship is on its way."""

    DRAFT = "draft"
    CONSENTS = "consents"
    ORDERED = "ordered"
    ACTIVE = "active"
    CLOSING = "closing"
    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        """How the state is shown."""
        return _STATE_TITLES[self]


_STATE_TITLES: Final = {
    State.DRAFT: "Черновик",
    State.CONSENTS: "Согласия",
    State.ORDERED: "Приказ издан",
    State.ACTIVE: "Идёт",
    State.CLOSING: "Завершается",
    State.COMPLETED: "Завершено",
    State.ENDED_EARLY: "Прекращено досрочно",
    State.REPLACED: "Наставник заменён",
    State.CANCELLED: "Отменено до начала",
    State.DISCARDED: "Отменён",
}

BEFORE_ORDER: Final = frozenset({State.DRAFT, State.CONSENTS})
LIVE: Final = frozenset({State.ORDERED, State.ACTIVE, State.CLOSING})
ENDED: Final = frozenset({State.COMPLETED, State.ENDED_EARLY, State.REPLACED})
"""A replaced pair is over too; the mentoring goes on in the pair that came in its place."""


class Step(StrEnum):
    """What happens to a mentorship; each step is an event with its findings."""

    CREATED = "created"
    CHANGED = "changed"
    CONSENT_RECORDED = "consent_recorded"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    APPROVED = "approved"
    APPROVAL_WITHDRAWN = "approval_withdrawn"
    ORDER_ISSUED = "order_issued"
    STARTED = "started"
    EXTENDED = "extended"
    CLOSING = "closing"
    COMPLETED = "completed"
    NOTICED = "noticed"
    NOTICE_WITHDRAWN = "notice_withdrawn"
    ENDED_EARLY = "ended_early"
    REPLACEMENT_DRAFTED = "replacement_drafted"
    REPLACEMENT_DROPPED = "replacement_dropped"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    DISCARDED = "discarded"
    RESTORED = "restored"
    DONE = "done"

    @property
    def label(self) -> str:
        """How the step is shown in the history."""
        return _STEP_TITLES[self]


_STEP_TITLES: Final = {
    Step.CREATED: "Черновик создан",
    Step.CHANGED: "Черновик изменён",
    Step.CONSENT_RECORDED: "Получен документ",
    Step.CONSENT_WITHDRAWN: "Документ отозван",
    Step.APPROVED: "Согласование отмечено",
    Step.APPROVAL_WITHDRAWN: "Отметка о согласовании снята",
    Step.ORDER_ISSUED: "Издан приказ",
    Step.STARTED: "Наставничество началось",
    Step.EXTENDED: "Срок продлён",
    Step.CLOSING: "Срок истёк, готовятся отчёты",
    Step.COMPLETED: "Завершено",
    Step.NOTICED: "Получено предупреждение",
    Step.NOTICE_WITHDRAWN: "Предупреждение отозвано",
    Step.ENDED_EARLY: "Прекращено досрочно",
    Step.REPLACEMENT_DRAFTED: "Готовится замена наставника",
    Step.REPLACEMENT_DROPPED: "Замена наставника отменена",
    Step.REPLACED: "Наставник заменён",
    Step.CANCELLED: "Отменено до начала срока",
    Step.DISCARDED: "Черновик отменён",
    Step.RESTORED: "Черновик восстановлен",
    Step.DONE: "Документ готов",
}

_NEXT: Final[Mapping[State, Mapping[Step, State]]] = MappingProxyType(
    {
        State.DRAFT: {
            Step.CHANGED: State.DRAFT,
            Step.CONSENT_RECORDED: State.CONSENTS,
            Step.CONSENT_WITHDRAWN: State.DRAFT,
            Step.APPROVED: State.DRAFT,
            Step.APPROVAL_WITHDRAWN: State.DRAFT,
            Step.ORDER_ISSUED: State.ORDERED,
            Step.DISCARDED: State.DISCARDED,
        },
        State.CONSENTS: {
            Step.CHANGED: State.CONSENTS,
            Step.CONSENT_RECORDED: State.CONSENTS,
            Step.CONSENT_WITHDRAWN: State.CONSENTS,
            Step.APPROVED: State.CONSENTS,
            Step.APPROVAL_WITHDRAWN: State.CONSENTS,
            Step.ORDER_ISSUED: State.ORDERED,
            Step.DISCARDED: State.DISCARDED,
        },
        State.ORDERED: {
            Step.STARTED: State.ACTIVE,
            Step.NOTICED: State.ORDERED,
            Step.NOTICE_WITHDRAWN: State.ORDERED,
            Step.REPLACEMENT_DRAFTED: State.ORDERED,
            Step.REPLACEMENT_DROPPED: State.ORDERED,
            Step.REPLACED: State.REPLACED,
            Step.CANCELLED: State.CANCELLED,
        },
        State.ACTIVE: {
            Step.EXTENDED: State.ACTIVE,
            Step.CLOSING: State.CLOSING,
            Step.NOTICED: State.ACTIVE,
            Step.NOTICE_WITHDRAWN: State.ACTIVE,
            Step.ENDED_EARLY: State.ENDED_EARLY,
            Step.REPLACEMENT_DRAFTED: State.ACTIVE,
            Step.REPLACEMENT_DROPPED: State.ACTIVE,
            Step.REPLACED: State.REPLACED,
            Step.COMPLETED: State.COMPLETED,
        },
        State.CLOSING: {
            Step.REPLACEMENT_DROPPED: State.CLOSING,
            Step.REPLACED: State.REPLACED,
            Step.COMPLETED: State.COMPLETED,
        },
        State.COMPLETED: {},
        State.ENDED_EARLY: {},
        State.REPLACED: {},
        State.CANCELLED: {},
        State.DISCARDED: {Step.RESTORED: State.DRAFT},
    }
)


def allowed(state: State) -> frozenset[Step]:
    """Steps possible from the state."""
    return frozenset(_NEXT[state])


def after(state: State, step: Step) -> State:
    """The state after the step. Raises ConflictError if the step is impossible from here."""
    try:
        return _NEXT[state][step]
    except KeyError:
        raise ConflictError(
            f"Действие «{step.label.lower()}» сейчас невозможно: состояние — "
            f"«{state.label.lower()}». Обновите страницу: возможно, его уже выполнили."
        ) from None
