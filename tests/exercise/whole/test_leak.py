"""Leaks: over whole exercises, typed line by line, nobody is shown what is not for them."""

from __future__ import annotations

import itertools
import json
import random
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.exercise.acts import WHITE
from sim.exercise.topics.seats import Chair
from tests.cli.exercise.shell import countervail
from tests.exercise.views.planted import ROOM, mark, strangers
from tests.exercise.whole.day import NUMBERED, Day, look, play, written
from tests.exercise.whole.planted import ISLANDS


def played(scenario: str, seed: int, rounds: int, lines: int) -> Day:
    """Return a day of random play."""
    day = Day.begin(scenario, seed=seed)
    play(day, random.Random(seed), rounds=rounds, lines=lines)
    return day


@pytest.mark.parametrize("seed", range(20))
def test_nobody_is_shown_what_is_not_for_them_on_two_islands(seed: int) -> None:
    day = played("two-islands", seed, rounds=2 + seed % 2, lines=30)
    assert list(day.leaks()) == []
    day.end()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_shown_what_is_not_for_them_at_three_chokepoints(seed: int) -> None:
    day = played("three-chokepoints", seed, rounds=2, lines=25)
    assert list(day.leaks()) == []
    day.end()


def test_what_is_planted_is_shown_to_those_it_is_for() -> None:
    day = played("two-islands", 3, rounds=2, lines=60)
    for reader in (*ISLANDS, WHITE):
        own = "".join(text for who, _, text in day.shown if who == reader)
        assert mark(reader) in own
    white = "".join(text for who, _, text in day.shown if who == WHITE)
    assert mark(WHITE, "player") in white and NUMBERED.search(white)
    day.end()


def test_the_search_finds_what_is_not_for_a_reader() -> None:
    day = Day.begin("two-islands")
    day.keep("NORTH", "status", f"so {mark('SOUTH')} it is")
    day.keep("NORTH", "status", f"its code is {day.code('SOUTH')}")
    day.keep("NORTH", "order add", "log 17: noted")
    day.keep("SOUTH", "status", f"so {mark('SOUTH')} it is, and the code is {day.code('SOUTH')}")
    assert [found for _, _, (found,) in day.leaks()] == [
        mark("SOUTH"), day.code("SOUTH"), "log 17"
    ]  # fmt: skip
    day.end()


# --- files, the shell, programs ------------------------------------------------------------------


def texts(path: Path) -> Iterator[str]:
    """Yield what a file holds, as one text without white space, so that no mark is broken."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                text = parts.read(name).decode("utf-8", errors="replace")
                yield "".join(re.sub("<[^>]*>", "", text).split())
    else:
        yield "".join(path.read_text("utf-8").split())


def strange(day: Day, text: str, reader: str) -> list[str]:
    """Return what a text holds that is not for a reader."""
    codes = [day.code(seat) for seat in day.seats if seat != reader]
    return [*strangers(text, reader), *(code for code in codes if code in text)]


def test_papers_of_a_seat_hold_nothing_of_others(tmp_path: Path) -> None:
    day = played("two-islands", 5, rounds=1, lines=30)
    for seat in ISLANDS:
        folder = tmp_path / seat
        for what in ("roles", "orders", "sitman"):
            day.say(WHITE, f"print {what} --seat {seat} --to docx --to html --to md --out {folder}")
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert any(mark(seat) in text for path in files for text in texts(path))
        found = {path.name: strange(day, text, seat) for path in files for text in texts(path)}
        assert found == {name: [] for name in found}
    sitman = [path for path in (tmp_path / "NORTH").rglob("*sitman*") if path.is_file()]
    assert sitman != []
    assert all(strange(day, text, ROOM) == [] for path in sitman for text in texts(path))
    day.end()


def test_from_the_shell_a_seat_reads_its_own_alone() -> None:
    day = played("two-islands", 7, rounds=1, lines=40)
    file = str(day.prompt.session.exercise.file.path)
    commands = (
        "exercise status", "round brief --all", "round show", "order show", "order options",
        "deal list", "rfi list", "msg", "press", "order drop 1", "order add hodl", "eval form",
        "hotwash",
    )  # fmt: skip
    manners = itertools.cycle(("", "--json", "--plain"))
    for seat, command in itertools.product(("SOUTH", "SOUTH.Trade"), commands):
        typed = f"{command} {next(manners)} --as {seat} --code {day.code(seat)} --exercise {file}"
        text = countervail(*typed.split()).output
        assert strange(day, "".join(text.split()), seat) == [], command  # a line may break in one
        assert strange(day, text, seat) == [] and not NUMBERED.search(text), command
    day.end()


def test_from_the_shell_a_seat_without_its_code_reads_nothing() -> None:
    day = played("two-islands", 7, rounds=1, lines=20)
    file = str(day.prompt.session.exercise.file.path)
    for code in ("", "XXXXXX", day.code("NORTH")):
        said = countervail("exercise", "status", "--as", "SOUTH", "--code", code,
                           "--exercise", file)  # fmt: skip
        assert said.exit_code == 2 and said.stdout == ""
        assert said.output.count("\n") == 1 and "this is not the code of SOUTH" in said.output
    for command in ("log show", "white explain", "inject list", "seat list", "compare"):
        said = countervail(*command.split(), "--as", "SOUTH", "--exercise", file)
        assert said.exit_code == 2 and said.stdout == ""
    day.end()


LISTENER = """
import json, sys
for line in sys.stdin:
    open(sys.argv[1], "a", encoding="utf-8").write(line)
    if json.loads(line)["type"] == "observe":
        print(json.dumps({"orders": [{"order": "hold"}]}), flush=True)
