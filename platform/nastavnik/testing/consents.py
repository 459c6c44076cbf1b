"""Rows of consents and of the rights to one's own data; as `factories`."""

from __future__ import annotations

from datetime import date
from typing import Any

from nastavnik.store.consent import Consent
from nastavnik.store.consent_scan import ConsentScan
from nastavnik.store.consent_text import ConsentText
from nastavnik.store.data_request import DataRequest
from nastavnik.store.db import db
from nastavnik.store.destruction import Destruction
from nastavnik.store.incident import Incident
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.testing.people import mentorship, person
from nastavnik.testing.rows import NOW, TODAY, file, kept, place


def consent(of: OrgUnit, **fields: Any) -> Consent:  # noqa: ANN401 - as above
    """A mentor's consent on paper, to a new mentorship unless it is given."""
    if "mentorship_id" not in fields:
        fields["mentorship_id"] = mentorship(of).id
    if "person_id" not in fields:
        pair = db.session.get_one(Mentorship, fields["mentorship_id"])
        fields["person_id"] = (
            pair.mentor_id if fields.get("side", "mentor") == "mentor" else pair.mentee_id
        )
    return kept(
        Consent,
        place(of)
        | {
            "side": "mentor",
            "purpose": "mentoring",
            "given_on": TODAY,
            "method": "paper",
            "recorded_by": "Кураторова А. А.",
        },
        fields,
    )


def consent_text(of: OrgUnit, **fields: Any) -> ConsentText:  # noqa: ANN401 - as above
    """The first version of a text."""
    return kept(
        ConsentText,
        place(of)
        | {
            "code": "consent_personal_data",
            "version": 1,
            "title": "Согласие на обработку персональных данных",
            "body": {},
            "sha256": "0" * 64,
            "origin": "shipped",
            "made_at": NOW,
            "made_by": "Кураторова А. А.",
        },
        fields,
    )


def consent_scan(of: OrgUnit, **fields: Any) -> ConsentScan:  # noqa: ANN401 - as above
    """The scan of a consent of the unit."""
    consent_id = fields.pop("consent_id", None) or consent(of).id
    return kept(ConsentScan, place(of) | file("согласие.pdf") | {"consent_id": consent_id}, fields)


def data_request(of: OrgUnit, **fields: Any) -> DataRequest:  # noqa: ANN401 - as above
    """A request of a new person to correct something, unless the person is given."""
    person_id = fields.pop("person_id", None) or person(of).id
    return kept(
        DataRequest,
        place(of)
        | {
            "person_id": person_id,
            "kind": "correction",
            "words": "Отчество — Петрович",
            "method": "system",
            "asked_on": TODAY,
            "due_on": date(2026, 12, 1),
            "recorded_by": "Личный И. П.",
        },
        fields,
    )


def destruction(of: OrgUnit, **fields: Any) -> Destruction:  # noqa: ANN401 - as above
    """A destruction of a new person's data that waits, unless the person is given."""
    person_id = fields.pop("person_id", None) or person(of).id
    return kept(
        Destruction,
        place(of)
        | {
            "person_id": person_id,
            "subject_name": "Людской Иван Петрович",
            "ground": "withdrawn",
            "ground_on": TODAY,
            "ground_note": "Заявление",
            "due_on": date(2026, 12, 21),
            "prepared_by": "Кураторова А. А.",
            "prepared_at": NOW,
        },
        fields,
    )


def incident(of: OrgUnit, **fields: Any) -> Incident:  # noqa: ANN401 - as above
    """An incident of which nobody has been told."""
    return kept(
        Incident,
        place(of)
        | {
            "found_at": NOW,
            "recorded_at": NOW,
            "recorded_by": "Кураторова А. А.",
            "what": "Потерян листок с кодом",
            "cause": "Невнимательность",
            "harm": "Чужой вход в учётную запись",
            "categories": "имя, логин",
            "people_count": 1,
            "measures": "Код отозван",
        },
        fields,
    )
