"""`countervail replay`: a historical case beside what was observed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import (
    JsonWanted,
    Name,
    Out,
    Seed,
    Settings,
    Without,
    date_of,
    folder_of,
    settings_of,
)
from cli.output import (
    as_json,
    mistakes_told,
    progress,
    show,
    tell_of_compiling,
    timed,
    write_file,
    write_text,
)

if TYPE_CHECKING:
    from sim.replay.lines import Chart
    from sim.replay.replay import ReplayResult


@mistakes_told()
def replay(
    name: Name,
    seed: Seed = 0,
    without: Without = None,
    settings: Settings = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="End after the round this day falls in."),
    ] = None,
    out: Out = None,
    json: JsonWanted = False,
) -> None:
    """Play a historical case's dated orders beside what was observed, and score the model.

    Prints the course of the case round by round, the targets, the skill of each series and
    charts. With --without, a second run leaves orders out and its numbers stand beside.
    """
    from sim.replay.replay import load_case, play, start  # seconds: not for --help

    changes, day, folder = settings_of(settings), date_of("--until", until), folder_of(out)
    clock = [perf_counter()]
    case = load_case(name)
    tell_of_compiling()
    clock.append(perf_counter())
    runs = start(case, seed=seed, without=without or (), settings=changes)
    clock.append(perf_counter())
    with progress("Playing") as told:
        result = play(runs, until=day, progress=told)
    clock.append(perf_counter())
    _tell(result, timed(clock), folder, json=json)


def _tell(
    result: ReplayResult, timing: dict[str, float], folder: Path | None, *, json: bool
) -> None:
    """Write the result to stdout, and to the folder if there is one."""
    from cli.data import replay_data  # see above
    from cli.plots import draw, save
    from cli.report import replay_report

    best = [series.name for series in result.headlines]
    data = as_json(replay_data(result, timing))
    if json:
        write_text(data)
    else:
        show(*replay_report(result, timing))
        for chart in _charts(result, best):
            write_text(draw(chart))
    if folder:
        write_file(folder / "result.json", f"{data}\n")
        save(list(_charts(result)), best, folder)
        if not json:
            write_text(f"The result as JSON and the charts as PNG and SVG are in {folder}.")


def _charts(result: ReplayResult, names: list[str] | None = None) -> Iterator[Chart]:
    """Yield the charts of the series named, or of all."""
    from sim.replay.lines import chart  # see above

    for series in result.case.history.series:
        if names is None or series.name in names:
            yield chart(series, result.record, result.without_record)
