"""The command line: what each command prints, and how it speaks of mistakes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.app import app
from tests.cli.cases import OBSERVED, case


def countervail(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "80"})


def process(
    *arguments: str, shell: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own; `shell` follows it, a pipe or where to write."""
    program = [sys.executable, "-c", "from cli.app import main; main()", *arguments]
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    if not shell:
        return subprocess.run(program, capture_output=True, env=around, check=False)
    quoted = " ".join(f"'{word}'" for word in program)
    line = f"set -o pipefail; {quoted} {shell}"
    return subprocess.run(["bash", "-c", line], capture_output=True, env=around, check=False)


@pytest.fixture(scope="module")
def case_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def replayed(case_path: str) -> dict[str, object]:
    done = countervail("replay", case_path, "--without", "embargo", "--json")
    assert done.exit_code == 0, done.output
    data: dict[str, object] = json.loads(done.stdout)
    return data


# Scenarios.


def test_list_names_the_packaged_scenarios() -> None:
    done = countervail("scenario", "list")
    assert done.exit_code == 0
    assert any(line.startswith("two-islands ") for line in done.stdout.splitlines())
    rows = json.loads(countervail("scenario", "list", "--json").stdout)
    assert {"name": "two-islands", "kind": "tutorial", "title": "Two islands and an ore"} in rows


def test_show_names_what_the_scenario_holds() -> None:
    shown = countervail("scenario", "show", "two-islands").stdout
    for text in ("SOUTH", "Electric power", "smelting", "Far-Hope", "ore-squeeze", "Injects: 1"):
        assert text.casefold() in shown.casefold()


def test_show_tells_the_final_demand_that_figures_leave() -> None:
    lines = countervail("scenario", "show", "two-islands").stdout.splitlines()
    start = lines.index("Final demand a year, what output and flows leave (3)")
    told = [" ".join(line.split()) for line in lines[start + 1 : start + 4]]
    assert told[0] == "metal NORTH 8,000, SOUTH 5,000, FAR 14,500 t"
    assert told[1] == "pump NORTH 50,000, SOUTH 200,000, FAR 350,000 piece"
    assert told[2].startswith("power NORTH ")


def test_check_of_a_good_scenario_says_so() -> None:
    done = countervail("scenario", "check", "two-islands")
    assert (done.exit_code, done.stdout.strip().endswith(": OK")) == (0, True)


def test_check_puts_every_problem_on_a_line_with_its_place(tmp_path: Path) -> None:
    path = Path(case(tmp_path)) / "scenario.yaml"
    text = path.read_text("utf-8").replace("order: export_licensing", "order: export_license")
    path.write_text(text.replace("rounds: 8", "rounds: eight"), "utf-8")
    done = countervail("scenario", "check", str(path))
    lines = done.stdout.splitlines()
    assert done.exit_code == 2
    assert lines[0].startswith(f"{path}:11:")
    assert "calendar.rounds" in lines[0]
    assert any("Did you mean 'export_licensing'?" in line for line in lines)
    told = json.loads(countervail("scenario", "check", str(path), "--json").stdout)
    assert told["ok"] is False
    assert len(told["problems"]) == len(lines)
    assert told["problems"][0]["line"] == 11


