"""Programs that play seats: whatever they do, there is an answer or a failure, and in time."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.exercise.programs import Answer, Failure, Limits, Program, argv_of
from sim.observation.plain import Plain

QUICK = Limits(seconds=1.0, line=20_000, output=400_000, lines=10, complaint=200, grace=0.3)
"""Limits of programs that are meant to break them."""
PATIENT = Limits(seconds=20.0, grace=5.0)
"""Limits of programs that are not; a machine may be busy."""

SEEN: dict[str, Plain] = {"seat": "A", "round": 1}

ECHO = """
import json, sys
for line in sys.stdin:
    said = json.loads(line)
    if said["type"] == "observe":
        {does}
"""
"""A program that does something when it is asked."""

FINE = """print(json.dumps({"orders": [{"order": "hold"}]}))"""


def asked(does: str) -> str:
    return ECHO.replace("{does}", does)


def program(code: str, limits: Limits = PATIENT, *words: str) -> Program:
    argv = (sys.executable, "-c", code, *words)
    return Program(argv, seat="A", title="Made up", instruments=[{"name": "hold"}], limits=limits)


def ask(one: Program, round: int = 1) -> Answer | Failure:
    return one.ask({**SEEN, "round": round}, menu=[{"order": "hold"}])


def first(code: str, limits: Limits = PATIENT) -> Answer | Failure:
    with program(code, limits) as one:
        return ask(one)


def failure(code: str, limits: Limits = PATIENT) -> Failure:
    found = first(code, limits)
    assert isinstance(found, Failure)
    return found


def answer(found: Answer | Failure) -> Answer:
    assert isinstance(found, Answer), found
    return found


# --- what goes well -------------------------------------------------------------------------------


def test_a_program_answers_round_after_round() -> None:
    code = asked(
        'print(json.dumps({"round": said["round"], "orders": [{"order": "hold", "reason":'
        ' f"round {said[\'round\']}"}], "messages": [{"to": "B", "text": "やあ"}]}))'
    )
    with program(code) as one:
        for round in (1, 2, 3):
            found = answer(ask(one, round))
            assert [(str(w.order), w.reason) for w in found.orders] == [("hold", f"round {round}")]
            assert [(m.to, m.text) for m in found.messages] == [("B", "やあ")]


def test_it_is_greeted_once_and_told_goodbye(tmp_path: Path) -> None:
    kept = tmp_path / "heard"
    code = asked(FINE).replace("said = ", "open(sys.argv[1], 'a').write(line); said = ")
    with program(code, PATIENT, str(kept)) as one:
        ask(one), ask(one, 2)
    heard = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert [said["type"] for said in heard] == ["hello", "observe", "observe", "bye"]
    assert heard[0] == {
        "type": "hello", "protocol": 1, "seat": "A", "title": "Made up",
        "limits": {"seconds": 20.0, "line": 1_000_000, "output": 50_000_000},
        "instruments": [{"name": "hold"}],
    }  # fmt: skip
    assert heard[1] == {
        "type": "observe", "round": 1, "observation": SEEN, "menu": [{"order": "hold"}],
        "messages": [], "problems": [],
    }  # fmt: skip


def test_an_order_that_is_not_understood_is_dropped_alone_and_the_program_is_told() -> None:
    code = asked(
        'print(json.dumps({"orders": [{"order": "hold", "reason": " ".join(said["problems"])},'
        ' {"order": "hodl"}, {"order": "hold what=1"}]}))'
    )
    with program(code) as one:
        found = answer(ask(one))
        assert [str(w.order) for w in found.orders] == ["hold"]
        assert len(found.problems) == 2
        assert "order 'hodl' was dropped" in found.problems[0]
        assert "Did you mean 'hold'?" in found.problems[0]
        assert answer(ask(one, 2)).orders[0].reason == " ".join(found.problems)


def test_lines_that_nobody_asked_for_are_no_answer() -> None:
    code = asked('print(json.dumps({"round": said["round"], "orders": []}));print("more", "\\n")')
    with program(code) as one:
        answer(ask(one))
        time.sleep(0.2)
        assert answer(ask(one, 2)).orders == ()


def test_signs_that_steer_terminals_are_taken_out() -> None:
    says = '{"orders": [{"order": "hold", "reason": "a\\u001b[31m\\nb\\u202ec"}]}'
    assert answer(first(asked(f"print({says!r})"))).orders[0].reason == "a [31m b c"


def test_it_runs_in_a_folder_of_its_own_with_little_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERVAIL_SECRET", "token")
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "bot.py"
    reason = "json.dumps([os.getcwd(), sorted(os.environ)])"
    script.write_text("import os" + asked(FINE.replace('"hold"', f'"hold", "reason": {reason}')))
    with Program((sys.executable, "bot.py"), seat="A", title="", limits=PATIENT) as one:
        folder, names = json.loads(answer(ask(one)).orders[0].reason)
    assert Path(folder) != tmp_path
    assert not Path(folder).exists()
    assert "COUNTERVAIL_SECRET" not in names


# --- what goes wrong ------------------------------------------------------------------------------

WRONG: dict[str, tuple[str, Limits, str, str]] = {
    "hangs": ("import time; time.sleep(60)", QUICK, "time", "no answer within 1 seconds"),
    "spins": ("while True: pass", QUICK, "time", "no answer"),
    "floods stdout": ("import sys\nwhile True: sys.stdout.write('x')", QUICK,
                                  "flood", "a line is longer than 20,000 bytes"),
    "floods stderr": ("import sys\nwhile True: print('x' * 999, file=sys.stderr)", QUICK,
                      "flood", "more than 400,000 bytes to stderr"),
    "sends a gigantic line": (asked("print('x' * 10**7)"), QUICK, "flood", "a line is longer"),
    "exits at once": ("raise SystemExit(3)", PATIENT, "exit", "its output ended (exit code 3)"),
    "exits in mid-line": (asked("sys.stdout.write('{'); sys.stdout.flush(); sys.exit()"), PATIENT,
                          "exit", "in the middle of a line"),
    "crashes": (asked("1 / 0"), PATIENT, "exit", "exit code 1"),
    "closes its output": ("import os, time; os.close(1); time.sleep(60)", QUICK,
                          "exit", "its output ended (it was still running)"),
    "is killed": (asked("import os; os.kill(os.getpid(), 9)"), PATIENT, "exit", "(signal 9)"),
    "sends nonsense": (asked("print('thinking ...')"), PATIENT, "nonsense",
                       "'thinking ...' is no JSON"),
    "sends no UTF-8": (asked(r"sys.stdout.buffer.write(b'{\"orders\": [\"\xff\"]}\n')"), PATIENT,
                       "nonsense", "is not understood"),
    "sends half a character": (asked(r"""print('{"orders": [{"order": "hold \\ud800"}]}')"""),
                               PATIENT, "nonsense", "is not understood"),
    "sends no object": (asked("print([1])"), PATIENT, "nonsense", "is not understood"),
    "sends no orders": (asked("print('{}')"), PATIENT, "nonsense", "orders: it is missing"),
    "sends a wrong type": (asked("""print('{"orders": "hold"}')"""), PATIENT, "nonsense",
                           "orders: found the text 'hold'; write a list"),
    "sends an unknown key": (asked("""print('{"orders": [], "mesages": []}')"""), PATIENT,
                             "nonsense", "did you mean messages?"),
    "sends too many orders": (asked("""print(json.dumps({"orders": [{"order": "hold"}] * 61}))"""),
                              PATIENT, "nonsense", "61 entries; the most is 60"),
    "sends deep JSON": (asked("print('[' * 15_000)"), QUICK, "nonsense", "is no JSON"),
    "answers another round": (asked("""print('{"round": 7, "orders": []}')"""), PATIENT,
                              "nonsense", "it answered round 7, and was asked of 1"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_program_that(what: str) -> None:
    code, limits, kind, reason = WRONG[what]
    before = time.monotonic()
    found = failure(code, limits)
    assert (found.kind, reason in found.reason) == (kind, True), found
    if limits is QUICK:
        assert time.monotonic() - before < 8.0


def test_a_program_that_goes_on_answering_fails_sooner_or_later() -> None:
    with program("while True: print('{\"orders\": []}')", QUICK) as one:
        ask(one)
        time.sleep(0.3)
        ask(one, 2)
        found = one.failures[0]
    assert (found.kind, "lines that nobody asked for" in found.reason) == ("flood", True)


def test_a_program_that_ignores_what_it_is_sent_fails_in_time() -> None:
    with program("import time; time.sleep(60)", QUICK) as one:
        found = one.ask({**SEEN, "padding": "x" * 10**6}, menu=[])
    assert isinstance(found, Failure)
    assert found.kind == "time"


def test_an_answer_that_comes_before_the_question_is_read_counts() -> None:
    code = "import time; time.sleep(0.5); print('{\"orders\": []}', flush=True); time.sleep(60)"
    with program(code, Limits(seconds=10.0, grace=0.2)) as one:
        assert answer(one.ask({**SEEN, "padding": "x" * 10**6}, menu=[])).orders == ()
        later = ask(one, 2)
    assert isinstance(later, Failure)
    assert later.reason == "it has not yet read what it was sent before"


def test_what_it_wrote_to_stderr_is_kept_in_part_and_cleaned() -> None:
    code = "import sys; print('x' * 10**5 + '\\x1b[31mlast words', file=sys.stderr); sys.exit(1)"
    found = failure(code, QUICK)
    assert found.stderr.endswith("x [31mlast words")
    assert len(found.stderr) <= 200
    assert "last words" not in found.reason


def test_a_program_that_is_none_is_named() -> None:
    with Program(("no-such-program",), seat="A", title="") as one:
        found = ask(one)
    assert found == Failure(
        "start", "there is no program 'no-such-program'; name one on the PATH, or its file"
    )


def test_a_file_that_may_not_be_run_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text("")
    with Program((str(tmp_path / "bot.py"),), seat="A", title="") as one:
        assert "may not be run" in str(ask(one))


def test_it_is_started_again_and_told_why_but_not_for_ever() -> None:
    code = asked('print(json.dumps({"orders": [{"order": said["problems"][0]}]}))')
    limits = Limits(seconds=20.0, grace=0.3, restarts=1)
    with program(code, limits) as one:
        assert isinstance(ask(one), Failure)  # there was no problem yet
        again = answer(ask(one, 2))
        assert "the last answer did not count: its output ended (exit code 1)" in again.problems[0]
        assert len(one.failures) == 1
    with program("raise SystemExit", limits) as one:
        kinds = [str(getattr(ask(one, n), "kind", "")) for n in range(4)]
        assert kinds == ["exit", "exit", "spent", "spent"]


@pytest.mark.parametrize(
    ("command", "argv"),
    [("python3 bot.py", ("python3", "bot.py")), ("'my bot' -x", ("my bot", "-x"))],
)
def test_a_command_is_parted_into_words(command: str, argv: tuple[str, ...]) -> None:
    assert argv_of(command) == argv


@pytest.mark.parametrize("command", ["", "  ", "bot 'half"])
def test_a_command_that_is_none_is_told(command: str) -> None:
    with pytest.raises(SimError, match="command"):
        argv_of(command)


# --- nothing is left behind -----------------------------------------------------------------------

posix = pytest.mark.skipif(os.name != "posix", reason="there are no signals to ignore")


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet collected does not."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False)
    return bool(told.stdout.strip()) and not told.stdout.strip().startswith(b"Z")


def gone(pid: int, seconds: float = 5.0) -> bool:
    return _soon(lambda: not alive(pid), seconds)


def _soon(true: Callable[[], bool], seconds: float) -> bool:
    by = time.monotonic() + seconds
    while not true():
        if time.monotonic() > by:
            return False
        time.sleep(0.05)
    return True


STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
one = [sys.executable, "-c", "import signal, time; signal.signal(15, 1); time.sleep(60)"]
pids = [os.getpid(), subprocess.Popen(one).pid]
open(sys.argv[1], "w").write(" ".join(map(str, pids)))
"""


