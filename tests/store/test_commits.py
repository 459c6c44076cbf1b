"""The counter by which attacks are found to have written: no commit passes it by."""

from __future__ import annotations

from sqlalchemy import text

from nastavnik.testing import databases
from nastavnik.testing.commits import Commits


def test_a_commit_is_noticed_and_a_reading_is_not(database):
    engine = databases.witness(database)
    commits = Commits(engine)
    with engine.connect() as other:
        other.execute(text("select count(*) from account")).scalar_one()
    assert not commits.came()
    with engine.begin() as other:
        other.execute(
            text(
                "insert into account (login, password_hash, display_name, active)"
                " values ('x', '!', 'x', :yes)"
            ),
            {"yes": True},
        )
    assert commits.came()
    assert not commits.came()
    commits.close()
    engine.dispose()
