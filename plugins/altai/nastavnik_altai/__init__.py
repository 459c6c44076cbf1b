"""Mentoring acts of Altai Krai."""
