"""Two people at one moment: one of them is told, nothing is lost or doubled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from nastavnik.domain.access import Role
from nastavnik.domain.errors import ConflictError


def at_once(world, *works):
    """Results of the works, begun at one moment in threads of their own; errors as results."""
    start = Barrier(len(works))

    def run(work):
        with world.app.app_context():
            start.wait()
            try:
                return work()
            except ConflictError as error:
                return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_two_reports_one_is_sent(world):
    works = [lambda key=key: world.send("first", key) for key in ("one", "two")]
    results = at_once(world, *works)
    assert sum(isinstance(result, ConflictError) for result in results) == 1
    (sent,) = [result for result in results if not isinstance(result, ConflictError)]
    assert len(world.open_as(Role.CURATOR, "first", sent).versions) == 1


def test_one_form_sent_five_times_at_once_is_one_report(world):
    results = at_once(world, *[lambda: world.send("first", "same")] * 5)
    assert len(set(results)) == 1
    assert len(world.open_as(Role.CURATOR, "first", results[0]).versions) == 1


def test_of_two_reviewers_one_decides(world):
    public_id = world.send("first")
    works = [lambda: world.accept(public_id), lambda: world.give_back(public_id)]
    results = at_once(world, *works)
    assert sum(isinstance(result, ConflictError) for result in results) == 1
    opened = world.open_as(Role.MUNICIPAL, "town", public_id)
    assert opened.state.value == ("accepted" if results[0] is None else "returned")