def pids(path: Path) -> list[int]:
    assert _soon(lambda: path.exists() and len(path.read_text().split()) == 2, 10.0)
    return [int(word) for word in path.read_text().split()]


@posix
def test_a_program_that_ignores_the_end_is_ended_with_all_it_started(tmp_path: Path) -> None:
    code = STUBBORN + asked("print('{\"orders\": []}')") + "time.sleep(60)"
    with program(code, Limits(seconds=20.0, grace=0.3), str(tmp_path / "pids")) as one:
        answer(ask(one))
        left = pids(tmp_path / "pids")
        assert all(map(alive, left))
    assert all(map(gone, left))


@posix
def test_a_program_does_not_outlive_us_when_we_are_killed(tmp_path: Path) -> None:
    ours = f"""
import sys
from tests.exercise.programs.test_programs import ask, program, PATIENT
ask(program({STUBBORN + "time.sleep(60)"!r}, PATIENT, sys.argv[1]))
"""
    argv = [sys.executable, "-c", ours, str(tmp_path / "pids")]
    env = {**os.environ, "TMPDIR": str(tmp_path)}  # nobody is left to remove its folder
    with subprocess.Popen(argv, cwd=Path(__file__).parents[3], env=env) as us:
        left = pids(tmp_path / "pids")
        time.sleep(0.3)  # the guard has been set up
        us.send_signal(signal.SIGKILL)
    assert all(map(gone, left))


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    """Every thread of a program ends with it."""
    before = threading.active_count()
    yield
    assert _soon(lambda: threading.active_count() <= before, 5.0)
