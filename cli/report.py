"""Report: a replay or a run as texts and tables, in the order they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.text import Text

from cli.account import chances, ending, meters_table, politics_table, sparks_table
from cli.explain import ByRound, explained_texts
from cli.ladder import dominance_tables, ways_tables
from cli.layout import titled
from cli.tables import (
    course_lines,
    happened,
    key_values,
    series_tables,
    target_tables,
    totals_table,
)
from sim.replay.affairs import affairs as affairs_of
from sim.replay.replay import ReplayResult
from sim.replay.run import RunResult
from sim.scenario.plan import plan_of


def replay_report(result: ReplayResult, timing: Mapping[str, float]) -> Iterator[RenderableType]:
    """Yield a replay: the course of the case, the targets, the series, the score."""
    scenario = result.case.scenario
    yield from _head(scenario.title, result.seed, result.ticks, result.settings)
    if result.without:
        yield Text(f"Beside history a run without {', '.join(result.without)}.")
    yield Text("")
    yield from course_lines(result.course, result.without_course)
    yield titled("Targets")
    yield Text("Only emergent ones count. A dash: not reached, or no value.")
    yield from target_tables(result.score, result.without_score)
    yield titled("Series")
    yield Text(
        "error: mean absolute log ratio of simulated to observed. off, last: skill, "
        "1 − error / error of a reference; off is the same orders with behaviour off, last the "
        "last value before the case. The first four columns are in sample, the last four out."
    )
    yield from series_tables(result.score)
    yield titled("Score")
    yield totals_table(result.score)
    yield _timing(timing)


def run_report(
    result: RunResult, timing: Mapping[str, float], explained: ByRound | None = None
) -> Iterator[RenderableType]:
    """Yield the course of a run: each round's orders, events, chances and numbers; the end."""
    yield from _head(result.scenario.title, result.seed, result.ticks, result.settings)
    plan = plan_of(result.scenario)
    if plan:
        yield Text(f"Asked for beside: {len(plan)} dated orders.")
    if result.without:
        yield Text(f"Without {', '.join(result.without)}.")
    if result.policies:
        named = ", ".join(f"{seat} by {policy}" for seat, policy in result.policies.items())
        yield Text(f"Played: {named}.")
    yield Text("")
    affairs = affairs_of(result)
    rounds = zip(result.course.rounds, result.journal, affairs, [None, *affairs], strict=False)
    for played, entry, after, before in rounds:
        yield from happened(played)
        yield from chances(entry.draws, after.disputes)
        yield from politics_table(after, before)
        yield from meters_table(entry.meters)
        yield key_values(result.course, played)
        yield from explained_texts((explained or {}).get(entry.round, ()))
    yield from ending(affairs[-1], result.setting)
    yield from dominance_tables(result.dominance, affairs[-1].disputes)
    yield from ways_tables(result.ways)
    yield from sparks_table(affairs)
    if affairs[-1].disputes:
        yield Text("")
    yield _timing(timing)


def _head(
    title: str, seed: int, ticks: int, settings: Mapping[str, float]
) -> Iterator[RenderableType]:
    yield Text(title, style="bold")
    changed = ", ".join(f"{name}={value:g}" for name, value in settings.items())
    yield Text(f"seed {seed}, {ticks} ticks" + (f", with {changed}" if changed else ""))


def _timing(timing: Mapping[str, float]) -> Text:
    load, build, run = (timing[key] for key in ("load_s", "build_s", "run_s"))
    return Text(f"Read in {load:.1f} s, built in {build:.1f} s, played in {run:.1f} s.")
