"""The terminal: the same use-cases as the pages, and what only a server's owner does."""
