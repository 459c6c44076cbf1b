"""The region holds to the contract, and its golden cases give what its documents say."""

from nastavnik.testing.conformance import RegionConformance


class TestLnr(RegionConformance):
    code = "lnr"
