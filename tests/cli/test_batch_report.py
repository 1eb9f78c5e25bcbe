"""`countervail batch report` and `compare`: what a batch tells, on screen and as files."""

from __future__ import annotations

import base64
import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from matplotlib.figure import Figure as Paper
from rich.console import Console
from typer.testing import CliRunner, Result

from cli.batch.data import plain
from cli.batch.drawing import file_name
from cli.batch.pages import chapters, save_report
from cli.batch.parts.drivers import drivers, floor
from cli.batch.plots import heat
from cli.batch.report import compare, payoffs_of
from cli.batch.report import report as report_command
from cli.batch.summary import report_summary
from cli.batch.tables import Numbers, to_csv
from cli.output import as_json
from sim.batch.analysis.payoffs import gain_outcome, policy_lever
from sim.batch.analysis.report import Report, report
from sim.batch.design.factors import DUMMY
from sim.batch.store.folder import Folder
from sim.batch.store.provenance import Identity
from sim.batch.store.record import RunRecord
from sim.batch.store.results import STATUSES, Results
from sim.batch.study import LeverSet, Method
from sim.errors import SimError
from tests.cli.batch_results import GAVE_UP, LOSS, SETTINGS, factor, made_up

HOSTILE = '<script>alert("x")</script> $\\frac{1}{2}$ \x1b[31m ../../etc/passwd'

app = typer.Typer()
app.command("report")(report_command)
app.command("compare")(compare)


class Reader(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.alts: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.links += [found[name] for name in ("src", "href") if name in found]
        self.alts += [found.get("alt", "")] if tag == "img" else []
        self.ids |= {found["id"]} if "id" in found else set()


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def on_screen(found: Report) -> str:
    console = Console(width=80, file=StringIO(), markup=False, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(*report_summary(found), sep="\n")
    return captured.get()


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def words(found: Report) -> str:
    return "\n".join(line for c in chapters(found) for part in c.parts for line in part.says)


def stored(results: Results, path: Path) -> Path:
    """Write results down as a batch does."""
    study = results.study
    folder = Folder.create(path, study, Identity.of({}))
    records = [
        RunRecord(
            s * study.rows + row, replication, STATUSES[status - 1], 1, 0.01,
            results.scalars[s, row, replication].tobytes() if status == 1 else b"",
            np.zeros((len(study.outcomes), len(study.rounds))).tobytes() if status == 1 else b"",
            "" if status == 1 else f"ValueError: no price of ore\nin row {row}",
        )
        for (s, row, replication), status in np.ndenumerate(results.status)
    ]  # fmt: skip
    with folder.journal() as journal:
        journal.add(records)
    return path


@pytest.fixture(scope="module")
def saltelli() -> Report:
    return report(made_up("saltelli", failing=0.01), errors=["ValueError: no ore\nat 1"] * 16)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    results = made_up("latin_hypercube", outcomes=[LOSS], failing=0.02)
    return stored(results, tmp_path_factory.mktemp("batch") / "who-pays")


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "80"})


def test_failures_are_said_first_and_with_their_commonest_error(saltelli: Report) -> None:
    head = on_screen(saltelli).split("\nloss\n")[0]
    assert "FAILED" in head
    assert f"{saltelli.runs.failed} FAILED" in " ".join(head.split())
    assert "16 x ValueError: no ore" in head
    assert next(chapters(saltelli)).parts[0].title == "How the runs went"


def test_nothing_is_told_as_zero_where_all_runs_failed() -> None:
    found = report(made_up("saltelli", failing=1.1))
    shown = on_screen(found)
    assert "cannot be told" in shown
    assert not any(drivers(one) for one in found.sensitivity)
    assert all(one.mean is None for one in found.distributions)
    numbers = [
        cell
        for chapter in chapters(found)
        for part in chapter.parts
        for table in part.tables
        if "robustness" in table.name or "percentiles" in table.name
        for row in table.rows
        for name, cell in zip(table.head, row, strict=True)
        if name in ("mean", "5 %", "50 %", "95 %", "share as wanted")
    ]
    assert numbers and not any(cell == 0 for cell in numbers)


def test_what_matters_comes_first_and_the_dummy_never_matters(saltelli: Report) -> None:
    for finding in saltelli.sensitivity:
        found = drivers(finding)
        assert found[0].factor == "hoarding" and found[0].important
        assert not next(one for one in found if one.factor == DUMMY).important
        assert floor(found) is not None
    loss = on_screen(saltelli).split("gave_up")[0]
    assert loss.index("hoarding ") < loss.index("dummy ") < loss.index("(chance)")
    assert "Not shown to matter: weather." in loss