"""


def test_a_program_is_asked_of_its_own_seat_alone(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    command = (sys.executable, "-c", LISTENER, str(heard))
    day = Day.begin("two-islands", chairs={"FAR": Chair(kind="program", command=command)})
    day.say(WHITE, "exercise start")
    for _ in range(2):
        day.say(WHITE, "round open")
        for line in (
            "order add NH1 --reason", "order custom", "rfi ask", "msg white", "msg SOUTH",
        ):  # fmt: skip
            day.say("NORTH", f"{line} {mark('NORTH', 'SOUTH')}")
        day.say("NORTH", f"msg FAR {mark('NORTH', 'FAR')}")
        for line in ("round lock", "round adjudicate --bare", "round publish"):
            day.say(WHITE, line)
    text = heard.read_text("utf-8")
    assert text.count('"observe"') == 2 and mark("NORTH", "FAR") in text
    day.keep("FAR", "what a program is told", text)
    assert list(day.leaks()) == []
    day.end()


def test_a_report_for_others_names_no_player(tmp_path: Path) -> None:
    day = played("two-islands", 9, rounds=2, lines=30)
    day.say(WHITE, f"aar build --chatham --to md --out {tmp_path}")
    (report,) = tmp_path.rglob("*.md")
    assert "player" not in "".join(re.findall("zq[_A-Za-z]*qz", report.read_text("utf-8")))
    day.end()


# --- whether others do anything ------------------------------------------------------------------

SEALED = (
    "order add NH1 --reason to hurt", "order add hold", "order drop 1", "submit", "order withdraw",
    "order custom Send a fleet --effect fear", "rfi ask Who was it?", "msg white Help",
    "msg FAR Psst", "deal propose FAR --text Psst --secret", "order show", "order options",
    "order add hodl", "eval form Q1=3", "exercise status",
)  # fmt: skip

ASKED = (
    "exercise status", "round brief --all", "order add hold", "order show",
    "order options partner\n1", "order custom More boats", "rfi ask When?", "rfi list", "msg",
    "press", "deal list", "order drop NORTH-1-1", "order drop 9", "submit", "order withdraw",
    "deal sign D-2345", "?", "round show",
    "msg NORTH Hello", "rfi ask Once more", "order add hodl", "submit",
)  # fmt: skip
"""What the South types; nothing it is answered may tell whether others do anything."""


@pytest.mark.parametrize("seed", range(4))
def test_what_others_do_in_secret_changes_nothing_that_a_seat_is_shown(seed: int) -> None:
    chance = random.Random(seed)
    quiet, busy = Day.begin("two-islands"), Day.begin("two-islands")
    for day in (quiet, busy):
        for line in ("exercise start", "round open --minutes 20"):
            day.say(WHITE, line)
        day.shown.clear()
    for line in ASKED:
        for _ in range(3):
            busy.say(chance.choice(("NORTH", "FAR")), chance.choice(SEALED))
        for day in (quiet, busy):
            for one in line.splitlines():
                day.say("SOUTH", one)
            day.complete("SOUTH", f"{line} ")
    for day in (quiet, busy):
        day.say(WHITE, "round lock")
        look(day)
        day.say(WHITE, "round adjudicate --bare")
        look(day)
        day.end()
    own = [
        [
            (typed, text)
            for who, typed, text in day.shown
            if who in ("SOUTH", "SOUTH.Trade", ROOM) and typed != "seat as"
        ]
        for day in (quiet, busy)
    ]
    assert own[0] == own[1]


def test_what_is_answered_is_data_too() -> None:
    day = Day.begin("two-islands")
    day.say(WHITE, "exercise start")
    day.hand_to("SOUTH")
    assert json.loads(written(day.prompt.answer("exercise status")).splitlines()[0])["seat"]
    day.end()
