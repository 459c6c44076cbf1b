"""Golden cases: `cases/*.toml` of a region say which findings a pair of people must give.

A case names the facts and exactly the findings expected of them, each by code, severity, act and
clause; if it names a deadline, then all of them. `nastavnik rules check` reads the same file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any, Final, NamedTuple

from nastavnik.domain.bounds import ADMISSION
from nastavnik.domain.case import Case, Load
from nastavnik.domain.check import check
from nastavnik.domain.completeness import Stated, incomplete
from nastavnik.domain.facts import CATALOGUE, Fact, FactValue
from nastavnik.domain.finding import Finding
from nastavnik.domain.paper import Document, Field
from nastavnik.domain.severity import Severity
from nastavnik.domain.training import Training
from nastavnik.regions.errors import Problem, RegionError
from nastavnik.regions.fact_value import fact_value
from nastavnik.regions.lines import Lines
from nastavnik.regions.reader import Table, parse, tables_of
from nastavnik.regions.registry import InstalledRegion
from nastavnik.testing.case_sections import BY_NAME, CASE, EVIDENCE
from nastavnik.testing.golden_allowance import ExpectedLine, ExpectedNote, PaidMonth, read_month
from nastavnik.testing.golden_deadline import Days, ExpectedDue, read_days

_REGIME: Final = "job_function"
"""A case that is silent about the regime is not about article 351.8."""

UNKNOWN: Final = "unknown"
"""`regime = "unknown"`: the regime is not known, and that is what the case is about."""


class Expected(NamedTuple):
    """What a finding is compared by."""

    code: str
    severity: str
    act: str
    clause: str

    @classmethod
    def of(cls, finding: Finding) -> Expected:
        """The finding without its words."""
        cite = finding.cite
        return cls(finding.code, finding.severity.value, cite.act, cite.clause)

    def __str__(self) -> str:
        """One line of the diff."""
        return f"{self.severity:<12} {self.code} — {self.act}, {self.clause}"


Demand = Expected | ExpectedDue | ExpectedLine | ExpectedNote
"""What may be expected of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenCase:
    """One case of a file: where, the facts, and the findings that must come of them."""

    name: str
    file: str
    line: int
    unit: str
    case: Case
    expected: tuple[Expected, ...]
    days: Days
    stated: Mapping[Document, Stated] = field(default_factory=dict)
    months: tuple[PaidMonth, ...] = ()

    @property
    def demands(self) -> bool:
        """Does it name anything that must come."""
        return bool(self.expected or self.days.deadlines or self.months)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a golden case: `absent` were expected, `surplus` were not."""

    golden: GoldenCase
    findings: tuple[Finding, ...]
    absent: tuple[Demand, ...]
    surplus: tuple[Demand, ...]

    @property
    def passed(self) -> bool:
        """Exactly what was expected."""
        return not self.absent and not self.surplus

    def __str__(self) -> str:
        """The difference, a line per finding: «-» was expected, «+» was given."""
        lines = [f"{self.golden.file}:{self.golden.line}: {self.golden.name}"]
        lines += [f"  - {one}" for one in self.absent]
        lines += [f"  + {one}" for one in self.surplus]
        return "\n".join(lines)


def read_cases(
    text: str, file: str, known: Mapping[str, Fact] = CATALOGUE
) -> tuple[GoldenCase, ...]:
    """The cases of one file about `known` facts. Raises RegionError: file, line, case."""
    raw, problem = parse(text, file)
    if problem:
        raise RegionError([problem])
    lines = Lines(text)
    problems = [
        Problem(file, lines.of(key), f"неизвестный ключ {key}; в файле бывают только [[case]]")
        for key in raw.keys() - {"case"}
    ]
    tables, faults = tables_of(raw, "case", file, lines, CASE)
    seen: Counter[str] = Counter()
    readers = [_CaseReader(table, seen, known) for table in tables]
    cases = tuple(reader.read() for reader in readers)
    problems += [*faults, *(fault for reader in readers for fault in reader.problems())]
    if problems:
        raise RegionError(problems)
    return cases


def cases_of(region: InstalledRegion) -> tuple[GoldenCase, ...]:
    """All golden cases that the region ships, file by file. Raises RegionError."""
    folder = files(region.package) / "cases"
    if not folder.is_dir():
        return ()
    shipped = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(
        golden
        for file in shipped
        if file.name.endswith(".toml")
        for golden in read_cases(file.read_text("utf-8"), f"cases/{file.name}", region.facts)
    )


def judge(golden: GoldenCase, region: InstalledRegion) -> Verdict:
    """Check the case against the rule book of its unit and date. RegionError: no such unit."""
    if golden.unit and region.profile.unit(golden.unit) is None:
        known = ", ".join(unit.slug for unit in region.profile.units) or "ни одной"
        message = f"случай «{golden.name}»: нет территории {golden.unit!r}; есть: {known}"
        raise RegionError([Problem(golden.file, golden.line, message)])
    book = region.book(region.profile.chain(golden.unit), golden.case.on)
    days = golden.days
    findings = (
        *(one for one in check(golden.case, book) if days.about(one)),
        *incomplete(book, golden.case, golden.stated),
    )
    given: list[Demand] = [
        *map(Expected.of, findings),
        *days.planned(golden.case, book, region.calendar(days.week)),
        *(one for month in golden.months for one in month.given(golden.case, book)),
    ]
    paid = (one for month in golden.months for one in month.expected)
    expected: list[Demand] = [*golden.expected, *days.deadlines, *paid]
    return Verdict(golden, findings, _without(expected, given), _without(given, expected))


def _without(these: Sequence[Demand], those: Sequence[Demand]) -> tuple[Demand, ...]:
    rest = list(those)
    left = []
    for one in these:
        if one in rest:
            rest.remove(one)
        else:
            left.append(one)
    return tuple(left)


def _seen_on(day: date, value: FactValue) -> FactValue:
    """Trainings are as old as they are on the day of the facts; nothing else depends on it."""
    if not isinstance(value, tuple):
        return value
    trainings = tuple(one.seen_on(day) for one in value if isinstance(one, Training))
    return trainings or value


class _CaseReader:
    def __init__(self, table: Table, seen: Counter[str], known: Mapping[str, Fact]) -> None:
        self.table = table
        self.seen = seen
        self.known = known
        self.name = str(table.raw.get("name", f"№ {table.index + 1}"))
        self.inner: list[Table] = []

    def problems(self) -> list[Problem]:
        """Faults of the case and of its tables, each with the case's name."""
        found = [fault for table in (self.table, *self.inner) for fault in table.close()]
        line = self.table.lines.of("case", self.table.index)
        return [
            Problem(one.file, one.line or line, f"случай «{self.name}»: {one.message}")
            for one in found
        ]

    def read(self) -> GoldenCase:
        table = self.table
        on = table.need("on", date, date.min)
        form = table.take("form", str, "")
        mentee = dict(table.take("mentee", dict, {}))
        admitted = mentee.pop(ADMISSION, None)
        if admitted is not None and not isinstance(admitted, date):
            table.fault(f"{ADMISSION}: ожидается дата вида 2026-11-02 без кавычек", ADMISSION)
            admitted = None
        order_on = table.optional_date("order_on")
        days = read_days(table, EVIDENCE, self._inline("approvals"), self._inline("deadline"))
        day = order_on or on
        case = Case(
            on=on,
            kind=table.need("kind", str, ""),
            form=form,
            start=table.need("start", date, on),
            end=table.need("end", date, on),
            order_on=order_on,
            admitted_on=admitted,
            mentor=self._facts("mentor", table.take("mentor", dict, {}), day),
            mentee=self._facts("mentee", mentee, day),
            pair=self._pair(table.take("pair", dict, {})),
            evidence=self._evidence(),
            dates=days.dates or {},
            approvals=days.approvals,
            others=tuple(self._load(one, form) for one in self._inline("others")),
            group=table.take("group", int, 1),
        )
        return GoldenCase(
            name=table.need("name", str, ""),
            file=table.file,
            line=table.lines.of("case", table.index),
            unit=table.take("unit", str, ""),
            case=case,
            expected=tuple(self._expected(one) for one in self._inline("finding")),
            days=days,
            stated=self._stated(table.take("stated", dict, {})),
            months=tuple(map(read_month, self._inline("allowance"))),
        )

    def _pair(self, raw: Mapping[str, Any]) -> dict[str, FactValue]:
        given = {"regime": _REGIME} | dict(raw)
        if given["regime"] == UNKNOWN:
            del given["regime"]
        return self._facts("pair", given, date.min)

    def _facts(self, whose: str, raw: Mapping[str, Any], day: date) -> dict[str, FactValue]:
        facts = {}
        for key, written in raw.items():
            fact = self.known.get(key)
            value = fact_value(fact, written) if fact else None
            if fact is None:
                self.table.fault(
                    f"[case.{whose}]: нет факта {key!r}; можно: {', '.join(self.known)}", whose
                )
            elif value is None:
                self.table.fault(
                    f"[case.{whose}]: {key} = {written!r} не подходит ({fact.type.label})", whose
                )
            else:
                facts[key] = _seen_on(day, value)
        return facts

    def _stated(self, raw: Mapping[str, Any]) -> dict[Document, Stated]:
        found = {}
        for name, words in raw.items():
            given = words if isinstance(words, list) else [words]
            strange = [one for one in given if one not in set(Field)]
            if name not in set(Document) or strange:
                known = f"документы: {', '.join(Document)}; сведения: {', '.join(Field)}"
                text = f"[case.stated]: {name} = {words!r} не подходит; {known}"
                self.table.fault(text, "stated")
            else:
                found[Document(name)] = Stated(frozenset(map(Field, given)))
        return found

    def _evidence(self) -> frozenset[str]:
        given = self.table.words("consents")
        for word in given:
            if word not in EVIDENCE:
                known = ", ".join(EVIDENCE)
                self.table.fault(f"consents: нет согласия {word!r}; можно: {known}", "consents")
        return frozenset(EVIDENCE[word] for word in given if word in EVIDENCE)

    def _inline(self, key: str) -> list[Table]:
        """Tables of a list inside the case; an inline one has no line but the case's."""
        raw = self.table.take(key, list, [])
        fit = [one for one in raw if isinstance(one, dict)]
        if len(fit) < len(raw):
            self.table.fault(f"{key}: в списке должны быть таблицы", key)
        name, first, old = f"case.{key}", self.seen[f"case.{key}"], self.table
        tables = [
            Table(one, old.file, name, index, old.lines, BY_NAME[name])
            for index, one in enumerate(fit, first)
        ]
        self.seen[name] += len(fit)
        self.inner += tables
        return tables

    def _load(self, table: Table, form: str) -> Load:
        return Load(
            kind=table.need("kind", str, ""),
            form=table.take("form", str, form),
            start=table.need("start", date, date.min),
            end=table.need("end", date, date.max),
        )

    def _expected(self, table: Table) -> Expected:
        return Expected(
            code=table.need("code", str, ""),
            severity=table.choice("severity", Severity, Severity.VIOLATION).value,
            act=table.need("act", str, ""),
            clause=table.need("clause", str, ""),
        )
