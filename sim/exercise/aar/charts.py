"""Charts: who paid, support, escalation, stocks, prices, and the day itself, as figures."""

from __future__ import annotations

from collections.abc import Sequence

from sim.exercise.aar.drawing import at_the_end, draw, figure_of, panels_of, settings, sheet_of
from sim.exercise.aar.lettering import label
from sim.exercise.aar.numbers import run_of
from sim.exercise.aar.report import Happened, Result, RoundTold
from sim.exercise.documents.blocks import Figure
from sim.exercise.table import Table
from sim.figures import written
from sim.language import t
from sim.replay.affairs import Losses, affairs
from sim.replay.lines import Line

MOST_PANELS = 4
"""More charts than this on a sheet are too small to read."""

MOST_BARS = 15


def charts(
    table: Table, rounds: Sequence[RoundTold], course: Sequence[Happened]
) -> tuple[Figure, ...]:
    """Return the figures of the rounds of an exercise; those that would be empty are left out."""
    if not rounds:
        return ()
    whole = affairs(run_of(table.game(len(rounds))))
    before = whole[table.prelude - 1].usd if table.prelude else {}
    with settings():
        found = (
            _timeline(course),
            _who_paid(before, whole[-1].usd),
            _course(rounds, "support", t("Support of governments at home"), 100.0),
            _course(rounds, "escalation", t("Escalation of disputes"), 8.0),
            _products(
                table, rounds, "cover", t("How long stocks last, of what was under measures")
            ),
            _products(table, rounds, "price", t("Prices paid for what was under measures")),
        )
        return tuple(figure for figure in found if figure)


def _who_paid(start: Losses, end: Losses) -> Figure | None:
    """Draw what each country lost by all disputes together, from one day to another."""
    usd: dict[str, float] = {}
    for dispute, by in end.items():
        for country, loss in by.items():
            before = start.get(dispute, {}).get(country, 0.0)
            usd[country] = usd.get(country, 0.0) + (loss - before) / 1e6
    felt = sorted(((v, c) for c, v in usd.items() if v), key=lambda row: -abs(row[0]))[:MOST_BARS]
    if not felt:
        return None
    sheet, axis = sheet_of(1.2 + 0.35 * len(felt))
    for row, (loss, _) in enumerate(felt):
        # A gain is hatched: colour is not the only sign.
        axis.barh(row, loss, color="C3" if loss > 0 else "C2", hatch="" if loss > 0 else "///",
                  edgecolor="0.2", zorder=3)  # fmt: skip
        axis.annotate(f" {written(loss)} ", (loss, row), ha="left" if loss > 0 else "right",
                      va="center", fontsize="small")  # fmt: skip
    axis.set_yticks(range(len(felt)), [country for _, country in felt])
    axis.invert_yaxis()
    axis.margins(x=0.15)
    axis.axvline(0.0, color="0.2")
    axis.set_xlabel(label("lost since STARTEX, m USD; gains hatched"))
    told = "; ".join(f"{country} {written(loss)}" for loss, country in felt)
    return figure_of(sheet, "who-paid", t("Who paid for the disputes"),
                     t("Losses in m USD: {losses}", losses=told))  # fmt: skip


def _course(rounds: Sequence[RoundTold], what: str, caption: str, top: float) -> Figure | None:
    """Draw a number of everybody who has it, round by round."""
    lines = {one.subject: _line(rounds, name) for name, one in _numbers(rounds, what).items()}
    if not any(any(line.values) for line in lines.values()):
        return None
    unit = next(iter(_numbers(rounds, what).values())).unit
    sheet, axis = sheet_of()
    draw(axis, lines, unit, top)
    return figure_of(sheet, what, caption, at_the_end(lines, unit))


def _products(table: Table, rounds: Sequence[RoundTold], what: str, caption: str) -> Figure | None:
    """Draw a number of each product and country that it is told of, a chart for each product."""
    panels: dict[str, dict[str, Line]] = {}
    units: dict[str, str] = {}
    for name, one in _numbers(rounds, what).items():
        title = table.scenario.products[one.product].name
        line = _line(rounds, name)
        if line.values and (title in panels or len(panels) < MOST_PANELS):
            panels.setdefault(title, {})[one.subject] = line
            units[title] = one.unit
    return panels_of(panels, units, what, caption)


def _numbers(rounds: Sequence[RoundTold], what: str) -> dict[str, Result]:
    """Return the numbers of a kind that any round tells, by name."""
    return {one.name: one for round in rounds for one in round.results if one.what == what}


def _line(rounds: Sequence[RoundTold], name: str) -> Line:
    """Return a number at the end of each round, and at STARTEX if it was told of before."""
    found = []
    for n, round in enumerate(rounds):
        for one in round.results:
            if one.name == name:
                points = [(round.start, one.earlier)] if n == 0 else []
                found += [*points, (round.end, one.value)]
    known = [(day, value) for day, value in found if value is not None]
    return Line(tuple(day for day, _ in known), tuple(value for _, value in known))


def _timeline(course: Sequence[Happened]) -> Figure | None:
    """Draw the day by both clocks: what happened when, and which day of the scenario it was."""
    told = [one for one in course if one.day]
    if not told:
        return None
    lanes = {
        label("rounds"): ("open", "round"),
        label("injects"): ("inject",),
        label("white cell"): ("white",),
    }
    sheet, axis = sheet_of(2.6)
    for row, sorts in enumerate(lanes.values()):
        minutes = [one.elapsed / 60.0 for one in told if one.sort in sorts]
        axis.plot(minutes, [row] * len(minutes), ("o", "s", "D")[row])
    for one in told:
        if one.sort == "open" and one.day:
            axis.axvline(one.elapsed / 60.0, color="0.7", zorder=0)
            axis.annotate(one.day.isoformat(), (one.elapsed / 60.0, len(lanes) - 0.4), rotation=30,
                          fontsize="small")  # fmt: skip
    axis.set_yticks(range(len(lanes)), list(lanes))
    axis.set_ylim(-0.5, len(lanes) + 0.4)
    axis.set_xlabel(label("room clock, minutes since STARTEX; above: day of the scenario"))
    return figure_of(sheet, "timeline", t("The exercise by both clocks"),
                   t("Rounds, injects and overrules along the room's clock"))  # fmt: skip
