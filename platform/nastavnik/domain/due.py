"""Which allowances are due to a pair on a day: the layers folded, conditions three-valued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain.act import Act, within
from nastavnik.domain.allowance import (
    Allowance,
    ByNumber,
    Percent,
    PerMentee,
    Plain,
    Recipient,
    Row,
    Rows,
    UpTo,
)
from nastavnik.domain.facts import People
from nastavnik.domain.norm import Norm, Word
from nastavnik.domain.requirement import Outcome
from nastavnik.domain.sheet import Decision, Note, Pair
from nastavnik.domain.term import whole_years

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook

DECISION: Final = "decision"
"""In `missing`: the institution has not decided the amount."""

_PARAMETER: Final = "allowance.percent"
_MAIN: Final = "mentor"
_KEPT: Final = 4096

_Stated = tuple[Act, Allowance | Norm]


class Due(NamedTuple):
    """An allowance that holds on the day; without `amount`, `missing` names what is not known.

    `book` are the rules of the day, `limit` is the most that an order may decide, `order` the
    order that decided.
    """

    rule: Allowance
    book: RuleBook
    amount: Plain | PerMentee | ByNumber | None
    missing: tuple[str, ...] = ()
    limit: Plain | None = None
    order: str = ""

    @property
    def act_title(self) -> str:
        """Short title of the act that states the rule."""
        return self.book.act_title(self.rule.cite)


@lru_cache(maxsize=_KEPT)
def in_force(book: RuleBook, kind: str, form: str) -> Mapping[str, tuple[Allowance, ...]]:
    """Allowances of a kind and form by code, the one that holds first.

    The inner layer goes before the outer one, inside a layer the more specific before the
    general, the later before the earlier. A number that an act gives to `allowance.percent`
    without an allowance of its own replaces the percent of the outer allowance and keeps its
    other terms; where there is none it is paid once to the mentor, of the salary, for every day.
    """
    stated: dict[str, list[_Stated]] = {}
    for act in book.acts:
        for rule in act.allowances:
            stated.setdefault(rule.code, []).append((act, rule))
    main = next((one.code for one in book.allowances if one.main_value is not None), _MAIN)
    for act in book.acts:
        for norm in _bare(act):
            stated.setdefault(main, []).append((act, norm))
    ordered = {code: _in_order(found, main, kind, form) for code, found in stated.items()}
    return {code: rules for code, rules in ordered.items() if rules}


def _bare(act: Act) -> Iterator[Norm]:
    """Percents that the act states as norms only."""
    told = {rule.cite for rule in act.allowances}
    for norm in act.norms:
        apart = norm.parameter == _PARAMETER and norm.cite not in told
        if apart and not isinstance(norm.value, Word):
            yield norm


def _in_order(stated: Iterable[_Stated], code: str, kind: str, form: str) -> tuple[Allowance, ...]:
    """From the one that holds outwards; a bare percent takes its terms from the next outer."""
    rules: list[Allowance] = []
    for _, one in sorted(stated, key=_precedence):
        if one.concerns(kind, form):
            rules.append(one if isinstance(one, Allowance) else _of_norm(one, code, rules))
    return tuple(reversed(rules))


def _precedence(stated: _Stated) -> tuple[int, int, date]:
    act, one = stated
    return act.layer, one.specificity, one.first or act.in_force or date.min


def _of_norm(norm: Norm, code: str, outer: Sequence[Allowance]) -> Allowance:
    amount = Percent.of_number(float(norm.value))
    plain = Allowance(code=code, recipient=Recipient.MENTOR, amount=amount, cite=norm.cite)
    return replace(
        outer[-1] if outer else plain,
        amount=amount,
        cite=norm.cite,
        quote=norm.quote,
        when=norm.when,
        kinds=norm.kinds,
        forms=norm.forms,
        first=norm.first,
        last=norm.last,
    )


def due(
    book: RuleBook, pair: Pair, on: date, decided: Sequence[Decision] = ()
) -> Iterator[Due | Note]:
    """What is due to the pair on the day, one answer a code; a note says why something is not.

    The first rule whose condition has not failed holds: one that a missing fact leaves open
    makes the payment undetermined, and no outer rule steps in.
    """
    found = in_force(book, pair.kind, pair.form)
    if not found:
        yield _silence(book, pair)
    for rules in found.values():
        answers = [
            _Question(rule, pair, on, book).answer(decided)
            for rule in rules
            if within(on, rule.first, rule.last)
        ]
        held = next((one for one in answers if isinstance(one, Due)), None)
        if held or answers:
            yield held or answers[0]


class _Question(NamedTuple):
    rule: Allowance
    pair: Pair
    on: date
    book: RuleBook

    @property
    def people(self) -> People:
        pair = self.pair
        mentor, mentee = pair.mentor.known(self.on), pair.mentee.known(self.on)
        return People(mentor=mentor, mentee=mentee, pair=pair.pair)

    def answer(self, decided: Sequence[Decision]) -> Due | Note:
        if self.rule.when is not None:
            outcome = self.rule.when.evaluate(self.people)
            if outcome.met is None:
                return self._unknown(outcome.missing)
            if not outcome.met:
                wanted = self.rule.when.describe()
                return self._note(
                    f"условие не выполнено: {wanted}; по карточке — {outcome.because}"
                )
        match self.rule.amount:
            case Rows(rows):
                return self._row(rows)
            case UpTo(limit):
                return self._decision(limit, decided)
            case amount:
                return Due(self.rule, self.book, amount)

    def _row(self, rows: Iterable[Row]) -> Due | Note:
        year = whole_years(self.pair.start, self.on) + 1
        for row in rows:
            if row.in_years(year):
                outcome = row.when.evaluate(self.people) if row.when else _MET
                if outcome.met is None:
                    return self._unknown(outcome.missing)
                if outcome.met:
                    return Due(self.rule, self.book, row.amount)
        return self._note("ни одна строка таблицы не подходит")

    def _decision(self, limit: Plain, decided: Sequence[Decision]) -> Due:
        person = self.pair.side(self.rule.recipient).key
        apt = [
            one
            for one in decided
            if one.code == self.rule.code
            and one.recipient in {"", person}
            and within(self.on, one.first, one.last)
        ]
        if not apt:
            return Due(self.rule, self.book, None, (DECISION,), limit)
        one = max(apt, key=lambda one: (bool(one.recipient), one.first or date.min))
        return Due(self.rule, self.book, one.amount, (), limit, one.order)

    def _unknown(self, missing: tuple[str, ...]) -> Due:
        return Due(self.rule, self.book, None, missing)

    def _note(self, why: str) -> Note:
        rule = self.rule
        text = f"{rule.named}: не полагается — {why}."
        title = self.book.act_title(rule.cite)
        return Note(self.pair.key, rule.code, text, rule.cite, title, rule.quote)


_MET: Final = Outcome(met=True)


def _silence(book: RuleBook, pair: Pair) -> Note:
    """No act pays anything: who is to decide it, if some act says so."""
    value = book.value(_PARAMETER, pair.kind, pair.form)
    if value.cite is None:
        return Note(pair.key, _PARAMETER, "Акты о выплате за наставничество молчат.", None)
    return Note(
        pair.key,
        _PARAMETER,
        "Размер выплаты решает нижестоящий уровень, а его акта о ней нет.",
        value.cite,
        book.act_title(value.cite),
        value.quote,
    )
