"""Posts, titles of acts and names of roles in the cases of Russian.

In such a phrase only the head noun and the adjectives before it are declined: «учитель
математики» -> «учителя математики», «социальный педагог» -> «социального педагога». What the
dictionary does not know, and abbreviations, stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from pymorphy3 import MorphAnalyzer

from nastavnik.documents.declension import Case

_GRAMMEMES: Final = {
    Case.NOMINATIVE: "nomn",
    Case.GENITIVE: "gent",
    Case.DATIVE: "datv",
    Case.ACCUSATIVE: "accs",
    Case.INSTRUMENTAL: "ablt",
    Case.PREPOSITIONAL: "loct",
}
_ADJECTIVES: Final = frozenset({"ADJF", "PRTF"})
_COACH: Final = {
    "sing": ("коуч", "коуча", "коучу", "коуча", "коучем", "коуче"),
    "plur": ("коучи", "коучей", "коучам", "коучей", "коучами", "коучах"),
}
_OUTSIDE_DICTIONARY: Final = {"коуч": _COACH}


def phrase(text: str, case: Case) -> str:
    """Put a post or a title into `case`: «заместитель директора» -> «заместителя директора».

    Posts after a comma are declined too: «учитель физики, классный руководитель».
    """
    return _declined(" ".join(text.split()), case, "sing", "")


def plural(text: str, case: Case) -> str:
    """Put a role into the plural of `case`: «молодой педагог» -> «молодых педагогов»."""
    return _declined(" ".join(text.split()), case, "plur", "")


def role(text: str, case: Case, gender: str) -> str:
    """Put a role into `case` for a person: «наставляемый», dative, "f" -> «наставляемой».

    Only a role that is an adjective agrees with the gender; «наставник» stays masculine.
    """
    return _declined(" ".join(text.split()), case, "sing", gender)


@dataclass(frozen=True, slots=True)
class _Noun:
    gender: str
    animate: bool
    form: Callable[[Case, str], str]


@lru_cache(maxsize=2048)
def _declined(text: str, case: Case, number: str, gender: str) -> str:
    first, *others = text.split(", ")
    posts = [_post(first, case, number, gender)]
    posts += [
        _post(other, case, number, gender) if _names_person(other) else other for other in others
    ]
    return ", ".join(posts)


def _names_person(text: str) -> bool:
    """«классный руководитель» is one more post, «высшая категория» is not."""
    words = text.split(" ")
    noun = _noun(words[min(_leading(words, "sing"), len(words) - 1)], "sing")
    return noun is not None and noun.animate


def _post(text: str, case: Case, number: str, gender: str) -> str:
    words = text.split(" ")
    written = _written_number(words[0])
    number = "plur" if written == "plur" else number
    head = _leading(words, written)
    noun = _noun(words[head], written) if head < len(words) else None
    adjectives = [index for index in range(head) if _adjectives(words[index], written)]
    if noun is None and not adjectives:
        return text
    if noun is None:
        sex, animate = _own_gender(words[adjectives[0]], gender), True
    else:
        sex, animate = noun.gender, noun.animate
        words[head] = _capital_as(words[head], noun.form(case, number))
    for index in adjectives:
        parses = _adjectives(words[index], written)
        form = _agreed(parses, case, number, sex, animate=animate)
        words[index] = _capital_as(words[index], form or words[index])
    return " ".join(words)


def _written_number(first: str) -> str:
    """«Методические рекомендации», «Правила …» are written in the plural, posts never are."""
    singular = _noun(first, "sing") or _adjectives(first, "sing")
    plural_only = not singular and (_noun(first, "plur") or _adjectives(first, "plur"))
    return "plur" if plural_only else "sing"


def _leading(words: list[str], written: str) -> int:
    """Count the words before the head noun: adjectives, «временно», «ст.»."""
    for index, word in enumerate(words):
        adverb = not word.endswith(".") and any("ADVB" in parse.tag for parse in _parses(word))
        if not (word.endswith(".") or adverb or _adjectives(word, written)):
            return index
    return len(words)


def _noun(word: str, written: str) -> _Noun | None:
    if len(word) > 1 and word.isupper():
        return None
    borrowed = _OUTSIDE_DICTIONARY.get(word.lower())
    if borrowed:
        return _Noun("masc", animate=True, form=lambda case, number: borrowed[number][_nth(case)])
    nouns = [p for p in _parses(word) if "NOUN" in p.tag and _is_nominative(p, written)]
    nouns.sort(key=lambda parse: "anim" not in parse.tag)
    if not nouns:
        return None
    best = nouns[0]
    return _Noun(
        str(best.tag.gender or "masc"),
        animate="anim" in best.tag,
        form=lambda case, number: _inflected(best, {_GRAMMEMES[case], number}) or word,
    )


def _adjectives(word: str, written: str) -> list[Any]:
    return [p for p in _parses(word) if p.tag.POS in _ADJECTIVES and _is_nominative(p, written)]


def _is_nominative(parse: Any, number: str) -> bool:  # noqa: ANN401 - pymorphy3 has no types
    return "nomn" in parse.tag and number in parse.tag


def _own_gender(adjective: str, wanted: str) -> str:
    """Gender of a role that is an adjective: the person's, else as it is written."""
    if wanted:
        return "femn" if wanted == "f" else "masc"
    parses = _adjectives(adjective, "sing")
    return str(parses[0].tag.gender) if parses else "masc"


def _agreed(parses: list[Any], case: Case, number: str, gender: str, *, animate: bool) -> str:
    """Form of an adjective that agrees with its noun, "" if the dictionary has none."""
    parse = next((p for p in parses if gender in p.tag), parses[0])
    wanted = {_GRAMMEMES[case], number} | ({gender} if number == "sing" else set())
    animacy = {"anim" if animate else "inan"}
    return _inflected(parse, wanted | animacy) or _inflected(parse, wanted)


def _inflected(parse: Any, grammemes: set[str]) -> str:  # noqa: ANN401 - pymorphy3 has no types
    inflected = parse.inflect(frozenset(grammemes))
    return str(inflected.word) if inflected else ""


def _nth(case: Case) -> int:
    return list(Case).index(case)


def _capital_as(sample: str, word: str) -> str:
    return word[:1].upper() + word[1:] if sample[:1].isupper() else word


@lru_cache(maxsize=4096)
def _parses(word: str) -> tuple[Any, ...]:
    return tuple(_morph().parse(word))


@cache
def _morph() -> MorphAnalyzer:
    return MorphAnalyzer()
