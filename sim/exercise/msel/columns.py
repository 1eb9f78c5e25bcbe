"""Columns: which column of a spreadsheet says what of an inject, whatever it is called.

Beside our own names those of HSEEP's master scenario events lists and of Crucible Blueprint are
understood, without regard to case, spaces and signs. A column that is none of them is kept.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Column:
    """A column of the list."""

    field: str
    """Of an inject's row."""
    header: str
    """As we write it."""
    meaning: str
    names: tuple[str, ...]
    """How else it may be called; where a file has several of them, the first listed counts."""
    width: int = 14
    """Characters."""


COLUMNS = (
    Column(
        "id", "No.", "What the inject is known by; left empty it is given one",
        ("ID", "Inject #", "Inject ID", "Control Number", "Event #", "Event ID", "Serial",
         "Serial #", "MSEL #"), 8,
    ),
    Column(
        "status", "Status", "pending, approved, fired, held or skipped; empty: approved",
        ("State", "Inject Status", "Event Status"), 10,
    ),
    Column(
        "round", "Round", "Round it is for, counted from 1",
        ("Move", "Turn", "Round #", "Move #"), 7,
    ),
    Column(
        "minute", "Room minute", "Minutes of the room after the round opens: 15, 0:15",
        ("Minute", "Room Time", "Minute of Round", "Minutes after Opening"), 8,
    ),
    Column(
        "date", "Scenario date", "Day of the scenario, such as 2010-09-07",
        ("Date", "Scenario Day", "Scenario Time", "Designated Scenario Time", "Simulated Time",
         "Simulated Date", "Sim Time"), 12,
    ),
    Column(
        "when", "When", "Condition on which it fires",
        ("Condition", "Trigger", "Trigger Condition"), 24,
    ),
    Column(
        "sender", "From", "Who it comes from in the story",
        ("From Org", "Sender", "Simulated Sender", "Originator"),
    ),
    Column(
        "to", "To", "Seats it is told to, joined by commas; empty or 'all': everybody",
        ("To Org", "Recipient", "Recipients", "Recipient Player(s)", "Recipient Player",
         "Intended Player", "Intended Player(s)", "Player", "Player(s)", "Target", "Audience"),
    ),
    Column(
        "public", "Public", "yes: the room is told too",
        ("Visibility", "Private/Public"), 8,
    ),
    Column(
        "delivery", "Delivery", "How it is delivered: email, phone, press, in person",
        ("Delivery Method", "Method of Delivery", "Inject Mode", "Mode", "Method", "Means"),
    ),
    Column(
        "title", "Title", "What it is called",
        ("Inject Title", "Event Title", "Event Name", "Inject Name", "Subject", "Headline"), 28,
    ),
    Column(
        "text", "Text", "What is delivered, word for word",
        ("Inject Text", "Message", "Message Text", "Inject", "Inject Description",
         "Event Description", "Description", "Event", "Event Synopsis", "Details"), 60,
    ),
    Column(
        "effects", "Effects", "What it does, a line each: 'SEAT: order' or a patch of a number",
        ("Effect",), 30,
    ),
    Column(
        "expected", "Expected outcome", "What players are expected to do",
        ("Expected", "Expected Outcomes", "Expected Outcome of Player Action", "Expected Actions",
         "Expected Action", "Expected Player Action", "Expected Player Actions",
         "Expected Participant Response", "Expected Response", "Anticipated Player Action"), 40,
    ),
    Column(
        "objective", "Objective", "Objective that it serves",
        ("Objectives", "Exercise Objective", "Exercise Objectives", "Core Capability",
         "Capability"), 16,
    ),
    Column(
        "learning", "Learning points", "What is to be learnt",
        ("Learning", "Learning Point", "Teaching Points"), 30,
    ),
    Column(
        "minutes", "Minutes", "Minutes it is allowed to take",
        ("Duration", "Duration (minutes)", "Maximum (minutes)",
         "Maximum (minutes) for each message", "Time Allotted"), 8,
    ),
)  # fmt: skip

