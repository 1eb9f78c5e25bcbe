"""What an exercise is played with: the scenario it adds to, its calendar, its papers."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from sim.errors import ScenarioError, SimError
from sim.exercise.template import papers
from sim.exercise.template.derive import derived, endex, format_of, prelude
from sim.exercise.template.effects import act
from sim.exercise.template.fill import default_template, general
from sim.exercise.template.load import load_exercise, read_exercise, template_of
from sim.exercise.template.schema import json_schema
from sim.exercise.template.spec import Template
from sim.scenario import catalog
from sim.scenario.spec import Scenario
from sim.seats.load import load_scenario
from sim.world.build import timeline_of

SOUND = (Path(__file__).parent / "sound.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def islands() -> Scenario:
    return load_scenario(catalog.folder("two-islands"))


@pytest.fixture(scope="module")
def template(islands: Scenario) -> Template:
    made = read_exercise(SOUND, "sound.yaml", islands).template
    assert made is not None
    return made


# --- the scenario ------------------------------------------------------------------------------


def test_what_the_file_adds_is_there_and_what_the_scenario_says_stays(
    islands: Scenario, template: Template
) -> None:
    whole = derived(islands, template, "short")
    assert whole.countries["NORTH"].government == "CHN"
    assert whole.countries["NORTH"].name == islands.countries["NORTH"].name
    assert [row.id for row in whole.disputes] == ["nets"]
    assert whole.orders == islands.orders
    assert whole.flows == islands.flows


@pytest.mark.parametrize("name", ["short", "weekly"])
def test_the_rounds_of_a_format_begin_on_startex(
    name: str, islands: Scenario, template: Template
) -> None:
    timeline = timeline_of(derived(islands, template, name))
    first = prelude(islands, template, name) * timeline.ticks_per_round
    assert timeline.date(first) == template.start
    last = first + format_of(template, name).rounds * timeline.ticks_per_round
    assert timeline.date(last) == endex(islands, template, name)


@pytest.mark.parametrize("name", ["short", "weekly"])
def test_there_is_room_to_run_the_world_on_for_two_years(
    name: str, islands: Scenario, template: Template
) -> None:
    timeline = timeline_of(derived(islands, template, name))
    assert timeline.end >= endex(islands, template, name) + dt.timedelta(days=730)
    assert timeline.end >= timeline_of(islands).end


def test_events_before_startex_stay_and_later_ones_are_the_exercise_s_own(
    islands: Scenario, template: Template
) -> None:
    assert derived(islands, template, "short").injects == ()
    late = template.model_copy(update={"start": dt.date(2030, 7, 8)})
    assert derived(islands, late, "short").injects == islands.injects


def test_seats_of_countries_and_firms_bring_their_policies(
    islands: Scenario, template: Template
) -> None:
    seats = derived(islands, template, "short").seats
    assert {name: seat.policy for name, seat in seats.items()} == {
        "NORTH": "gray_zone",
        "SOUTH": "passive",
        "North-Ore": "passive",
    }


def test_the_derived_scenario_keeps_no_secret(islands: Scenario, template: Template) -> None:
    text = derived(islands, template, "short").model_dump_json()
    row = template.seats["NORTH"]
    assert row.secret and row.secret not in text
    assert not any(goal.text in text for goal in row.goals)


def test_an_unknown_format_is_told_with_those_there_are(template: Template) -> None:
    with pytest.raises(SimError, match="known: short, weekly"):
        format_of(template, "shrot")


# --- what is left out --------------------------------------------------------------------------


@pytest.mark.parametrize("name", catalog.names())
def test_any_scenario_can_be_played_without_an_exercise_file(name: str) -> None:
    scenario = load_scenario(catalog.folder(name))
    made = default_template(scenario)
    assert made.seats.keys() == (scenario.seats or scenario.countries).keys()
    assert len(made.injects) == len(scenario.injects)
    assert made.formats and made.objectives and made.ratings and made.sitman
    for format_ in made.formats:
        assert prelude(scenario, made, format_) == 0
        assert derived(scenario, made, format_).calendar.start == scenario.calendar.start


def test_what_a_scenario_tells_a_seat_only_that_seat_reads() -> None:
    scenario = load_scenario(catalog.folder("three-chokepoints"))
    made = default_template(scenario)
    own = scenario.seats["KORVA"]
    assert own.brief is not None
    assert papers.role_card(made, "KORVA").secret == own.brief.strip()
    assert papers.notice(made, "KORVA").brief == ""
    assert papers.notice(made, "KORVA").goals == ()


def test_events_of_the_scenario_become_injects_with_what_they_do(islands: Scenario) -> None:
    row = islands.injects[0]
    acting = row.model_copy(update={"by": "NORTH", "order": "hold"})
    (made,) = default_template(islands.model_copy(update={"injects": (acting,)})).injects
    assert (made.id, made.date, made.effects) == (row.id, row.date, ("NORTH: hold",))


def test_sections_that_fit_any_exercise_follow_the_file_s_own(template: Template) -> None:
    titles = [section.title for section in template.sitman]
    assert titles == ["The islands", *(section.title for section in general().sitman)]


def test_a_section_of_a_general_title_takes_its_place(islands: Scenario) -> None:
    title = general().sitman[0].title
    text = f"format: 1\nsitman:\n  - {{title: {title}, text: Ours}}\n"
    made = read_exercise(text, "f", islands).template
    assert made is not None
    assert [s.text for s in made.sitman if s.title == title] == ["Ours"]


# --- files -------------------------------------------------------------------------------------


def test_an_exercise_is_loaded_from_beside_its_scenario(tmp_path: Path) -> None:
    text = (catalog.folder("two-islands") / "scenario.yaml").read_text("utf-8")
    (tmp_path / "scenario.yaml").write_text(text, "utf-8")
    assert load_exercise(tmp_path).template_text == ""
    (tmp_path / "exercise.yaml").write_text(SOUND, "utf-8")
    for path in (tmp_path, tmp_path / "scenario.yaml"):
        prepared = load_exercise(path)
        assert prepared.template.title == "A quarrel over ore"
        assert (prepared.scenario_text, prepared.template_text) == (text, SOUND)


def test_another_exercise_file_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "storm.yaml"
    file.write_text("format: 1\ntitle: Storm\n", "utf-8")
    assert load_exercise(catalog.folder("two-islands"), file).template.title == "Storm"
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_exercise(catalog.folder("two-islands"), tmp_path / "none.yaml")


def test_all_problems_of_a_file_are_raised_together(tmp_path: Path) -> None:
    file = tmp_path / "exercise.yaml"
    file.write_text("format: 1\nseats:\n  NROTH: {policy: grey}\n", "utf-8")
    with pytest.raises(ScenarioError) as raised:
        load_exercise(catalog.folder("two-islands"), file)
    assert len(raised.value.problems) == 2


def test_bytes_that_are_no_text_are_a_problem_and_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "exercise.yaml"
    file.write_bytes(b"format: 1\ntitle: \xff\n")
    with pytest.raises(ScenarioError, match="not UTF-8"):
        load_exercise(catalog.folder("two-islands"), file)


@pytest.mark.parametrize("text", ["[]", "3", "format: 1\nseats: 4", "- format: 1", "format: {}"])
def test_a_file_of_another_shape_is_a_problem_and_no_traceback(
    text: str, islands: Scenario
) -> None:
    assert read_exercise(text, "f", islands).errors


def test_a_text_that_was_checked_is_read_again(islands: Scenario, template: Template) -> None:
    assert template_of(SOUND, islands) == template
    assert template_of("", islands) == default_template(islands)


# --- papers ------------------------------------------------------------------------------------


def test_a_role_card_tells_a_seat_all_of_its_own(template: Template) -> None:
    card = papers.role_card(template, "NORTH")
    assert card.secret == "The mine loses money below half of its output."
    assert card.goals == (("Keep the boats away", False), ("Sell all ore", True))
    assert [play.code for play in card.playbook] == ["N1"]


def test_the_manual_holds_nothing_that_one_seat_alone_may_read(template: Template) -> None:
    text = repr(papers.manual(template))
    for row in template.seats.values():
        assert not row.secret or row.secret not in text
        assert not any(goal.text in text for goal in row.goals if goal.secret)
        assert not any(play.order in text for play in row.playbook)
    assert "It mines most of the ore." in text


def test_the_card_of_one_seat_holds_nothing_of_another_s(template: Template) -> None:
    text = repr(papers.role_card(template, "SOUTH"))
    assert template.seats["NORTH"].secret not in text
    assert "N1" not in text


def test_an_unknown_seat_has_no_card(template: Template) -> None:
    with pytest.raises(SimError, match="unknown seat 'NROTH'"):
        papers.role_card(template, "NROTH")


# --- effects and schema ------------------------------------------------------------------------


def test_an_act_is_told_from_a_patch() -> None:
    assert act("North-Ore: suspend firm=North-Ore share=0.2") == (
        "North-Ore",
        "suspend firm=North-Ore share=0.2",
    )
    assert act("JPN.METI: hold") == ("JPN.METI", "hold")
    assert act("SOUTH.support -= 2") is None


def test_the_schema_is_plain_json_and_closed() -> None:
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert set(schema["properties"]) == set(Template.model_fields)
    assert all(entry["additionalProperties"] is False for entry in schema["$defs"].values())
