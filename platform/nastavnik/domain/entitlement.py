"""What a layer may do with a parameter, given what the outer layers have said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nastavnik.domain.norm import InnerMay, Word, shown
from nastavnik.domain.provision import Unit

if TYPE_CHECKING:
    from nastavnik.domain.norm import Norm, Parameter
    from nastavnik.domain.resolve import Resolved


def entitled(outer: Resolved) -> str:
    """In Russian, what may be set: «не больше: 5 человек», «можно заменить: 12 месяцев».

    `outer` is the value that the outer layers alone have left.
    """
    bound, parameter = outer.binding, outer.parameter
    if outer.value is Word.DELEGATED:
        left = f", в пределах: {_limit(parameter, bound)}" if bound else ""
        return f"решение передано вам{left}"
    if bound is None:
        return f"{_sense(parameter)}, внешние акты об этом молчат"
    if parameter.inner_may is InnerMay.REPLACE:
        return f"можно заменить: {bound.shown}"
    if parameter.inner_may is InnerMay.NEVER:
        return f"решено окончательно: {bound.shown}"
    if bound.value is Word.UNLIMITED:
        return f"внешний уровень не ограничивает: {_sense(parameter)}"
    return _limit(parameter, bound)


def _limit(parameter: Parameter, bound: Norm) -> str:
    if parameter.unit is Unit.FLAG:
        return "требуется, отменить нельзя" if bound.value else "можно потребовать"
    return f"{_SIDES[parameter.inner_may]}: {bound.shown}"


_SIDES: Final = {
    InnerMay.TIGHTEN_MAX: "не больше",
    InnerMay.TIGHTEN_MIN: "не меньше",
    InnerMay.REPLACE: "сейчас",
}


def _sense(parameter: Parameter) -> str:
    """The bounds of sense: nobody has set others."""
    if parameter.unit is Unit.FLAG:
        return "можно потребовать"
    if parameter.unit is Unit.TEXT:
        return "можно установить"
    return f"от {parameter.lo} до {shown(parameter.hi, parameter.unit)}"