@pytest.mark.parametrize("method", SETTINGS)
def test_the_summary_fits_a_terminal_whatever_the_method(method: Method) -> None:
    shown = on_screen(report(made_up(method, outcomes=[LOSS])))
    assert max(map(len, shown.splitlines())) <= 80
    assert "hoarding" in shown and "stockpile" in shown
    assert "\x1b" not in shown


def test_each_method_has_its_chart_and_table() -> None:
    found = {
        method: next(
            part
            for chapter in chapters(report(made_up(method, outcomes=[LOSS])))
            for part in chapter.parts
            if part.title == "What drives it"
        )
        for method in ("one_at_a_time", "morris", "saltelli")
    }
    assert "σ" in found["morris"].tables[0].head
    assert "total low" in found["saltelli"].tables[0].head
    assert [table.title for table in found["one_at_a_time"].tables][1] == "One factor at a time"
    assert all(len(part.charts) == 2 for part in found.values())  # one for each lever set


def test_a_report_is_one_page_with_pictures_and_tables_in_the_folder(folder: Path) -> None:
    done = asked("report", str(folder))
    assert done.exit_code == 0, done.output
    assert "x ValueError: no price of ore" in done.stdout
    page = folder / "report" / "report.html"
    files = [path for path in page.parent.iterdir() if path != page]
    names = {path.name for path in files}
    assert {"1-loss-drivers.csv", "1-loss-fan.svg", "1-loss-robustness.png"} <= names
    reader = read(page.read_text("utf-8"))
    pictures = [link for link in reader.links if link.startswith("data:image/svg+xml;base64,")]
    jumps = [link for link in reader.links if link.startswith("#")]
    assert len(pictures) + len(jumps) == len(reader.links)  # nothing is fetched
    assert {jump[1:] for jump in jumps} <= reader.ids and len(jumps) > 5
    assert len(reader.alts) == len(pictures) and all(reader.alts)
    assert "script" not in reader.tags
    assert {path.suffix for path in files} == {".png", ".svg", ".csv"}
    drawn = base64.b64decode(pictures[0].partition(",")[2])
    assert drawn in [path.read_bytes() for path in files if path.suffix == ".svg"]
    for path in files:
        if path.suffix == ".csv":
            rows = rows_of(path)
            assert len({len(row) for row in rows}) == 1 and len(rows) > 1


def test_names_from_files_do_nothing(tmp_path: Path) -> None:
    results = made_up(
        "latin_hypercube",
        levers=[HOSTILE, "=1+1"],
        factors=[factor(HOSTILE), factor("@cmd", 1.0, 3.0), factor("y" * 300)],
        outcomes=[LOSS.model_copy(update={"name": HOSTILE, "meaning": HOSTILE, "unit": HOSTILE})],
        title=HOSTILE,
    )
    found = report(results, errors=[HOSTILE])
    into = tmp_path / "report"
    into.mkdir()
    page, *files = save_report(found, into)
    text = page.read_text("utf-8")
    assert "script" not in read(text).tags
    assert "\x1b" not in text
    assert all(path.parent == into for path in files)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert "\x1b" not in on_screen(found)
    for path in files:
        if path.suffix == ".csv":
            cells = [cell for row in rows_of(path) for cell in row]
            assert not any(re.match(r"[=@]|[+-]\D", cell) for cell in cells)


def test_json_has_null_and_never_nan() -> None:
    for failing in (0.0, 0.05, 1.1):
        found = report(made_up("latin_hypercube", failing=failing))
        data = json.loads(as_json(plain(found)), parse_constant=pytest.fail)
        assert data["runs"]["ok"] + data["runs"]["error"] == data["runs"]["planned"]
        assert [one["outcome"] for one in data["robustness"]["outcomes"]] == ["loss", "gave_up"]


def test_what_does_not_apply_is_missing_and_it_is_said_why() -> None:
    results = made_up("latin_hypercube", levers=["nothing"], outcomes=[GAVE_UP])
    results = replace(results, study=replace(results.study, rounds=()))
    found = report(results)
    assert {one.part for one in found.missing} == {
        "comparison of lever sets", "fan charts", "shares as wanted",
    }  # fmt: skip
    assert "fan charts: the model has no rounds." in on_screen(found)
    assert "Not in this report: fan charts" in words(found)


def test_other_cases_may_be_asked_for() -> None:
    results = made_up("latin_hypercube", outcomes=[LOSS])
    found = report(results, cases=["loss > 2"])
    assert [str(one.condition) for one in found.discovery] == ["loss > 2", "loss > 1.5"]
    with pytest.raises(SimError, match="gain"):
        report(results, cases=["gain > 2"])