HEADERS: Mapping[str, str] = {column.field: column.header for column in COLUMNS}
"""Field -> header as we write it."""
FIELDS: Mapping[str, str] = {column.header: column.field for column in COLUMNS}

CLOCKS = (
    "Time", "Event Time", "Inject Time", "Exercise Time", "Exercise Date", "Delivery Time",
    "Local Time", "Scheduled Time", "Start Time", "Planned Time",
)  # fmt: skip
"""Columns that tell a clock of the room. They are kept and start nothing: which round it is at
half past ten is known on the day only."""

KEPT = (
    "Notes", "Comments", "Responsible Controller", "Controller", "Evaluator", "Assigned To",
    "Group", "Event Type", "Inject Type", "Location", "Assumptions", "Measure of Performance",
    "Card", "Source Type", "Source Name", "Integration Target", "Players Reacting", "Summary",
)  # fmt: skip
"""Other columns that such lists have; they are kept as they stand."""

ALIKE = 0.85
"""Likeness from which an unknown name is taken for a known one misspelt [1]."""


@dataclass(frozen=True)
class Layout:
    """What the columns of a file say."""

    places: Mapping[str, int]
    """Field -> number of its column from 0."""
    own: Mapping[str, int]
    """Header of a column that is kept as it stands -> its number from 0."""
    faults: tuple[tuple[str, str], ...]
    """Header and what is wrong with it."""
    doubts: tuple[tuple[str, str], ...]
    """Header and what may be wrong with it."""


def layout(headers: Sequence[str]) -> Layout:
    """Return what the columns under some headers say."""
    best: dict[str, tuple[int, bool, int]] = {}
    for place, header in enumerate(headers):
        field, rank = known().get(bare(header), ("", 0))
        if field:
            found = (rank, header != HEADERS[field], place)
            best[field] = min(found, best.get(field, found))
    places = {field: place for field, (_, _, place) in best.items()}
    taken = set(places.values())
    own = {h: place for place, h in enumerate(headers) if h and place not in taken}
    twice = (h for n, h in enumerate(headers) if h and h in headers[:n])
    faults = tuple((h, "two columns have this name; rename one of them") for h in twice)
    return Layout(places, own, faults, tuple(_doubts(own)))


def _doubts(own: Mapping[str, int]) -> list[tuple[str, str]]:
    clocks, names = {bare(name) for name in CLOCKS}, _display()
    found = []
    for header in own:
        near = difflib.get_close_matches(bare(header), names, n=1, cutoff=ALIKE)
        if bare(header) in clocks:
            found.append(
                (
                    header,
                    "a clock of the room starts nothing here, so it is only kept; "
                    "give Round and Room minute to have injects fire by themselves",
                )
            )
        elif near and bare(header) not in names:
            found.append((header, f"kept as a column of yours; did you mean '{names[near[0]]}'?"))
    return found  # fmt: skip


def score(headers: Sequence[str]) -> int:
    """Return how many columns of the list a row of headers names."""
    return len({known()[bare(header)][0] for header in headers if bare(header) in known()})


@cache
def known() -> Mapping[str, tuple[str, int]]:
    """Return every bare name with its field and how far down its list it stands."""
    found: dict[str, tuple[str, int]] = {}
    for column in COLUMNS:
        for rank, name in enumerate((column.header, *column.names)):
            found.setdefault(bare(name), (column.field, rank))
    return found


@cache
def _display() -> Mapping[str, str]:
    """Return every bare name that is known or kept, with how it is written."""
    ours = (name for column in COLUMNS for name in (column.header, *column.names))
    return {bare(name): name for name in (*ours, *CLOCKS, *KEPT)}


def bare(header: str) -> str:
    """Return a header's letters and digits, with `#` and `No.` for number.

    >>> bare("Recipient Player(s)"), bare("Event #") == bare("event no.")
    ('recipientplayers', True)
    """
    plain = unicodedata.normalize("NFKC", header).casefold().replace("#", " number ")
    words = re.findall(r"[^\W_]+", plain)
    return "".join("number" if word in ("no", "nr", "num") else word for word in words)
