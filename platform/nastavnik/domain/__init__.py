"""The pure room: what mentoring is and what its regulations mean.

No Flask, no database, no clock.
"""