def test_schema_is_json_schema() -> None:
    schema = json.loads(countervail("scenario", "schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "calendar" in schema["properties"]


# Replays and runs.


def test_replay_prints_course_targets_series_score_and_charts(case_path: str) -> None:
    done = countervail("replay", case_path, "--without", "embargo")
    assert done.exit_code == 0, done.output
    for text in (
        "Round 3   2030-07-08 to 2030-10-06",
        "2030-07-01  NORTH: The North licenses half of the ore",
        "carried out",
        "Nets are cut at sea",
        "(without: ",
        "Fall of ore imports",
        "Emergent targets inside",
        "o observed",
    ):
        assert text in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout
    assert not done.stderr


def test_replay_json_holds_what_is_documented(replayed: dict[str, object]) -> None:
    assert replayed["ticks"] == 104
    assert set(replayed["timing"]) == {"load_s", "build_s", "run_s"}  # type: ignore[call-overload]
    targets = {t["name"]: t for t in replayed["targets"]}  # type: ignore[attr-defined]
    fall = targets["ore-fall"]
    assert fall["inside"] is (fall["low"] <= fall["simulated"] <= fall["high"])
    assert fall["simulated"] < fall["without"]
    peak = targets["peak"]
    assert peak["inside"] is (peak["low"] <= peak["simulated"] <= peak["high"])
    series = replayed["series"][0]  # type: ignore[index]
    lengths = {len(series[key]) for key in ("dates", "observed", "simulated", "without")}
    assert lengths == {7}
    assert series["unscored"][:2] == ["before the case", "before the case"]
    assert series["skill"] == min(
        series["skills"]["all"]["behaviour_off"], series["skills"]["all"]["persistence"]
    )


def test_the_counterfactual_differs_only_after_the_order(replayed: dict[str, object]) -> None:
    series = replayed["series"][0]  # type: ignore[index]
    assert series["simulated"][:2] == series["without"][:2]
    # By how much depends on fitted parameters; that it is not a trifle does not.
    assert series["simulated"][3] < 0.95 * series["without"][3]


def test_until_ends_after_the_round_of_the_day(case_path: str) -> None:
    done = countervail("replay", case_path, "--until", "2030-10-06", "--json")
    data = json.loads(done.stdout)
    assert data["ticks"] == 39
    assert [t["inside"] for t in data["targets"]] == [None, None]
    assert data["series"][0]["unscored"][-1] == "not reached"
    shown = countervail("replay", case_path, "--until", "2030-10-06").stdout
    assert [line.split()[-1] for line in shown.splitlines() if line.startswith(" Fall")] == ["–"]


def test_a_parameter_changed_changes_the_run(case_path: str, replayed: dict[str, object]) -> None:
    changed = countervail("replay", case_path, "--set", "hoarding=3", "--json")
    data = json.loads(changed.stdout)
    assert data["settings"] == {"hoarding": 3}
    assert data["series"] != replayed["series"]


def test_the_same_seed_gives_the_same_result(case_path: str, replayed: dict[str, object]) -> None:
    again = json.loads(countervail("replay", case_path, "--without", "embargo", "--json").stdout)
    assert {**again, "timing": {}} == {**replayed, "timing": {}}


def test_out_holds_the_result_and_charts(case_path: str, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    done = countervail("replay", case_path, "--until", "2030-12-31", "--out", str(out))
    assert done.exit_code == 0, done.output
    names = {path.name for path in out.iterdir()}
    assert {"result.json", "ore-imports.png", "ore-imports.svg", "all-series.png"} <= names
    assert json.loads((out / "result.json").read_text("utf-8"))["ticks"] == 52
    assert (out / "ore-imports.png").read_bytes().startswith(b"\x89PNG")


def test_run_is_the_same_engine_without_the_comparison(
    case_path: str, replayed: dict[str, object], tmp_path: Path
) -> None:
    out = str(tmp_path)
    done = countervail("run", case_path, "--rounds", "3", "--json", "--out", out)
    data = json.loads(done.stdout)
    assert data["ticks"] == 39
    assert [r["happenings"] for r in data["rounds"]] == [
        r["happenings"]
        for r in replayed["rounds"][:3]  # type: ignore[index]
    ]
    assert (tmp_path / "result.json").exists()
    told = countervail("run", case_path, "--rounds", "1", "--out", out).stdout
    assert told.splitlines()[-1] == f"The result as JSON is in {out}."
    shown = countervail("run", "two-islands", "--rounds", "2", "--without", "ore-squeeze").stdout
    assert "Round 2" in shown
    assert "licenses half" not in shown


# Mistakes.

MISTAKES = [
    (("replay", "two-island"), "Did you mean 'two-islands'?"),
    (("replay", "two-islands"), "is no historical case"),
    (("run", "two-islands", "--without", "embarg"), "Did you mean 'embargo'?"),
    (("run", "two-islands", "--set", "hordin=1"), "Did you mean 'hoarding'?"),
    (("run", "two-islands", "--set", "hoarding=1e9"), "outside its plausible range"),
    (("run", "two-islands", "--set", "hoarding=nan"), "outside its plausible range"),
    (("run", "two-islands", "--set", "hoarding"), "write PARAMETER=VALUE"),
    (("run", "two-islands", "--set", "hoarding=much"), "'much' is no number"),
    (("run", "two-islands", "--rounds", "9"), "the scenario has 8"),
    (("run", "two-islands", "--rounds", "0"), "the scenario has 8"),
    (("scenario", "show", "nowhere/at/all"), "cannot be read"),
    (("scenario", "check", "../../etc/passwd"), ":1:1:"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_a_mistake_is_one_clear_line_and_exit_code_2(
    arguments: tuple[str, ...], message: str
) -> None:
    done = countervail(*arguments)
    assert done.exit_code == 2
    told = done.stdout if "check" in arguments else done.stderr
    assert message in told
    assert len(told.splitlines()) == 1
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("2029-12-31", "outside the scenario, which runs from 2030-01-07 to 2032-01-04"),
        ("2032-01-05", "outside the scenario"),
        ("2030-13-01", "no such day; write one such as 2010-09-21"),
        ("soon", "no such day"),
    ],
)
def test_a_day_that_cannot_be_is_told(case_path: str, until: str, message: str) -> None:
    done = countervail("replay", case_path, "--until", until)
    assert done.exit_code == 2
    assert message in done.stderr


def test_an_out_that_is_a_file_or_below_one_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for out in (file, file / "below"):
        done = countervail("run", "two-islands", "--out", str(out))
        assert done.exit_code == 2
        assert "there is a file of that name" in done.stderr


def test_a_refusal_is_told_once_with_its_reason(tmp_path: Path) -> None:
    path = Path(case(tmp_path)) / "scenario.yaml"
    text = path.read_text("utf-8").replace("by: NORTH", "by: SOUTH")
    path.write_text(text, "utf-8")
    shown = " ".join(countervail("run", str(path), "--rounds", "2").stdout.split())
    assert "rate=0.5 – refused: SOUTH sells none of that there" in shown


def test_a_long_list_of_names_is_broken_and_never_cut(tmp_path: Path) -> None:
    path = Path(case(tmp_path)) / "scenario.yaml"
    named = ",".join(["ore", "metal"] * 12)
    text = path.read_text("utf-8").replace("product=ore target", f"product={named} target")
    text = text.replace("orders:\n", "in_force:\n  - {id: x, by: NORTH, assumed: x, order: "
                        f"'export_duty product={named} rate=0.01'}}\norders:\n")  # fmt: skip
    path.write_text(text, "utf-8")
    for command in (("run", str(path), "--rounds", "2"), ("scenario", "show", str(path))):
        done = countervail(*command)
        assert done.exit_code == 0, done.output
        assert named in "".join(done.stdout.split())
        assert max(map(len, done.stdout.splitlines())) <= 80


def test_mistakes_in_observed_data_come_with_their_places(tmp_path: Path) -> None:
    done = countervail("replay", case(tmp_path, OBSERVED.replace("SOUTH", "SOUT")))
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith(f"{tmp_path}/observed.yaml:14:14: series.0.reading: unknown country")


# Surroundings.

HEAVY = ("mesa", "numba", "matplotlib", "scipy.special", "pandas", "plotext")
# pint asks whether there is a scipy, which loads its empty top package and nothing in it.


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["replay", "--help"],
        ["scenario", "list"],
        ["scenario", "check", "two-islands"],
        ["order", "list"],
        ["order", "show", "export_ban"],
        ["rates", "--help"],
    ],
)
def test_light_commands_import_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from cli.app import app\n"
        f"try: app({arguments!r})\n"
        "except SystemExit as end: print(end.code, file=sys.stderr)\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)\n"
    )
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=around, check=True)
    assert done.stderr.decode().split("\n")[:2] == ["0", "[]"]


