"""Columns: those of HSEEP and of Blueprint are understood, and others kept."""

from __future__ import annotations

import pytest

from sim.exercise.msel.columns import CLOCKS, COLUMNS, KEPT, bare, known, layout
from sim.exercise.msel.rows import InjectRow


def fields(*headers: str) -> dict[str, str]:
    """Header -> the field it is taken for, of those that are."""
    return {headers[place]: field for field, place in layout(headers).places.items()}


def test_a_row_has_a_column_for_each_of_its_fields() -> None:
    assert {column.field for column in COLUMNS} == InjectRow.model_fields.keys() - {"extra"}


def test_no_name_stands_twice() -> None:
    names = [bare(name) for column in COLUMNS for name in (column.header, *column.names)]
    names += [bare(name) for name in (*CLOCKS, *KEPT)]
    assert sorted(names) == sorted(set(names))


def test_case_spaces_and_signs_do_not_matter() -> None:
    for header in ("EVENT #", "event_no.", "Event Number", "event nr"):
        assert fields(header) == {header: "id"}


def test_columns_of_an_hseep_list_are_understood() -> None:
    found = fields(
        "Event #", "Event Time", "Event Description", "Responsible Controller",
        "Recipient Player(s)", "Expected Outcome of Player Action", "Objective", "Notes",
    )  # fmt: skip
    assert found == {
        "Event #": "id", "Event Description": "text", "Recipient Player(s)": "to",
        "Expected Outcome of Player Action": "expected", "Objective": "objective",
    }  # fmt: skip


def test_columns_of_a_short_hseep_list_are_understood() -> None:
    found = fields("No.", "Inject", "Expected Outcome", "Learning Points",
                   "Maximum (minutes) for each message")  # fmt: skip
    assert set(found.values()) == {"id", "text", "expected", "learning", "minutes"}


@pytest.mark.parametrize(
    ("headers", "meant"),
    [
        (
            ("Control Number", "Move", "Group", "Delivery Time", "Simulated Time", "Assigned To",
             "Status", "Title", "Description", "From Org", "To Org", "Details", "Expected Actions"),
            {"Control Number": "id", "Move": "round", "Simulated Time": "date", "Status": "status",
             "Title": "title", "Description": "text", "From Org": "sender", "To Org": "to",
             "Expected Actions": "expected"},
        ),
        (
            ("Event Number", "Designated Scenario Time", "Event Type", "Inject Mode", "From", "To",
             "Message", "Expected Participant Response", "Exercise Objective", "Notes"),
            {"Event Number": "id", "Designated Scenario Time": "date", "Inject Mode": "delivery",
             "From": "sender", "To": "to", "Message": "text",
             "Expected Participant Response": "expected", "Exercise Objective": "objective"},
        ),
        (
            ("ID", "Local Time", "Delivery Method", "Target", "Title", "Description",
             "Assumptions", "Notes", "Expected Actions", "Measure of Performance"),
            {"ID": "id", "Delivery Method": "delivery", "Target": "to", "Title": "title",
             "Description": "text", "Expected Actions": "expected"},
        ),
    ],
)  # fmt: skip
def test_columns_of_blueprint_s_templates_are_understood(
    headers: tuple[str, ...], meant: dict[str, str]
) -> None:
    assert fields(*headers) == meant


def test_of_two_columns_that_say_the_same_the_better_counts_and_the_other_is_kept() -> None:
    found = layout(("Details", "Notes", "Description"))
    assert found.places == {"text": 2}
    assert list(found.own) == ["Details", "Notes"]


def test_our_own_header_counts_before_one_that_is_spelt_otherwise() -> None:
    found = layout(("TITLE", "Title"))
    assert found.places == {"title": 1}
    assert list(found.own) == ["TITLE"]


def test_a_name_that_is_nearly_known_is_kept_with_a_hint() -> None:
    (doubt,) = layout(("Recipent Player", "Weather")).doubts
    assert doubt == ("Recipent Player", "kept as a column of yours; did you mean "
                                        "'Recipient Player'?")  # fmt: skip


def test_a_clock_of_the_room_is_kept_with_a_word_why() -> None:
    ((header, said),) = layout(("Event Time", "Notes")).doubts
    assert header == "Event Time"
    assert "starts nothing here" in said


def test_every_name_leads_to_its_column() -> None:
    for column in COLUMNS:
        assert all(known()[bare(name)][0] == column.field for name in column.names)
