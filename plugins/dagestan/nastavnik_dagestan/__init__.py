"""Республика Дагестан: rules of mentoring by the regional algorithm in eight steps."""

from nastavnik.regions.spec import DataRegion

region = DataRegion(__name__)
