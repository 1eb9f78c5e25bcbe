"""Hostile input: whatever is typed or opened, one clear error is told and the exercise goes on."""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import sim
from cli.app import app
from cli.prompt.outer import outer
from cli.registry.command import Command
from cli.registry.registry import commands
from cli.registry.words import words_of
from sim.errors import SimError
from sim.exercise.acts import WHITE
from sim.exercise.exercise import Exercise
from sim.exercise.log.remains import remove
from sim.exercise.programs import Limits, program
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import Chair
from sim.text import HIDDEN
from tests.exercise.whole.day import Day, play, written
from tests.exercise.whole.planted import prepared

ROOT = Path(sim.__file__).parent.parent

# --- what is typed -------------------------------------------------------------------------------

JUNK = (
    '"', "“", "'", "\x1b[2J", "\x00", "\u202e", "\u200b", "\ufeff", "\u2028", "\x85", "\u0410",
    "Ⅱ", "²", "٣", "🦊", "=", "==", "--", "--x", "-", ";", ",", ":", "?", "%s", "{0}", "{}", "[",
    "$(ls)", "`id`", "..", "/", "/etc/passwd", "../../x", "é" * 500, "9" * 400, "1e999", "nan",
    "∞", "-1", "0", "1", "2", "x=1", "=x", "rate=", "rate=nan", "rate=1e400", "rate=0.5",
    "share=2", "target=NORTH,NORTH", "target=SOUTH", "product=ore", "product=Ore",
    "until=2030-02-30", "until=9999-12-31", "from=0001-01-01", "days=-5", "order=hold",
    "deal=D-2345", "export_ban", "customs_slowdown", "hold", "NH1", "nh1", "I1", "I2",
    "NORTH-1-1", "NORTH", "SOUTH.Trade", "white", "all", "D-2345", "RFI-NORTH-1",
    "NORTH.support -= 3", "NORTH.support -= nan", "FAR: hold", "FAR: hodl", "JPN.cover(ndpr) <",
    "pay:1e99", "pay:-1", "supply:ore:5", "lift:x",
)  # fmt: skip
"""What is typed by mistake, by malice, or almost rightly."""

FLAGS = sorted({argument.flag for one in commands() for argument in one.options})

AWAY = {"exercise", "scenario", "play", "screen", "log", "print", "aar", "msel"}
"""Nouns with verbs that make files, take long, or do not end; those are tried by themselves."""


def quick(command: Command) -> bool:
    """Return whether a command answers at once, and writes nowhere but in the exercise."""
    if command.name == "exercise status" or command.name in ("log show", "log mark", "msel show"):
        return True
    return command.noun not in AWAY and command.name not in ("white explain", "round adjudicate")


NAMES = sorted(one.name for one in commands() if quick(one))
lines = st.builds(
    lambda name, words, glue: glue.join([name, *words]),
    st.sampled_from(NAMES) | st.sampled_from(JUNK),
    st.lists(st.sampled_from(JUNK) | st.sampled_from(FLAGS) | st.text(max_size=8), max_size=5),
    st.sampled_from([" ", " ", " ", "\t", "", "  "]),
) | st.text(max_size=40)


@pytest.fixture(scope="module")
def day() -> Iterator[Day]:
    begun = opened()
    yield begun
    begun.end()


def opened() -> Day:
    """Return a day whose first round is open."""
    begun = Day.begin("two-islands")
    begun.say(WHITE, "exercise start")
    begun.say(WHITE, "round open")
    begun.say("NORTH", "order add NH1")
    return begun


def outside(line: str) -> bool:
    """Return whether a line is for the shell around the exercise, or leaves the prompt."""
    words = words_of(line)
    known = [*NAMES, *(one.verb for one in commands() if quick(one))]
    first = " ".join(words[:2]).casefold()
    return bool(words) and (
        outer(words)
        or (words[0].casefold() in AWAY and first not in known)
        or any(one.verb == words[0].casefold() and not quick(one) for one in commands())
    )