def test_the_game_between_policies_is_told_with_its_equilibria() -> None:
    results = made_up("latin_hypercube", levers=["a", "b", "c", "d"], outcomes=[LOSS, GAVE_UP])
    profiles = [("press", "resist"), ("press", "yield"), ("wait", "resist"), ("wait", "yield")]
    sets = tuple(
        LeverSet(
            name=" / ".join(pair),
            options={policy_lever("CHN"): pair[0], policy_lever("JPN"): pair[1]},
        )
        for pair in profiles
    )
    results = replace(results, study=replace(results.study, lever_sets=sets))
    found = report(results, payoffs={"CHN": {"loss": 1.0}, "JPN": "loss"})
    assert found.game is not None
    part = next(p for c in chapters(found) for p in c.parts if p.title.startswith("The game"))
    assert len(part.tables[0].rows) == 4
    assert [chart.name for chart in part.charts] == ["payoff-1-CHN", "payoff-1-JPN"]
    assert any("is surely an equilibrium" in line for line in part.says)
    assert "press of CHN and yield of JPN is surely an equilibrium" in words(found)


def test_a_formula_in_a_csv_is_text_and_what_is_absent_is_empty() -> None:
    table = Numbers("t", "t", ("name", "x"), (("=1+1", None), ("ore", float("nan")), ("-", -0.5)))
    assert to_csv(table).splitlines() == ["name,x", "'=1+1,", "ore,", "'-,-0.5"]


def test_file_names_stay_in_their_folder() -> None:
    assert file_name("1", "../../x y", "", "sobol") == "1-x-y-sobol"
    assert len(file_name("y" * 300)) < 100


def test_the_report_as_json_writes_no_files(folder: Path) -> None:
    done = asked("report", str(folder), "--json", "--cases", "loss > 2")
    assert done.exit_code == 0, done.output
    data: dict[str, Any] = json.loads(done.stdout)
    assert data["name"] == "who-pays"
    assert data["runs"]["commonest"][0]["error"] == "ValueError: no price of ore"
    assert len(data["discovery"]) == 2


def test_two_batches_are_compared_in_pairs(folder: Path, tmp_path: Path) -> None:
    results = made_up("latin_hypercube", outcomes=[LOSS])
    more = stored(replace(results, scalars=results.scalars + 0.25), tmp_path / "more")
    done = asked("compare", str(folder), str(more), "--out", str(tmp_path / "page"))
    assert done.exit_code == 0, done.output
    shown = " ".join(done.stdout.split())
    assert "Compared in pairs" in shown
    assert "loss, nothing: worse in the second, by 0.25 (" in shown
    assert (tmp_path / "page" / "1-loss-difference.png").is_file()
    data = json.loads(asked("compare", str(folder), str(more), "--json").stdout)
    assert data["paired"] and {one["factor"] for one in data["indices"]} >= {"hoarding", DUMMY}


def test_slips_are_told_in_a_line(folder: Path) -> None:
    missing = asked("report", str(folder / "nowhere"))
    assert missing.exit_code == 2 and "there is no such folder" in missing.stderr
    slip = asked("report", str(folder), "--cases", "los > 1")
    assert slip.exit_code == 2 and "Did you mean 'loss'?" in slip.stderr
    with pytest.raises(SimError, match="--payoff CHN: write SEAT=OUTCOME"):
        payoffs_of(["CHN", "JPN=loss"])


def test_a_batch_made_for_a_game_tells_it_by_itself_though_nothing_else_was_varied() -> None:
    gains = [LOSS.model_copy(update={"name": gain_outcome(seat)}) for seat in ("CHN", "JPN")]
    results = made_up("latin_hypercube", outcomes=gains, levers=["press", "wait"])
    sets = tuple(
        LeverSet(name=one, options={policy_lever("CHN"): one, policy_lever("JPN"): "resist"})
        for one in ("press", "wait")
    )
    nothing = np.zeros((results.rows, 0))
    study = replace(results.study, lever_sets=sets, factors=(), places=nothing)
    found = report(replace(results, study=study, values=nothing))
    assert found.game is not None and found.game.seats == ("CHN", "JPN")
    assert not found.sensitivity and not found.discovery
    assert "sensitivity: no uncertainty was varied." in on_screen(found)
    assert "CHN gains by" in words(found)


def test_a_game_of_which_no_run_has_a_value_is_drawn_empty() -> None:
    axis = Paper().subplots()
    heat(axis, ["a"], ["b"], [[float("nan")]], [["–"]], ("policy of A", "policy of B"))
    assert [text.get_text() for text in axis.texts] == ["–"]
