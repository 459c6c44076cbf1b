"""`demo.toml` of a region -> its invented units, people and mentorships, with days from today.

The file says how the data are written; here they are read, and every fault has its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Role
from nastavnik.domain.facts import CATALOGUE, FactValue
from nastavnik.domain.gender import Gender
from nastavnik.domain.mentorship import State
from nastavnik.regions.demo_words import split_name
from nastavnik.regions.errors import Problem, RegionError
from nastavnik.regions.fact_value import fact_value
from nastavnik.regions.lines import Lines
from nastavnik.regions.reader import Table, parse

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "demo.toml"
CONSENTS: Final = frozenset({"mentor", "mentee", "guardian", "personal_data", "agreement"})
_GENDERS: Final = {"male": Gender.MALE, "female": Gender.FEMALE}
_TABLES: Final = ("accounts", "municipality", "institution")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoHead:
    """Who heads a unit."""

    last_name: str
    first_name: str
    patronymic: str
    gender: Gender
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStatus:
    """A status given by the ministry: so many days ago, for so many years (0: as the acts say)."""

    code: str
    certificate: str
    order: str
    issued_days_ago: int
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAbsence:
    """Days off work, both included, counted back from today."""

    first_days_ago: int
    last_days_ago: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """A card. `admitted_days_ago` is None where the day of admission is not known.

    `salary` is in rubles a month, 0 where it is not entered.
    """

    ref: str
    last_name: str
    first_name: str
    patronymic: str
    gender: Gender
    birth_date: date | None
    position: str
    admitted_days_ago: int | None
    is_mentor: bool
    is_mentee: bool
    facts: Mapping[str, FactValue]
    statuses: tuple[DemoStatus, ...]
    salary: int
    absences: tuple[DemoAbsence, ...]

    @property
    def full_name(self) -> str:
        """Last name, first name, patronymic."""
        return " ".join(filter(None, (self.last_name, self.first_name, self.patronymic)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMentorship:
    """A pair. `start`, `end`, `ended` are months from today, the end less a day.

    `instead` is who goes on with the mentee from `ended` where the mentor was replaced.
    """

    mentor: str
    mentee: str
    kind: str
    form: str
    regime: str
    state: State
    start: int
    end: int
    group: str
    consents: tuple[str, ...]
    ended: int | None
    instead: str
    ground: str
    note: str
    order_in_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUnit:
    """A municipality, or an institution of the `municipality`.

    `approved`: the director has approved the allowances of the last month.
    """

    slug: str
    municipality: str
    title: str
    short: str
    kind: str
    place: str
    centre: str
    founder: str
    week: int
    main: bool
    approved: bool
    head: DemoHead | None
    people: tuple[DemoPerson, ...]
    mentorships: tuple[DemoMentorship, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """Who logs in. `unit` is "" for the region; `person` is a ref inside the unit, or ""."""

    login: str
    role: Role
    unit: str
    name: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRegion:
    """Everything of one file; institutions stand after their municipalities."""

    municipalities: tuple[DemoUnit, ...]
    institutions: tuple[DemoUnit, ...]
    accounts: tuple[DemoAccount, ...]


def load_demo(folder: Traversable) -> DemoRegion | None:
    """The region's demo data, None if it has none. Raises RegionError with all faults."""
    file = folder / FILE
    return read_demo(file.read_text("utf-8")) if file.is_file() else None


def read_demo(text: str) -> DemoRegion:
    """The text of `demo.toml`. Raises RegionError with all faults."""
    raw, problem = parse(text, FILE)
    if problem:
        raise RegionError([problem])
    lines = Lines(text)
    tables = {
        name: [Table(one, FILE, name, at, lines) for at, one in enumerate(raw.pop(name, []))]
        for name in _TABLES
    }
    problems = [
        Problem(FILE, lines.of(key), f"неизвестная таблица [{key}]; можно: {', '.join(_TABLES)}")
        for key in raw
    ]
    demo = DemoRegion(
        municipalities=tuple(map(_unit, tables["municipality"])),
        institutions=tuple(map(_unit, tables["institution"])),
        accounts=tuple(map(_account, tables["accounts"])),
    )
    _join(demo, tables)
    problems += [fault for many in tables.values() for one in many for fault in one.close()]
    if problems:
        raise RegionError(problems)
    return demo


def _unit(table: Table) -> DemoUnit:
    inside = table.name == "institution"
    return DemoUnit(
        slug=table.need("slug", str, ""),
        municipality=table.need("municipality", str, "") if inside else "",
        title=table.need("title", str, ""),
        short=table.take("short", str, "") or table.take("title", str, ""),
        kind=table.take("kind", str, ""),
        place=table.take("place", str, ""),
        centre=table.take("centre", str, ""),
        founder=table.take("founder", str, ""),
        week=table.take("week", int, 5),
        main=table.take("main", bool, default=False),
        approved=table.take("approved", bool, default=False),
        head=_head(table),
        people=tuple(map(_person, _inner(table, "people"))),
        mentorships=tuple(map(_mentorship, _inner(table, "mentorships"))),
    )


class _Inner(Table):
    """A table inside another one: its faults stand at the outer one's line and name the row."""

    def __init__(self, outer: Table, key: str, at: int, raw: Mapping[str, Any]) -> None:
        super().__init__(raw, outer.file, outer.name, outer.index, outer.lines)
        self.outer, self.key, self.at = outer, key, at

    def fault(self, message: str, key: str = "") -> None:  # noqa: ARG002 - the key has no line
        """Report to the outer table."""
        who = self.raw.get("ref") or self.raw.get("mentor") or ""
        self.outer.fault(f"{self.key}, {self.at + 1}-я запись {who}: {message}", self.key)