@settings(max_examples=400, deadline=None)
@given(by=st.sampled_from([WHITE, "NORTH", "SOUTH.Trade"]), line=lines)
def test_whatever_is_typed_is_done_or_refused_and_changes_nothing_then(
    day: Day, by: str, line: str
) -> None:
    day.hand_to(by)
    if outside(line):
        return
    exercise = day.prompt.session.exercise
    before = exercise.state
    try:
        assert HIDDEN.search(written(day.prompt.answer(line))) is None
    except SimError as error:
        assert str(error) and exercise.state == before
    day.prompt.over = False
    day.prompt.completions(line)
    day.prompt.toolbar()


@pytest.mark.parametrize(
    "line",
    ["inject hold I1 NOPE", "inject fire I2 I2", "order drop 1 9 --seat NORTH",
     f"order enter NORTH {'hold ' * 61} --no-ask", "order enter NORTH hold NH99 --no-ask",
     "msg NORTH,NOPE hello", "order ping NORTH NOPE"],
)  # fmt: skip
def test_of_several_things_said_at_once_all_are_done_or_none(day: Day, line: str) -> None:
    day.hand_to(WHITE)
    before = day.prompt.session.exercise.state
    with pytest.raises(SimError):
        day.prompt.answer(line)
    assert day.prompt.session.exercise.state == before


@pytest.mark.parametrize("by", [WHITE, "NORTH"])
@pytest.mark.parametrize(
    "line", ["\x1b[2J", "help \x1b[2J", "order add \x1b]0;x\x07", "msg SOUTH \u202eabc", "hodl"]
)
def test_what_is_said_back_does_nothing_to_the_terminal(
    day: Day, by: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    day.hand_to(by)
    day.prompt.say(line)
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.splitlines()) == 1
    assert HIDDEN.search(said.err) is None and "Traceback" not in said.err


def test_a_line_without_end_is_refused(day: Day) -> None:
    for line in ("order add " + "x" * 10**6, "?" * 10**5, "msg SOUTH " + "word " * 10**4):
        with pytest.raises(SimError, match="are too many"):
            day.prompt.answer(line)


def shell(line: str, exercise: Path | str = "") -> Result:
    """Run the program; SHELL's own environment says which exercise is meant."""
    env = {"COLUMNS": "200", "COUNTERVAIL_EXERCISE": str(exercise)}
    return CliRunner().invoke(app, line.split(), env=env)


def refusal(line: str, exercise: Path | str = "") -> str:
    """Return what is said of a mistake: on stderr, with exit code 2, and without a traceback."""
    said = shell(line, exercise)
    assert said.exit_code == 2 and said.stdout == "", (said.stdout, said.exception)
    assert "Traceback" not in said.stderr
    return said.stderr.strip()


WRONG = (
    "order add hodl --seat NORTH", "order add --seat NORTH", "order add hold --seat NOWHERE",
    "order drop 99 --seat NORTH", "order options nothing --seat NORTH", "round extend soon",
    "round extend nan", "round brief now", "inject fire NOPE", "inject show", "msg NOPE hello",
    "seat assign NORTH nobody", "seat takeover NOPE", "rfi answer RFI-1 x", "deal sign D-2345",
    "white overrule X --because y", "white adjust NORTH.support+=1 --because y", "rewind 99",
    "branch a/b 1", "switch nowhere", "compare nowhere", "eval rate O99 P", "eval form Q1=9",
    "msel import nowhere.xlsx", "order import nowhere.csv", "log export .",
    "exercise end --project x",
    "log salvage", "print roles --seat NOPE", "aar build --against nowhere", "exercise starts",
)  # fmt: skip
"""What the white cell may type from the shell, and should not."""


