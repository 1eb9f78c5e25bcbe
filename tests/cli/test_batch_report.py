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
from cli.batch.parts.driver import drivers, floor
from cli.batch.parts.spread import spread_part
from cli.batch.plots import heat
from cli.batch.report import compare, payoffs_of
from cli.batch.report import report as report_command
from cli.batch.summary import report_summary
from cli.batch.tables import Numbers, to_block, to_csv
from cli.output import as_json
from sim.batch.analysis.payoffs import gain_outcome, policy_lever
from sim.batch.analysis.report import Report, report
from sim.batch.design.factors import DUMMY
from sim.batch.store.folder import Folder
from sim.batch.store.provenance import Identity
from sim.batch.store.record import RunRecord
from sim.batch.store.results import STATUSES, Results
from sim.batch.study import LeverSet, Method, Outcome
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
    assert "Small, below 1 % of what it varies: weather." in loss


@pytest.mark.parametrize("method", SETTINGS)
def test_the_summary_fits_a_terminal_whatever_the_method(method: Method) -> None:
    shown = on_screen(report(made_up(method, outcomes=[LOSS])))
    assert max(map(len, shown.splitlines())) <= 80
    assert "hoarding" in shown and "stockpile" in shown
    assert "\x1b" not in shown


def chancy(method: Method = "latin_hypercube", *, chance: float = 1.0, seeds: int = 1) -> Results:
    """Return results that have chance of each run's own besides."""
    results = made_up(method, outcomes=[LOSS], replications=seeds)
    luck = np.random.default_rng(5)
    return replace(
        results,
        scalars=results.scalars + chance * luck.normal(size=results.scalars.shape),
        nominal=results.nominal + chance * luck.normal(size=results.nominal.shape),
    )


def test_what_is_small_is_not_said_to_be_unsettled_and_what_is_unsettled_has_its_number() -> None:
    sure, unsure = (" ".join(on_screen(report(chancy("morris", chance=c))).split()) for c in (0, 1))
    assert "Small, below 1 % of what it varies: patience and weather." in sure
    assert "settled" not in sure
    assert re.search(r"Not settled, the bands being too wide: .*weather \(μ\* [\d.]+\)", unsure)
    assert "Small" not in unsure


def test_a_sample_that_settles_nothing_says_how_many_would_do() -> None:
    shown = " ".join(on_screen(report(chancy(chance=3.0, seeds=3))).split())
    assert "Nothing is settled yet: 128 samples are too few, their bands reach up to" in shown
    assert "take more replications first" in shown
    few = made_up("morris", outcomes=[LOSS])
    rare = np.where(few.values[:, 0] > 0.9, np.random.default_rng(1).random(few.rows), 0.0)
    told = " ".join(
        on_screen(report(replace(few, scalars=few.scalars * 0 + rare[:, None, None]))).split()
    )
    assert re.search(r"12 trajectories are too few, .* about \d+ would do, if the strongest", told)


def test_nothing_is_better_without_a_word_under_one_seed_where_there_is_chance() -> None:
    one, five = (" ".join(on_screen(report(chancy(chance=0.5, seeds=n))).split()) for n in (1, 5))
    assert "better (1 seed)" in one
    assert "stockpile is best under this one seed by mean" in one
    assert "5 seeds or more are needed to tell" in one
    assert re.search(r"better than nothing in \d+ % of the pairs, worse in \d+ %", one)
    assert "seed)" not in five.split("lever set")[1]
    assert "stockpile is best by mean" in five


def test_repeats_that_agree_do_not_prove_that_there_is_no_chance() -> None:
    results = made_up("latin_hypercube", outcomes=[LOSS], replications=1)
    agreed = replace(results, nominal=np.ones_like(results.nominal))
    shown = " ".join(on_screen(report(agreed)).split())
    assert "8 repeats with nothing varied all agree" in shown
    assert "up to 1 run in 3 could differ (95 %)" in shown
    assert "0 %" not in shown.split("what drives it")[0]


def test_of_two_estimates_of_chance_the_larger_is_shown_and_named() -> None:
    shown = " ".join(on_screen(report(chancy(chance=0.5, seeds=3))).split())
    assert "the larger of two estimates" in shown


def test_conditions_on_what_is_not_settled_are_told_with_a_caution() -> None:
    results = made_up("latin_hypercube", outcomes=[LOSS], replications=1)
    both = np.where((results.values[:, [0, 2]] > [0.5, 0.8]).all(axis=1), 2.0, 0.0)
    rare = replace(results, scalars=0.0 * results.scalars + both[:, None, None])
    told = "The conditions below limit hoarding, and it is not settled"
    assert told in words(report(rare))
    assert "it is not settled that anything depends" not in words(report(results))


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


def test_a_column_of_which_nothing_is_known_is_not_on_the_page() -> None:
    table = Numbers("t", "t", ("name", "promise", "low", "x"), (("a", "", None, 1.0),) * 2)
    assert to_block(table).head == ("name", "x") and to_block(table).numeric == (1,)
    assert to_csv(table).startswith("name,promise,low,x\n")


