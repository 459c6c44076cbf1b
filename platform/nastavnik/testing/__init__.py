"""The kit of an author of a region: golden cases, conformance tests, factories for tests."""
