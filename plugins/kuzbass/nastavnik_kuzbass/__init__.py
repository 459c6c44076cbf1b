"""Mentoring acts of Kemerovo Region — Kuzbass."""