def test_an_outcome_of_two_values_is_told_by_shares_and_a_share_has_no_unit_one() -> None:
    share = LOSS.model_copy(update={"unit": "1"})
    found = report(made_up("latin_hypercube", outcomes=[share, GAVE_UP]))
    loss, gave_up = (spread_part(found, outcome, "s") for outcome in found.outcomes)
    assert re.match(r"nothing: 0 in \d+ % and 1 in \d+ %; ", gave_up.says[0])
    assert not re.search(r"\d 1[,;]", " ".join(loss.says))
    assert gave_up.charts[-1].told.startswith("Bars of shares of runs; nothing 0 in")


def test_one_lever_s_name_is_left_out_of_drawings_only() -> None:
    found = report(made_up("latin_hypercube", levers=["stock=none", "stock=much"]))
    assert "stock=much" in words(found) and " much " in on_screen(found)


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


def test_runs_worse_than_with_another_lever_set_may_be_asked_for(folder: Path) -> None:
    done = asked("report", str(folder), "--cases", "loss worse than stockpile")
    assert done.exit_code == 0, done.output
    shown = " ".join(done.stdout.split())
    assert re.search(r"all of \d+ runs are worse than with stockpile", shown)
    slip = asked("report", str(folder), "--cases", "loss above 1")
    assert slip.exit_code == 2
    assert "write > or <" in " ".join(slip.stderr.split())


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


def test_lever_sets_that_never_differ_are_the_same_and_none_is_best() -> None:
    results = made_up("latin_hypercube", outcomes=[LOSS])
    same = replace(results, scalars=np.repeat(results.scalars[:1], 2, axis=0))
    found = report(same)
    for told in (on_screen(found), words(found)):
        assert "nothing and stockpile: the same in every run." in " ".join(told.split())
        assert "is best" not in told


def test_where_a_few_runs_make_most_of_what_varies_the_report_says_so() -> None:
    results = made_up("saltelli", outcomes=[LOSS])
    found = report(replace(results, scalars=np.exp(12.0 * results.scalars)))
    for told in (on_screen(found), words(found)):
        assert "a few runs make most of what loss varies" in " ".join(told.split())
    assert "a few runs make most" not in words(report(results))


@pytest.mark.parametrize("scale", [1e-5, 1.0, 1e7])
def test_names_of_lever_sets_are_broken_between_words_and_numbers_are_whole(scale: float) -> None:
    names = ["stock=as_it_is, answer=none, course=passive", "stock=half_a_year, answer=court"]
    results = made_up("latin_hypercube", outcomes=[LOSS], levers=names)
    shown = on_screen(report(replace(results, scalars=scale * results.scalars)))
    table = shown[shown.index("lever set ") :].split("\n\n")[0]
    assert max(map(len, table.splitlines())) <= 80
    words_shown = table.replace(",", " ").split()
    assert {"answer=court", "stock=half_a_year", "course=passive"} <= {*words_shown}
    assert "…" not in table


@pytest.mark.parametrize("command", ["report", "compare"])
def test_a_batch_without_runs_is_told_in_a_line_with_what_to_do(
    command: str, tmp_path: Path, folder: Path
) -> None:
    study = made_up("latin_hypercube", outcomes=[LOSS]).study
    empty = Folder.create(tmp_path / "empty", study, Identity.of({})).path
    said = asked(command, str(empty), *([str(folder)] if command == "compare" else []))
    assert said.exit_code == 2
    assert "nothing to tell yet, 0 of" in said.stderr
    assert f"countervail batch resume {empty}" in " ".join(said.stderr.split())
    assert not said.stdout


def test_where_no_run_has_a_value_no_limit_is_told() -> None:
    found = report(made_up("latin_hypercube", failing=1.1))
    for told in (on_screen(found), words(found)):
        assert "nan" not in told
        assert "0 of 0 runs" not in told


@pytest.mark.parametrize("outcomes", [[LOSS], [LOSS, GAVE_UP]])
def test_outcomes_are_taken_together_only_where_there_are_several(outcomes: list[Outcome]) -> None:
    found = report(made_up("latin_hypercube", outcomes=outcomes))
    titles = [chapter.title for chapter in chapters(found)]
    several = len(outcomes) > 1
    assert ("All outcomes together" in titles) == several
    assert ("All outcomes together" in on_screen(found)) == several


def test_what_runs_do_is_said_again_in_the_same_words() -> None:
    results = made_up("latin_hypercube", outcomes=[LOSS.model_copy(update={"wanted": None})])
    assert "% of all that are (coverage)" in " ".join(on_screen(report(results)).split())
    results = made_up("latin_hypercube", outcomes=[LOSS])
    assert "% of all that do (coverage)" in " ".join(on_screen(report(results)).split())


def test_a_game_of_which_no_run_has_a_value_is_drawn_empty() -> None:
    axis = Paper().subplots()
    heat(axis, ["a"], ["b"], [[float("nan")]], [["–"]], ("policy of A", "policy of B"))
    assert [text.get_text() for text in axis.texts] == ["–"]
