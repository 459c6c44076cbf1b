"""Mentoring acts of the Republic of Dagestan."""
