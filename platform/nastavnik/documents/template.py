"""The template language of forms: values, filters and `if`, in a sandbox.

Forms come from plugins and from people, so a template may only look at the data that it is
given. The language is a list of allowed constructs: no calls, loops, assignments or arithmetic,
and a dot reads a key of a mapping, never an attribute of a Python object. The sandbox of Jinja
stands behind that as a second wall. Repetition belongs to a block's `each`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nastavnik.documents.filters import FILTERS, EmptyValueError

_BUILT_IN_FILTERS: Final = (
    "capitalize", "default", "first", "join", "last", "length", "trim", "upper",
)  # fmt: skip
_BUILT_IN_TESTS: Final = ("none", "defined", "in", "==", "eq")
_LANGUAGE: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.CondExpr,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)


class TextError(Exception):
    """A template can't be filled in; the message is Russian, without the place."""


class _EmptyError(TemplateError):
    """A value that is None was to be printed."""


def _finalize(value: object) -> object:
    if value is None:
        raise _EmptyError
    return value


class _Sandbox(ImmutableSandboxedEnvironment):
    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_finalize, autoescape=False)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _BUILT_IN_FILTERS} | dict(FILTERS)
        self.tests = {name: self.tests[name] for name in _BUILT_IN_TESTS}

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401, ARG002 - Jinja's signature
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return self.undefined(obj=obj, name=attribute)


_ENV: Final = _Sandbox()


def fill_text(source: str, context: Mapping[str, object]) -> str:
    """Fill a template in. Raises TextError, also for a field that is missing or None."""
    return str(_guarded(source, context, lambda: _template(source).render(context)))


def is_true(condition: str, context: Mapping[str, object]) -> bool:
    """Evaluate a condition like «curator» or «pairs|length > 1». Raises TextError."""
    source = _shown(condition)
    return bool(_guarded(source, context, lambda: bool(_expression(condition)(**context))))


def members(source: str, context: Mapping[str, object]) -> list[object]:
    """Evaluate the list of a loop like «pairs|people». Raises TextError."""
    found = _guarded(_shown(source), context, lambda: _expression(source)(**context))
    if isinstance(found, str | Mapping) or not isinstance(found, Iterable):
        message = f"«{source}» — не список"
        raise TextError(message)
    return _guarded(_shown(source), context, lambda: list(found))  # type: ignore[no-any-return]  # Jinja gives Any


def _guarded(source: str, context: Mapping[str, object], work: Callable[[], Any]) -> Any:  # noqa: ANN401 - Jinja gives Any
    """Do the work on the template `source`; say what went wrong with it in Russian."""
    try:
        return work()
    except TemplateSyntaxError as error:
        message = f"ошибка в шаблоне «{source}»: {error.message}"
        raise TextError(message) from error
    except (UndefinedError, EmptyValueError, _EmptyError, KeyError) as error:
        message = f"не заполнено поле «{_missing_path(source, context) or error}»"
        raise TextError(message) from error
    except (TemplateError, TypeError, ValueError) as error:
        message = f"{error} (в шаблоне «{source}»)"
        raise TextError(message) from error


@lru_cache(maxsize=2048)
def _template(source: str) -> Template:
    _check(source)
    return _ENV.from_string(source)


@lru_cache(maxsize=512)
def _expression(source: str) -> TemplateExpression:
    _check(_shown(source))
    return _ENV.compile_expression(source, undefined_to_none=False)


def _shown(expression: str) -> str:
    """An expression as a template that prints it, so that both are checked by one rule."""
    return f"{{{{ {expression} }}}}"


def _check(source: str) -> None:
    for node in _ENV.parse(source).find_all(nodes.Node):
        private = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
        engine = isinstance(node, nodes.Name) and node.name == "self"
        if private or engine or not isinstance(node, _LANGUAGE):
            message = "в формах допустимы только значения, фильтры и условия {% if %}"
            raise TemplateSyntaxError(message, node.lineno)


def _missing_path(source: str, context: Mapping[str, object]) -> str:
    """Find the value that the template needs and the context lacks: «organisation.place»."""
    empty = ""
    for node in _ENV.parse(source).find_all((nodes.Getattr, nodes.Name)):
        path = _path(node)
        for length in range(1, len(path) + 1):
            absent, value = _look_up(path[:length], context)
            if absent:
                return ".".join(path[:length])
            if value is None:
                empty = empty or ".".join(path[:length])
                break
    return empty


def _path(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Getattr):
        return (*_path(node.node), node.attr)
    return (node.name,) if isinstance(node, nodes.Name) else ()


def _look_up(path: tuple[str, ...], context: Mapping[str, object]) -> tuple[bool, object]:
    """Whether the last step of the path is absent, and its value."""
    value: object = context
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return True, None
        value = value[name]
    return False, value
