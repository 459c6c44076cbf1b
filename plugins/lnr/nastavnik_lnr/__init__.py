"""Mentoring acts of the Luhansk People's Republic."""
