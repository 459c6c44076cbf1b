"""Consents to processing and to mentoring: their purposes, how long they hold, why one does not.

Source: art. 9 of the Federal Law 152-FZ (content, form, withdrawal; since 01.09.2025 a document
of its own); art. 10.1 (publication is a consent of its own).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date


class Purpose(StrEnum):
    """What a paper is signed for; one paper, one purpose."""

    MENTORING = "mentoring"
    PERSONAL_DATA = "personal_data"
    AGREEMENT = "agreement"
    PUBLICATION = "publication"
    TRANSFER = "transfer"

    @property
    def label(self) -> str:
        """What the person agrees to, after «согласие»."""
        return _PURPOSES[self]


_PURPOSES: Final = {
    Purpose.MENTORING: "на наставничество",
    Purpose.PERSONAL_DATA: "на обработку персональных данных",
    Purpose.AGREEMENT: "дополнительное соглашение",
    Purpose.PUBLICATION: "на публикацию сведений о себе",
    Purpose.TRANSFER: "на передачу карточки в другую организацию",
}

PROCESSING: Final = (Purpose.PERSONAL_DATA, Purpose.PUBLICATION, Purpose.TRANSFER)
"""Purposes of processing: a person's own consents, whatever the pair."""

_CONSEQUENCES: Final = {
    Purpose.PERSONAL_DATA: (
        "Обработка прекращается. Карточку и всё, что не обязаны хранить по закону, уничтожат "
        "в течение 30 дней. Новый приказ о наставничестве, если акт требует этого согласия, "
        "не издадут. Изданные приказы хранятся: этого требует закон об архивном деле."
    ),
    Purpose.PUBLICATION: (
        "Опубликованные сведения снимут с публикации в течение трёх рабочих дней. "
        "На наставничество и на работу это не влияет."
    ),
    Purpose.TRANSFER: (
        "В другую организацию карточку больше не передадут. То, что уже передано, хранит она: "
        "отзыв ей подают отдельно."
    ),
}


def consequences(purpose: Purpose) -> str:
    """What follows from the withdrawal of a consent to processing."""
    return _CONSEQUENCES[purpose]


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """Who signs for a minor, and the document that proves the powers (art. 9, part 4, item 2)."""

    name: str = ""
    powers: str = ""

    def refusals(self, *, needed: bool) -> dict[str, list[str]]:
        """What is not told, by field: nothing if nobody signs for the person, nor is `needed`."""
        found = {}
        if needed and not self.name:
            found["representative"] = [
                "До 18 лет нужна подпись законного представителя: впишите его и документ."
            ]
        if (needed or self.name) and not self.powers:
            found["powers"] = ["Укажите документ, который подтверждает полномочия представителя."]
        return found

    def as_data(self) -> dict[str, str] | None:
        """As a form reads it; None if nobody signs for the person."""
        return {"name": self.name, "powers": self.powers} if self.name else None


NOBODY: Final = Representative()
"""The person has signed."""


class Standing(StrEnum):
    """Does a paper hold on a day."""

    HOLDS = "holds"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """One word for a mark on a page."""
        return _STANDINGS[self]


_STANDINGS: Final = {
    Standing.HOLDS: "действует",
    Standing.EXPIRED: "срок истёк",
    Standing.WITHDRAWN: "отозвано",
}


def standing(valid_until: date | None, withdrawn_on: date | None, on: date) -> Standing:
    """Of a paper valid through `valid_until`; one withdrawn on whatever day holds no more."""
    if withdrawn_on is not None:
        return Standing.WITHDRAWN
    if valid_until is not None and valid_until < on:
        return Standing.EXPIRED
    return Standing.HOLDS


def lapsed(valid_until: date | None, withdrawn_on: date | None, on: date) -> str:
    """«отозвано 20.11.2026», «срок истёк 31.08.2026»; "" of a paper that holds."""
    state = standing(valid_until, withdrawn_on, on)
    day = withdrawn_on if state is Standing.WITHDRAWN else valid_until
    return "" if state is Standing.HOLDS else f"{state.label} {day:%d.%m.%Y}"
