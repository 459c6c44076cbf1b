"""`nastavnik region reference`: every key of a region's files, as their readers declare it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Final

import click

from nastavnik.domain import facts, norm
from nastavnik.domain.comparison import Comparison
from nastavnik.domain.form import Column, Margins
from nastavnik.domain.norm import InnerMay
from nastavnik.domain.provision import Unit
from nastavnik.regions import act_file, profile_file
from nastavnik.regions.forms import BLOCKS
from nastavnik.regions.schema import Key, Section
from nastavnik.testing import case_sections

HEAD: Final = """\
# Справочник ключей региона

Составлен программой, руками не правьте:
`nastavnik region reference > docs/plugin-reference.md`.
Учебник — [plugin-guide.md](plugin-guide.md).
"""
CONDITIONS: Final = (
    '`{fact = "…", знак = …}`, `{all = [условие, …]}` — все сразу, `{any = [условие, …]}` — '
    'хотя бы одно. `of = "mentor" | "mentee" | "pair"` называет, чей это факт: требование без '
    "него говорит о своём `subject`, выплата — о получателе, строка её таблицы — о наставнике, "
    "а норма, документ и порядок дат чьё сведение не угадают: там `of` нужен всем фактам, "
    "кроме фактов пары.\n"
)
INNER: Final = {
    InnerMay.TIGHTEN_MAX: "только уменьшить",
    InnerMay.TIGHTEN_MIN: "только увеличить",
    InnerMay.REPLACE: "заменить",
    InnerMay.NEVER: "ничего",
}
SIGNS: Final[Mapping[str, str]] = {
    "equals": "равно",
    "one_of": "одно из списка",
    "at_least": "не менее",
    "more_than": "более",
    "at_most": "не более",
    "less_than": "менее",
    "begins": "начинается с",
}
BLOCK_TITLES: Final[Mapping[str, str]] = {
    "heading": "Заголовок: 1 — название документа, 2 — раздел, 3 — строка бланка",
    "para": "Абзац; text — одна строка, lines — несколько",
    "line": "Три текста в одной строке: дата, место, номер",
    "items": "Пункты списка; номера идут через весь документ",
    "key_value": "Таблица из двух граф без заголовка",
    "grid": "Таблица, строка на каждого из each",
    "signature": "Строка для подписи",
    "space": "Пустая полоса",
    "page_break": "Новая страница",
    "column": "Графа таблицы grid",
    "margins_mm": "Поля страницы, мм",
}
FORM_KEYS: Final[Mapping[str, str]] = {
    "align": "left, center, right, justify или aside (правая половина листа)",
    "blank_rows": "сколько пустых строк добавить для записи от руки",
    "bold": "полужирный",
    "bottom": "снизу",
    "centre": "посередине",
    "columns": "графы",
    "dated": "место для даты от руки",
    "each": "повторять: «имя in список»",
    "end": "в конце строки",
    "indent": "красная строка",
    "items": "тексты пунктов; один пункт можно назвать text",
    "keep": "не отрывать от следующего блока",
    "left": "слева",
    "level": "уровень: 1, 2 или 3",
    "lines": "строки абзаца; одну можно назвать text",
    "marker": "number или dash",
    "mm": "высота, мм",
    "name": "имя подписавшего",
    "right": "справа",
    "role": "должность подписавшего",
    "rows": "пары [название, значение]",
    "ruled": "черта под строкой",
    "small": "мелкий шрифт",
    "spaced": "разрядка",
    "start": "в начале строки",
    "text": "текст",
    "title": "заголовок графы",
    "top": "сверху",
    "when": "условие, при котором блок печатается",
    "width": "доля ширины",
}


@click.command()
def reference() -> None:
    """Показать справочник ключей: region.toml, acts, cases, forms."""
    click.echo(text(), nl=False)


def text() -> str:
    """The whole reference as Markdown."""
    parts = (
        HEAD,
        *_chapter("region.toml", profile_file.SECTIONS),
        *_chapter("acts/*.toml", act_file.SECTIONS),
        "## Условия\n",
        CONDITIONS,
        _table(("знак", "значит"), ((f"`{one.value}`", SIGNS[one.value]) for one in Comparison)),
        "## Параметры норм\n",
        _table(
            ("параметр", "что это", "единица", "границы", "внутренний уровень может"), _norms()
        ),
        "## Факты\n",
        "Факты, которые объявляет сам регион, — в таблицах `[[fact]]` его актов.\n",
        _table(("факт", "вопрос", "тип", "чей", "слова"), _facts()),
        *_chapter("cases/*.toml", case_sections.SECTIONS),
        *_forms(),
    )
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _chapter(file: str, sections: Iterable[Section]) -> Iterator[str]:
    yield f"## {file}\n"
    for section in sections:
        yield f"### {section.header} — {section.title}\n"
        yield f"{section.help}\n"
        head = ("ключ", "что это", "как пишется", "без него")
        yield _table(head, (_row(key) for key in section.keys))
        yield f"```toml\n{section.example.strip()}\n```\n"


def _row(key: Key) -> tuple[str, ...]:
    words = "; ".join(f"`{code}` {title}" for code, title in key.choices.items())
    meaning = ". ".join(filter(None, (key.title.rstrip("."), key.help.rstrip("."), words)))
    absent = "**обязателен**" if key.required else key.default
    return f"`{key.name}`", meaning, key.type.label, absent


def _norms() -> Iterator[tuple[str, ...]]:
    for key, one in norm.CATALOGUE.items():
        numeric = one.unit.value not in {"flag", "text"}
        words = "; ".join(f"`{code}` {norm.PERIODS[code]}" for code in one.words)
        bounds = f"{one.lo}–{one.hi}" if numeric else words
        flag = one.unit is Unit.FLAG and one.inner_may is InnerMay.TIGHTEN_MIN
        may = "только потребовать" if flag else INNER[one.inner_may]
        yield f"`{key}`", one.title, f"`{one.unit.value}`", bounds, may


def _facts() -> Iterator[tuple[str, ...]]:
    for key, one in facts.CATALOGUE.items():
        whose = ", ".join(sorted(subject.label.lower() for subject in one.of))
        words = "; ".join(f"`{code}` {title}" for code, title in one.choices.items())
        yield f"`{key}`", one.question, one.type.label, whose, words


def _forms() -> Iterator[str]:
    yield "## forms/*.toml\n"
    yield (
        "Наверху — `code` (форма с кодом базовой занимает её место), `title`, `caption`, "
        "`cite = {act = …, clause = …}`, `margins_mm`, `font_size`; дальше `[[block]]` с `type`. "
        "Тексты — шаблоны: `{{ pair.mentor|fio }}`; пустой текст убирает свой блок.\n"
    )
    tables = {**BLOCKS, "column": Column, "margins_mm": Margins}
    for name, kind in tables.items():
        yield f"### {name} — {BLOCK_TITLES[name]}\n"
        rows = (
            (f"`{one.name}`", FORM_KEYS[one.name], "**обязателен**" * (one.default is MISSING))
            for one in fields(kind)
        )
        yield _table(("ключ", "что это", ""), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    safe = ([cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in lines)
    return "\n".join(f"| {' | '.join(row)} |" for row in safe) + "\n"
