"""Installed regions: one manager each, a broken one reported and the others at work."""

from datetime import date

import pytest

from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.norm import Word
from nastavnik.domain.provision import Unit
from nastavnik.regions import registry
from nastavnik.regions.errors import RegionError
from nastavnik.regions.registry import discover, load_region
from nastavnik.regions.spec import API_VERSION, DataRegion, Region, unmarked

CAP = """[[norm]]
parameter = "mentees.max"
value = {value}
clause = "1"
quote = "…"
"""


def test_the_installed_regions_work():
    assert set(registry.installed()) >= {"altai", "dagestan", "kuzbass", "lnr"}
    assert registry.broken() == ()
    assert registry.region("altai").profile.subject_code == "22"


def test_an_unknown_region_is_told_how_to_install_it():
    with pytest.raises(NotFoundError, match=r"Регион «mars» не установлен.*pip install"):
        registry.region("mars")


def test_a_region_that_does_not_load_is_told_apart_from_an_absent_one(package, monkeypatch):
    found = discover([package(code="1 / 0")])
    monkeypatch.setattr(registry, "_discovered", lambda: found)
    with pytest.raises(NotFoundError, match="покажет: nastavnik region check north"):
        registry.region("north")


def test_a_plugin_of_data_is_a_region(load, act):
    north = load({"acts/law.toml": act(CAP.format(value=3))})
    assert north.profile.title == "Северный край"
    assert [one.code for one in north.acts][-1] == "law"
    assert {one.layer.name for one in north.acts} == {"FEDERAL", "REGION"}
    assert north.book().value("mentees.max").value == 3
    assert north.checks == ()
    assert north.version == ""


def test_a_form_of_the_region_takes_the_place_of_the_base_one(load):
    form = 'code = "order_appointment"\ntitle = "Свой приказ"\n[[block]]\ntype = "space"\n'
    north = load({"forms/order.toml": form})
    assert north.form("order_appointment").title == "Свой приказ"
    assert north.form("consent_mentor").title
    with pytest.raises(NotFoundError, match="Нет формы документа «diploma»"):
        north.form("diploma")


def test_a_calendar_has_the_days_off_of_the_region(load):
    day = '\n[[day_off]]\non = 2025-09-15\ntitle = "День края"\nsource = "Закон края"\n'
    from_profile = (
        '[region]\nslug = "north"\ntitle = "С"\nsubject_code = "99"\nministry = "М"\n' + day
    )
    north = load({"region.toml": from_profile})
    assert not north.calendar().works(date(2025, 9, 15))
    assert north.calendar(6).works(date(2025, 9, 13))
    assert north.book(week=6).calendar.week == 6


def test_a_late_day_off_moves_a_deadline_and_names_its_act(load):
    saturday = (
        '\n[[day_off]]\non = 2026-06-27\ntitle = "Рабочая суббота"\n'
        'source = "Указ № 6"\nknown = 2026-06-02\nworks = true\n'
    )
    head = '[region]\nslug = "north"\ntitle = "С"\nsubject_code = "99"\nministry = "М"\n'
    north = load({"region.toml": head + saturday})
    friday, day = date(2026, 6, 26), date(2026, 6, 27)
    late, early = north.book(on=friday), north.book(on=friday, known_on=date(2026, 6, 1))
    assert late.calendar.due(friday, 1, Unit.WORKING_DAY).on == day
    assert early.calendar.due(friday, 1, Unit.WORKING_DAY).on == date(2026, 6, 29)
    assert late.calendar.changed(early.calendar, friday, day) == (
        "рабочий день 27.06.2026 — Указ № 6"
    )


TOWN = """
[act]
code = "town"
layer = "municipality"
unit = "town"
title = "Положение города"
in_force = 2022-06-09
until = 2024-08-31

[[norm]]
parameter = "mentees.max"
value = 2
clause = "2.5"
quote = "…"
"""


def test_a_book_is_of_its_unit_and_date(load):
    north = load({"acts/town.toml": TOWN})
    in_town = ("town", "school")
    on = date(2023, 1, 1)
    assert north.book(in_town, on).value("mentees.max").value == 2
    assert north.book((), on).value("mentees.max").value is Word.UNREGULATED
    assert north.book(in_town, date(2022, 6, 8)).value("mentees.max").value is Word.UNREGULATED
    assert north.book(in_town, date(2024, 8, 31)).value("mentees.max").value == 2
    assert north.book(in_town, date(2024, 9, 1)).value("mentees.max").value is Word.UNREGULATED
    before_it_was_known = north.book(in_town, on, known_on=date(2022, 1, 1))
    assert before_it_was_known.value("mentees.max").value is Word.UNREGULATED


