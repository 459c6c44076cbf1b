"""A new region's plugin: what its author is asked, and the files that are written."""