@pytest.mark.parametrize("line", WRONG)
def test_from_the_shell_a_mistake_is_told_once_with_exit_code_2(day: Day, line: str) -> None:
    exercise = day.prompt.session.exercise
    assert refusal(line, exercise.file.path)
    assert exercise.refresh() == ()


# --- what is read --------------------------------------------------------------------------------

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in itertools.pairwise("abcdefghi")
)
"""Nine lines of YAML that stand for half a billion values."""

BROKEN_SHEETS: Mapping[str, bytes] = {
    "empty.xlsx": b"",
    "text.xlsx": b"Seat,Order\nNORTH,hold\n",
    "cut.xlsx": b"PK\x03\x04" + b"\x00" * 200,
    "old.xlsx": b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
    "empty.csv": b"",
    "binary.csv": bytes(range(256)) * 20,
    "quotes.csv": b'Seat,Order\n"NORTH,"hold',
    "wide.csv": b"Seat,Order" + b",x" * 5000 + b"\n",
    "wrong.csv": b"Seat,Order\nNORTH,hold\nNOPE,hold\nSOUTH,hodl\n,,\n",
    "long.csv": b"Seat,Order\nNORTH," + b"x" * 10**6 + b"\n",
    "sheet.ods": b"PK",
    "msel.csv": b"Number,Title,To,Condition\n1,A boat,NOPE,\n2,,,NORTH.cover( <\n",
    "formula.csv": b"Seat,Order\nNORTH,=1+1\n",
}
"""Spreadsheets that hold no order sheet and no list of injects."""


@pytest.mark.parametrize("name", BROKEN_SHEETS)
@pytest.mark.parametrize("command", ["order import", "msel import"])
def test_a_broken_spreadsheet_is_refused_and_nothing_of_it_entered(
    day: Day, tmp_path: Path, name: str, command: str
) -> None:
    file = tmp_path / name
    file.write_bytes(BROKEN_SHEETS[name])
    day.hand_to(WHITE)
    exercise = day.prompt.session.exercise
    before = exercise.state
    with pytest.raises(SimError) as told:
        day.prompt.answer(f"{command} {file}")
    assert 0 < len(str(told.value)) < 3000
    assert HIDDEN.search(str(told.value)) is None and exercise.state == before


@pytest.mark.parametrize("name", ["scenario.yaml", "exercise.yaml"])
@pytest.mark.parametrize(
    "text",
    [BOMB, "a: &a [*a]\n", "[" * 10**5, "\x00\x01", "", "- 1\n",
     "!!python/object/apply:os.system [x]",
     "format: 1\n" * 3, "seats: 1\nformat: 99\n", "{" + "a: " * 2000],
    ids=["bomb", "loop", "deep", "binary", "empty", "list", "code", "twice", "wrong", "nested"],
)  # fmt: skip
def test_a_hostile_scenario_makes_no_exercise(tmp_path: Path, name: str, text: str) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    prepared(folder, "two-islands")
    (folder / name).write_text(text, "utf-8")
    target = tmp_path / "new.exercise"
    started = time.perf_counter()
    if not text and name == "exercise.yaml":
        return  # nothing prepared is no mistake
    told = refusal(f"exercise new {folder} --to {target}")
    assert name in told and len(told) < 5000
    assert time.perf_counter() - started < 20 and list(tmp_path.iterdir()) == [folder]


# --- what is opened ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day that was played, in a file."""
    played = Day.begin("two-islands")
    play(played, random.Random(2), rounds=1, lines=12)
    target = tmp_path_factory.mktemp("whole") / "whole.exercise"
    played.prompt.session.exercise.close()
    shutil.copy(played.prompt.session.exercise.file.path, target)
    played.end()
    return target


COMMANDS = ("exercise status", "log verify", "log mark x")


def told(file: Path) -> list[str]:
    """Return what all commands say of a file that is none; they leave it as it is."""
    return [refusal(command, file) for command in COMMANDS]