def test_a_reader_that_stops_is_no_mistake() -> None:
    done = process("scenario", "schema", shell="| head -1")
    assert done.stdout.startswith(b"{")
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize("command", [["list"], ["show", "two-islands"], ["schema"]])
def test_a_full_disk_is_told_in_one_line(command: list[str], buffered: str) -> None:
    done = process("scenario", *command, shell="> /dev/full", PYTHONUNBUFFERED=buffered)
    assert done.returncode == 2
    assert done.stderr == b"stdout cannot be written (no space left on device)\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_closed_stream_is_no_mistake(closed: str) -> None:
    done = process("scenario", "list", shell=closed)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_any_encoding_of_the_terminal_will_do(case_path: str, encoding: str) -> None:
    done = process(
        "replay", case_path, "--until", "2030-10-06", PYTHONIOENCODING=encoding, LC_ALL="C"
    )
    assert done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode(encoding)
    assert "Ore imports of the South from the North [t]" in text
    assert max(map(len, text.splitlines())) <= 80


def test_no_colour_when_piped_or_unwanted(case_path: str) -> None:
    for environment in ({"FORCE_COLOR": ""}, {"NO_COLOR": "1"}):
        done = process("replay", case_path, "--until", "2030-10-06", **environment)
        assert b"\x1b" not in done.stdout
        assert done.stderr == b""
