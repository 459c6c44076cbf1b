"""Figures: indicators, roll-up, charts."""
