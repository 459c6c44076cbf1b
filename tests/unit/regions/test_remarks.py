"""What asks for a human: an act long not compared with its document."""

from datetime import date

from nastavnik.regions.remarks import remarks


def test_an_act_long_not_compared_with_its_document_is_remarked(load, act):
    north = load({"acts/law.toml": act("", "verified_on = 2025-01-01\n")})
    assert remarks(north, date(2026, 1, 1)) == []
    (remark,) = remarks(north, date(2026, 6, 1))
    assert str(remark) == (
        "acts/law.toml:6: с документом не сверяли больше года: сверьте и обновите verified_on"
    )
    never = load({"acts/law.toml": act()})
    assert len(remarks(never, date(2026, 1, 1))) == 1