def test_a_book_is_compiled_once_for_units_and_dates_with_the_same_rules(load):
    north = load({"acts/town.toml": TOWN})
    book = north.book(("town", "school"), date(2023, 1, 1))
    assert north.book(("town", "other_school"), date(2023, 6, 1)) is book
    assert north.book(("town",), date(2025, 1, 1)) is not book
    assert north.book(("town",), date(2023, 1, 1), week=6) is not book
    assert book.on == date(2022, 6, 9)


def test_intervals_are_the_days_on_which_the_rules_change(load):
    north = load({"acts/town.toml": TOWN})
    assert set(north.intervals(("town",))) - set(north.intervals()) == {
        date(2022, 6, 9),
        date(2024, 9, 1),
    }
    assert north.intervals()[0] == date.min


def test_a_check_of_the_plugin_gets_into_every_book(load):
    body = "checks = hookimpl(lambda self: [lambda case, book: []])"
    assert len(load(code=OWN.format(body=body)).book().checks) == 1


# --- broken plugins ---


def refusal(*points):
    with pytest.raises(RegionError) as caught:
        load_region("north", list(points))
    return str(caught.value)


def test_two_plugins_may_not_have_one_name(package):
    message = refusal(package(), package())
    assert message.startswith("регион north: имя занято двумя дополнениями (plugin_")
    assert message.endswith("удалите лишнее")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "не загружается plugin_"),
        ("import nowhere", "No module named 'nowhere'"),
        ("raise SystemExit(3)", "SystemExit(3)"),
        ("region = 5", "не Region; верните экземпляр DataRegion"),
    ],
)
def test_an_entry_point_must_lead_to_a_region(package, code, says):
    assert says in refusal(package(code=code))


OWN = """
from nastavnik.regions.spec import DataRegion, hookimpl
class Own(DataRegion):
    {body}
region = Own(__name__)
"""


def test_a_plugin_of_another_version_is_refused_with_a_remedy(package):
    message = refusal(package(code=OWN.format(body=f"api = {API_VERSION + 1}")))
    assert f"для договора версии {API_VERSION + 1}, у платформы {API_VERSION}" in message
    assert message.endswith("обновите дополнение")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("def acts(self): return ()", "не отмечены @hookimpl: acts"),
        ("acts = hookimpl(lambda self: 1 / 0)", "ошибка в ответе дополнения: ZeroDivisionError"),
        ("@hookimpl\n    def acts(self, moon): return ()", "исправьте его код"),
        ("acts = hookimpl(lambda self: [None])", "acts ответил NoneType, а нужен Act"),
        ("profile = hookimpl(lambda self: 5)", "profile ответил int, а нужен RegionProfile"),
        ("document_forms = hookimpl(lambda self: [1])", "а нужен DocumentForm"),
        ("checks = hookimpl(lambda self: ['x'])", "checks ответил str, а нужна функция"),
    ],
)
def test_a_fault_in_a_hook_is_told(package, body, says):
    assert says in refusal(package(code=OWN.format(body=body)))


def test_the_region_is_called_by_one_name(package):
    head = '[region]\nslug = "south"\ntitle = "Ю"\nsubject_code = "98"\nministry = "М"'
    point = package({"region.toml": head})
    assert "region.toml называет регион 'south'; имена должны совпадать" in refusal(point)


def test_a_plugin_without_a_passport_is_told_which_file_to_add(package, tmp_path):
    point = package()
    (tmp_path / point.module / "region.toml").unlink()
    assert refusal(point) == "region.toml: нет такого файла; добавьте его в пакет региона"


def test_faults_of_files_come_with_file_and_line(package, act):
    message = refusal(package({"acts/law.toml": act(CAP.format(value=0))}))
    assert message.startswith("acts/law.toml:9: value: 0 не подходит для mentees.max")


def test_a_broken_region_does_not_disturb_the_others(package):
    good, broken = discover([package(), package(code="1 / 0", slug="south")])
    assert list(good) == ["north"]
    assert [one.slug for one in broken] == ["south"]
    assert "ZeroDivisionError" in broken[0].problems[0].message


# --- the contract ---


def test_hooks_of_the_contract_answer_nothing_by_themselves():
    for hook in ("profile", "acts", "document_forms", "checks"):
        with pytest.raises(NotImplementedError):
            getattr(Region(), hook)()


def test_a_region_of_data_marks_all_its_hooks():
    assert unmarked(DataRegion("nastavnik")) == ()
    assert unmarked(Region()) == ()
