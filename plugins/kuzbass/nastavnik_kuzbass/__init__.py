"""Кемеровская область — Кузбасс: rules of mentoring of the Yurga urban district."""

from nastavnik.regions.spec import DataRegion

region = DataRegion(__name__)
