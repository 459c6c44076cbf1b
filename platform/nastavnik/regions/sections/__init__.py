"""Sections of an act file: one module each, with its schema and its reader."""
