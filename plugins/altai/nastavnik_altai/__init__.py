"""Алтайский край: rules of mentoring of the Tabuny district and of the Yarovoye technical college."""

from nastavnik.regions.spec import DataRegion

region = DataRegion(__name__)