def changed(whole: Path, file: Path, *statements: str) -> Path:
    shutil.copy(whole, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return file


@pytest.mark.parametrize(
    "statement",
    ["UPDATE entries SET body = body || ' ' WHERE number = 12",
     "UPDATE entries SET by = 'SOUTH' WHERE number = 12",
     "UPDATE entries SET at = 'never' WHERE number = 12",
     "DELETE FROM entries WHERE number = 12", "UPDATE entries SET hash = '' WHERE number = 12"],
)  # fmt: skip
def test_a_tampered_log_is_told_with_its_last_whole_entry(
    whole: Path, tmp_path: Path, statement: str
) -> None:
    drop = [f"DROP TRIGGER {name}" for name in ("entries_stay", "entries_remain")]
    file = changed(whole, tmp_path / "x.exercise", *drop, statement)
    for said in told(file):
        assert "is not as it was written; the last whole entry is 11" in said
    saved = tmp_path / "saved.exercise"
    assert shell(f"log salvage {saved} --damaged {file}").exit_code == 0
    assert shell("log mark on", saved).exit_code == 0


@pytest.mark.parametrize("table", ["entries", "records", "head"])
def test_a_file_without_one_of_its_tables_is_told(whole: Path, tmp_path: Path, table: str) -> None:
    file = changed(whole, tmp_path / "x.exercise", f"DROP TABLE {table}")
    target = tmp_path / "out.jsonl"
    assert f"no such table: {table}" in refusal(f"log export {target}", file)
    assert not target.exists()


@pytest.mark.parametrize("kept", [0.001, 0.01, 0.3, 0.6, 0.9])
def test_of_a_file_cut_short_the_last_whole_entry_is_named(
    whole: Path, tmp_path: Path, kept: float
) -> None:
    file = tmp_path / "x.exercise"
    file.write_bytes(whole.read_bytes()[: int(kept * whole.stat().st_size)])
    said = refusal("exercise status", file)
    if kept >= 0.01:
        assert "it was cut short; " in said and "entry is" in said
    if kept >= 0.6:
        saved = tmp_path / "saved.exercise"
        number = int(re.findall(r"the last whole entry is (\d+)", said)[0])
        assert shell(f"log salvage {saved} --damaged {file}").exit_code == 0
        with Exercise.open(saved) as exercise:
            assert exercise.state.head == number


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    spots=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=20)
)
def test_a_file_with_wrong_bytes_is_read_or_refused(
    whole: Path, tmp_path: Path, spots: Sequence[tuple[float, int]]
) -> None:
    content = bytearray(whole.read_bytes())
    for at, byte in spots:
        content[int(at * len(content))] = byte
    file = tmp_path / "x.exercise"
    remove(file)
    file.write_bytes(content)
    for command in ("log show", "log verify"):
        said = shell(command, file)
        assert said.exit_code in (0, 2) and isinstance(said.exception, SystemExit | None)


