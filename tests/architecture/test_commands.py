"""Every command of the terminal either acts under an account or is the server owner's own."""

from __future__ import annotations

from collections.abc import Iterator

import click

from nastavnik.cli.main import cli

OWNERS = {"backup", "db", "demo", "doctor", "region", "restore", "run", "tidy"}
"""Groups that need no account: they ask for the machine itself, where the owner already is."""
OWNERS_ALONE = {"rules"}
"""Groups in which some commands read the regions' files only, without a database."""


def leaves(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Commands that do something, by their whole names."""
    if not isinstance(command, click.Group):
        yield name.strip(), command
        return
    context = click.Context(command)
    for each in command.list_commands(context):
        found = command.get_command(context, each)
        assert found is not None
        yield from leaves(found, f"{name} {each}")


def acts(command: click.Command) -> bool:
    """Does it take `--as`: then its use-cases ask the account's role for the permission."""
    return any("--as" in one.opts for one in command.params)


def test_a_command_acts_under_an_account_or_belongs_to_the_owner() -> None:
    loose = [
        name
        for name, command in leaves(cli)
        if name.split()[0] not in OWNERS | OWNERS_ALONE and not acts(command)
    ]
    assert not loose, f"take --as (cli.acting.common) or name the owner's group: {loose}"


def test_the_exceptions_are_still_there() -> None:
    assert {name.split()[0] for name, _ in leaves(cli)} >= OWNERS | OWNERS_ALONE
