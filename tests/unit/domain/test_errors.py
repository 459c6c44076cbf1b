"""What an error says when nobody has put it into other words."""

from nastavnik.domain.errors import BusyError, ConflictError


def test_a_busy_database_asks_to_repeat_and_promises_that_nothing_was_written():
    error = BusyError()
    assert isinstance(error, ConflictError)
    assert "Ничего не сохранено, повторите действие" in str(error)
