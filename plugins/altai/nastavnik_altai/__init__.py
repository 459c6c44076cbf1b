"""Алтайский край: rules of mentoring of the Tabuny district and the Yarovoye college."""

from nastavnik.regions.spec import DataRegion

region = DataRegion(__name__)
