"""Луганская Народная Республика: rules of mentoring of the Kirovsk transport college."""

from nastavnik.regions.spec import DataRegion

region = DataRegion(__name__)
