"""Robust: how each lever set fares, whatever the unknown turns out to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from functools import partial

from cli.batch.drawing import Chart, file_name
from cli.batch.parts.part import (
    HEAD,
    Part,
    bar,
    cells,
    few_seeds_lines,
    in_short,
    label,
    listed,
    percent,
    qualified,
    under,
    with_band,
)
from cli.batch.plots import bars, intervals, rows_high
from cli.batch.tables import Numbers
from sim.batch.analysis.report import Report
from sim.batch.analysis.robustness import (
    PERCENTS,
    AllMet,
    Best,
    OutcomeRobustness,
    Robustness,
    Standing,
)
from sim.batch.study import Outcome
from sim.figures import written

PERCENT_HEAD = tuple(f"{percent:g} %" for percent in PERCENTS)

PAIRED = (
    "Lever sets are compared run by run with the same values and the same seed; none is called "
    "better where the 95 % interval of that difference holds zero."
)


def robust_part(found: Report, outcome: Outcome, stem: str) -> Part:
    """Return how the lever sets fare on an outcome."""
    one = next(part for part in found.robustness.outcomes if part.outcome == outcome.name)
    lines = tuple(robust_lines(one))
    says = (*lines, PAIRED) if len(one.standings) > 1 else lines
    if len(one.standings) == 1:
        return Part("Lever sets", says, (_standings(one, stem),))
    tables = (_standings(one, stem), _pairs(one, stem))
    return Part("Lever sets", says, tables, (_chart(one, outcome, stem),))


def robust_lines(one: OutcomeRobustness) -> Iterator[str]:
    """Yield in sentences which lever set is best, by each measure."""
    first, *others = one.standings
    if not others:
        yield "There is one only, so nothing to compare it with."
    for standing in others:
        if standing.verdict != "the same":
            yield _against(standing, first, one)
    yield from best_lines(one)


def best_lines(one: OutcomeRobustness) -> Iterator[str]:
    """Yield in sentences which lever sets give the same, and which is best by which measures."""
    yield from (f"{listed(names)}: the same in every run." for names in one.alike)
    yield from pairs_lines(one)
    seeds = f" {under(one.few_seeds)}" if one.few_seeds else ""
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for best in one.best:
        untested = "" if best.tested else ", one run's and so not asked how sure it is"
        told = f"{best.measure} ({written(best.value)}{untested})"
        alike.setdefault((best.lever_set, best.tied), []).append(told)
    for (lever_set, tied), measures in alike.items():
        unsure = f", but not told apart from {listed(tied)}" if tied else ""
        yield f"{lever_set} is best{seeds} by {listed(measures)}{unsure}."
    if one.best and not one.agree:
        yield "The measures disagree: which lever set is best hangs on what one is afraid of."
    if len(one.standings) > 1:
        yield from few_seeds_lines([one.few_seeds])


def pairs_lines(one: OutcomeRobustness) -> Iterator[str]:
    """Yield which lever sets win against the first in some pairs and lose in others, how often."""
    first, *others = one.standings
    for standing in others:
        if standing.pairs and standing.pairs.won and standing.pairs.lost:
            won, lost, equal = astuple(standing.pairs)
            same = f" and the same in {percent(equal)}" if equal else ""
            yield (
                f"{standing.lever_set}: better than {first.lever_set} in {percent(won)} of the "
                f"pairs, worse in {percent(lost)}{same}."
            )


def _against(standing: Standing, first: Standing, one: OutcomeRobustness) -> str:
    """Return how a lever set fares beside the first."""
    change = f"{with_band(standing.against_first)} {one.unit}"
    if standing.verdict == "not told apart":
        return f"{standing.lever_set}: not told apart from {first.lever_set} ({change})."
    seeds = f" {under(one.few_seeds)}" if one.few_seeds else ""
    return (
        f"{standing.lever_set}: {_verdict(standing)} than {first.lever_set}{seeds}, by {change} "
        f"in the mean of {standing.against_first.used:,} pairs."
    )


def best_told(best: Best) -> str:
    """Return which lever set is best, and from which it is not told apart."""
    told = f"{best.lever_set} ({written(best.value)})"
    return f"{told}, not told apart from {listed(best.tied)}" if best.tied else told


def together_part(found: Report) -> Part:
    """Return in how many runs all that is wanted holds together."""
    robust = found.robustness
    return Part(
        "All that is wanted, together",
        tuple(together_lines(robust)),
        (_all_met(robust),) if robust.wanted else (),
        (_all_met_chart(robust),) if robust.wanted else (),
    )


def together_lines(robust: Robustness) -> Iterator[str]:
    """Yield in sentences how the lever sets fare by all outcomes together."""
    if not robust.wanted:
        yield "No outcome says what is good enough (`wanted`), so there is nothing to count."
        return
    yield f"Wanted are {listed(robust.wanted)}; a run counts where all of it holds."
    yield from (_share(one) for one in robust.all_met)
    if robust.best_all_met:
        yield f"Most often: {best_told(robust.best_all_met)}."
    if not robust.agree:
        yield "No lever set is best, or not told apart from the best, by every measure."


def _share(one: AllMet) -> str:
    ends = (
        f" ({percent(one.share.low)} to {percent(one.share.high)})"
        if one.share.low is not None
        else ""
    )
    return f"{one.lever_set}: {percent(one.share.value)}{ends}; it rests on {one.basis}."


def _verdict(standing: Standing) -> str:
    return {"more": "higher", "less": "lower"}.get(standing.verdict, standing.verdict)


def _standings(one: OutcomeRobustness, stem: str) -> Numbers:
    return Numbers(
        file_name(stem, "robustness"), f"How the lever sets fare on {one.outcome}",
        ("lever set", "mean", *HEAD, *PERCENT_HEAD, "share as wanted", *HEAD, "runs", "failed"),
        tuple(
            (s.lever_set, *cells(s.mean), *s.percentiles, *cells(s.met), s.basis.used,
             s.basis.failed)
            for s in one.standings
        ),
    )  # fmt: skip


def _pairs(one: OutcomeRobustness, stem: str) -> Numbers:
    """Return the lever sets compared in pairs of runs."""
    regret = ("regret, mean", "nine in ten", "largest")
    return Numbers(
        file_name(stem, "pairs-of-lever-sets"),
        f"Lever sets in pairs: against {one.standings[0].lever_set}, and against the best",
        ("lever set", "difference", *HEAD, "pairs", "verdict", "won", "lost", "equal", *regret),
        tuple(
            (s.lever_set, *cells(s.against_first), s.against_first.used,
             qualified(s.verdict, one.few_seeds) if n else "",
             *(astuple(s.pairs) if s.pairs else (None, None, None)),
             *((s.regret.mean, s.regret.nine_in_ten, s.regret.largest)
               if s.regret else (None, None, None)))
            for n, s in enumerate(one.standings)
        ),
    )  # fmt: skip


def _chart(one: OutcomeRobustness, outcome: Outcome, stem: str) -> Chart:
    names = [in_short(standing.lever_set) for standing in one.standings]
    spans = [
        f"{s.lever_set} from {written(s.percentiles[0])} to {written(s.percentiles[-1])}"
        for s in one.standings
    ]
    return Chart(
        file_name(stem, "robustness"),
        f"{outcome.name} by lever set",
        f"Nine runs in ten: {listed(spans)}.",
        "Each bar holds nine runs in ten, the dot is the middle one. A lever set is robust where "
        "its bar is short and lies on the good side; which is better in pairs is in the table.",
        partial(
            intervals, names=names, percentiles=[s.percentiles for s in one.standings],
            wanted=outcome.wanted, label=label(outcome),
        ),
        rows_high(len(names)),
    )  # fmt: skip


def _all_met(robust: Robustness) -> Numbers:
    return Numbers(
        "all-wanted", "Share of runs in which all that is wanted holds",
        ("lever set", "share", *HEAD, "runs", "failed"),
        tuple(
            (one.lever_set, *cells(one.share), one.basis.used, one.basis.failed)
            for one in robust.all_met
        ),
    )  # fmt: skip


def _all_met_chart(robust: Robustness) -> Chart:
    shown = [bar(in_short(one.lever_set), one.share) for one in robust.all_met]
    told = [f"{one.lever_set} {percent(one.share.value)}" for one in robust.all_met]
    return Chart(
        "all-wanted",
        "Share of runs in which all that is wanted holds",
        f"Bars: {listed(told)}.",
        "The longer, the more of what may be is weathered. Black lines are 95 % bands, of each "
        "bar by itself: bars whose bands overlap may still differ in pairs.",
        partial(bars, kinds={"all wanted": shown}, floor=None, label="share of runs [1]"),
        rows_high(len(shown)),
    )