def _inner(table: Table, key: str) -> Iterator[_Inner]:
    for at, raw in enumerate(table.take(key, list, [])):
        one = _Inner(table, key, at, raw)
        yield one
        one.close()


def _head(table: Table) -> DemoHead | None:
    full = table.take("head", str, "")
    gender = table.take("head_gender", str, "")
    position = table.take("head_position", str, "")
    if not full:
        return None
    last_name, first_name, patronymic = split_name(full)
    return DemoHead(
        last_name=last_name,
        first_name=first_name,
        patronymic=patronymic,
        gender=_gender(table, gender, "head_gender"),
        position=position,
    )


def _gender(table: Table, word: str, key: str) -> Gender:
    if word not in _GENDERS:
        table.fault(f"{key}: нужно male или female, а здесь {word!r}", key)
    return _GENDERS.get(word, Gender.FEMALE)


def _person(table: Table) -> DemoPerson:
    last_name, first_name, patronymic = split_name(table.need("name", str, ""))
    return DemoPerson(
        ref=table.need("ref", str, ""),
        last_name=last_name,
        first_name=first_name,
        patronymic=patronymic,
        gender=_gender(table, table.need("gender", str, "female"), "gender"),
        birth_date=table.optional_date("birth_date"),
        position=table.need("position", str, ""),
        admitted_days_ago=_maybe(table, "admitted_days_ago"),
        is_mentor=table.take("mentor", bool, default=False),
        is_mentee=table.take("mentee", bool, default=False),
        facts=dict(_facts(table)),
        statuses=tuple(map(_status, _inner(table, "statuses"))),
        salary=table.take("salary", int, 0),
        absences=tuple(map(_absence, _inner(table, "absences"))),
    )


def _absence(table: Table) -> DemoAbsence:
    return DemoAbsence(
        first_days_ago=table.need("first_days_ago", int, 0),
        last_days_ago=table.need("last_days_ago", int, 0),
        reason=table.need("reason", str, ""),
    )


def _status(table: Table) -> DemoStatus:
    return DemoStatus(
        code=table.need("code", str, ""),
        certificate=table.take("number", str, ""),
        order=table.need("order", str, ""),
        issued_days_ago=table.need("issued_days_ago", int, 0),
        years=table.take("years", int, 0),
    )


def _facts(table: Table) -> Iterator[tuple[str, FactValue]]:
    for key, written in table.take("facts", dict, {}).items():
        fact = CATALOGUE.get(key)
        value = fact_value(fact, written) if fact else None
        if value is None:
            kind = fact.type.label if fact else "такого факта нет"
            table.fault(
                f"факт {key} = {written!r} не читается ({kind}); сверьте с каталогом фактов"
            )
        else:
            yield key, value


def _mentorship(table: Table) -> DemoMentorship:
    unknown = set(table.words("consents")) - CONSENTS
    if unknown:
        table.fault(
            f"consents: {', '.join(sorted(unknown))}; можно: {', '.join(sorted(CONSENTS))}"
        )
    return DemoMentorship(
        mentor=table.need("mentor", str, ""),
        mentee=table.need("mentee", str, ""),
        kind=table.need("kind", str, ""),
        form=table.need("form", str, ""),
        regime=table.need("regime", str, ""),
        state=table.choice("state", State, State.DRAFT),
        start=table.need("start", int, 0),
        end=table.need("end", int, 0),
        group=table.take("group", str, ""),
        consents=table.words("consents"),
        ended=_maybe(table, "ended"),
        instead=table.take("instead", str, ""),
        ground=table.take("ground", str, ""),
        note=table.take("note", str, ""),
        order_in_days=_maybe(table, "order_in_days"),
    )


def _maybe(table: Table, key: str) -> int | None:
    value = table.take(key, int, 0)
    return value if key in table.raw else None


def _account(table: Table) -> DemoAccount:
    account = DemoAccount(
        login=table.need("login", str, ""),
        role=table.choice("role", Role, Role.VIEWER),
        unit=table.take("unit", str, ""),
        name=table.take("name", str, ""),
        person=table.take("person", str, ""),
    )
    if not account.name and not account.person:
        table.fault(f"у {account.login} нет ни name, ни person; укажите одно из двух")
    return account


def _join(demo: DemoRegion, tables: Mapping[str, list[Table]]) -> None:
    """What is named must be there: units of units and of accounts, people of pairs."""
    towns = {unit.slug for unit in demo.municipalities}
    refs = {unit.slug: {one.ref for one in unit.people} for unit in demo.institutions}
    for unit, table in zip(demo.institutions, tables["institution"], strict=True):
        if unit.municipality not in towns:
            table.fault(f"нет муниципалитета {unit.municipality!r}", "municipality")
        named = {ref for pair in unit.mentorships for ref in (pair.mentor, pair.mentee)}
        for ref in sorted(named - refs[unit.slug]):
            table.fault(f"в people нет {ref!r}, а в mentorships есть", "mentorships")
    for account, table in zip(demo.accounts, tables["accounts"], strict=True):
        if account.unit and account.unit not in towns | refs.keys():
            table.fault(f"{account.login}: нет подразделения {account.unit!r}")
        elif account.person and account.person not in refs.get(account.unit, set()):
            table.fault(f"{account.login}: в {account.unit!r} нет человека {account.person!r}")
