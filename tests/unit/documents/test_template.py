"""The sandbox: a template sees its data, through filters, and nothing else."""

from datetime import date

import pytest

from nastavnik.documents.template import TextError, fill_text, is_true, members

DATA = {
    "place": "г. Речной",
    "head": {"position": "директор", "items": "ключ"},
    "pairs": [1, 2],
    "nobody": None,
    "day": date(2026, 11, 21),
}


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__ }}",
        "{{ place.__class__.__mro__ }}",
        "{{ place['__class__'] }}",
        "{{ place|attr('__class__') }}",
        "{{ pairs|map(attribute='__class__')|list }}",
        "{{ place.upper() }}",
        "{{ '{0.__class__}'.format(place) }}",
        "{{ place.format }}",
        "{{ self }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(10) }}",
        "{{ lipsum }}",
        "{{ config }}",
        "{{ day.year }}",
        "{{ pairs.append }}",
        "{{ 'я' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ place|center(1000000000) }}",
        "{% for one in pairs %}{{ one }}{% endfor %}",
        "{% set x = 1 %}{{ x }}",
        "{% include 'secret' %}",
        "{% import 'secret' as s %}",
        "{% macro m() %}{% endmacro %}",
        "{% filter upper %}x{% endfilter %}",
        "{{ head.position",
    ],
)
def test_refused(attack):
    with pytest.raises(TextError):
        fill_text(attack, DATA)


def test_a_dot_reads_a_key_even_where_a_mapping_has_a_method():
    assert fill_text("{{ head.items }}", DATA) == "ключ"


def test_conditions_look_at_what_may_be_absent():
    assert fill_text("{% if nobody %}есть{% else %}нет{% endif %}", DATA) == "нет"
    assert is_true("pairs|length == 2 and not nobody", DATA)


@pytest.mark.parametrize(
    ("template", "field"),
    [
        ("{{ head.last_name }}", "head.last_name"),
        ("{{ nobody.last_name }}", "nobody"),
        ("{{ nobody }}", "nobody"),
        ("{{ absent.part }}", "absent"),
        ("{% if nobody %}{{ nobody }}{% endif %}{{ order.number }}", "order"),
        ("{{ nobody|fio }}", "nobody"),
        ("{{ head.street|position('dative') }}", "head.street"),
        ("{% if absent %}x{% endif %}", "absent"),
    ],
)
def test_a_missing_field_is_named(template, field):
    with pytest.raises(TextError, match=f"не заполнено поле «{field}»"):
        fill_text(template, DATA)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ head|fio }}", "не указано: фамилия"),
        ("{{ place|position('творительный') }}", "нет падежа «творительный»"),
        ("{{ place|date }}", "«г. Речной» — не дата"),
        ("{{ place|shout }}", "shout"),
    ],
)
def test_a_filter_says_what_is_wrong(template, message):
    with pytest.raises(TextError, match=message):
        fill_text(template, DATA)


def test_loops_take_lists_only():
    assert members("pairs", DATA) == [1, 2]
    for source in ("place", "head", "nobody", "absent", "1", "pairs.__class__"):
        with pytest.raises(TextError):
            members(source, DATA)