def test_what_is_no_exercise_is_told(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello " * 1000, "utf-8")
    (tmp_path / "empty").touch()
    (tmp_path / "folder").mkdir()
    with closing(sqlite3.connect(tmp_path / "another", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE entries (number)")
    for name in ("text", "empty", "another", "folder", "nothing"):
        for said in told(tmp_path / name):
            assert name in said and "no" in said
    newer = changed(whole, tmp_path / "newer.exercise", "PRAGMA user_version = 99")
    assert "written by a newer Countervail" in told(newer)[0]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users of another kind")
def test_what_cannot_be_written_is_told(whole: Path) -> None:
    shell("exercise status", whole)  # what is loaded later could not be, for somebody else
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as folder:
        closed = Path(folder)
        file = Path(shutil.copy(whole, closed))
        file.chmod(0o444)
        closed.chmod(0o555)
        if root:
            os.seteuid(65534)
        try:
            for said in told(file):
                assert "must be writable" in said
            assert "cannot be written" in refusal(f"exercise new two-islands --to {closed / 'new'}")
        finally:
            if root:
                os.seteuid(0)
            closed.chmod(0o755)


# --- what goes wrong meanwhile -------------------------------------------------------------------

FULL = """
import json, resource, sys
from tests.exercise.whole.test_hostile import opened
from sim.errors import SimError
from sim.exercise.conduct.create import create
from sim.exercise.exercise import Exercise

day = opened()
exercise = day.prompt.session.exercise
room = max(file.stat().st_size for file in day.folder.iterdir()) + int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
kept, refused = [], []
for number in range(40):
    before = exercise.state
    said = day.say("NORTH", f"rfi ask {number} {'x' * 800}")
    (kept if said.startswith("{") else refused).append(number)
    if number in refused:
        assert "nothing was added" in said and exercise.state == before, said
resource.setrlimit(resource.RLIMIT_FSIZE, (9000, resource.RLIM_INFINITY))
try:
    create(day.folder / "other.exercise", "two-islands")
    raise AssertionError("it was written")
except SimError:
    assert not list(day.folder.glob("other*"))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert day.say("NORTH", "rfi ask 99 on").startswith("{")
with Exercise.open(exercise.file.path) as again:
    asked = [json.loads(e.body)["text"] for e in again.entries() if e.kind == "rfi-asked"]
    assert [int(text.split()[0]) for text in asked] == [*kept, 99]
    assert again.state == exercise.state
day.end()
print(len(kept), len(refused))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits of another kind")
def test_where_the_disk_is_full_nothing_is_lost_and_the_exercise_goes_on() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, "12000"], cwd=ROOT, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 0


TYPES = "from cli.app import main; main()"


@pytest.mark.slow
def test_two_programs_on_one_file_lose_nothing() -> None:
    day = opened()
    file = day.prompt.session.exercise.file.path
    words = [sys.executable, "-c", TYPES, "exercise", "open", str(file), "--plain"]
    typed = "".join(f"order add hold --seat SOUTH --reason {n}\n" for n in range(15))
    both = [
        subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]  # fmt: skip
    for one in both:
        assert one.stdin is not None
        one.stdin.write(f"{typed}quit\n")
        one.stdin.flush()
    said = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    day.prompt.session.exercise.refresh()
    orders = day.prompt.session.exercise.of(ORDERS).draft("SOUTH").orders
    assert sorted(o.reason for o in orders) == sorted(2 * [str(n) for n in range(15)])
    assert len({order.id for order in orders}) == 30
    day.end()


ANSWERS: Mapping[str, str] = {
    "hangs": "import time; time.sleep(600)",
    "floods": "while True: print('x' * 1000, flush=True)",
    "exits": "raise SystemExit(3)",
    "is not there": "",
    "talks nonsense": "for line in __import__('sys').stdin: print('{', flush=True)",
    "writes to the terminal": "print('\\x1b[2J' * 9, flush=True); raise SystemExit('\\x1b[2J')",
}
"""What a program does -> how."""


@pytest.mark.parametrize("what", ANSWERS)
def test_a_seat_whose_program_fails_gives_its_default_orders(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = ANSWERS[what]
    command = (sys.executable, "-c", code) if code else ("/nowhere/program",)
    monkeypatch.setattr(program, "Limits", partial(Limits, seconds=2.0, grace=0.2))
    day = Day.begin("two-islands", chairs={"FAR": Chair(kind="program", command=command)})
    day.say(WHITE, "exercise start")
    day.say(WHITE, "round open")
    said = day.say(WHITE, "round lock")
    sheet = day.prompt.session.exercise.of(ROUNDS).sheets["FAR"]
    assert sheet.origin == "default" and sheet.told and sheet.told in said
    assert HIDDEN.search(said) is None
    for line in ("round adjudicate --bare", "round publish", "round open"):
        assert day.say(WHITE, line).startswith("{")
    day.end()
