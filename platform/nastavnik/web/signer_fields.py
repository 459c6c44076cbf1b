"""Fields of whoever signs for a minor; the use-case says when they may not be left out."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import Length

from nastavnik.domain.consent import Representative
from nastavnik.web.forms import Form


class SignerFields(Form):
    """Who has signed for the person, and by which powers."""

    representative = StringField(
        "Законный представитель",
        [Length(max=200)],
        description="Фамилия, имя, отчество; за несовершеннолетнего подписывает он",
        render_kw={"autocomplete": "off"},
    )
    powers = StringField(
        "Документ о его полномочиях",
        [Length(max=500)],
        description="Свидетельство о рождении, акт об опеке: вид, номер, кем и когда выдан",
        render_kw={"autocomplete": "off"},
    )

    @property
    def signer(self) -> Representative:
        """As typed; nobody if the fields are empty."""
        return Representative(
            name=(self.representative.data or "").strip(), powers=(self.powers.data or "").strip()
        )
