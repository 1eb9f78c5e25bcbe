"""Ladder: who could climb further in a dispute, and the ways down, laid out for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.layout import number_table, signed, titled
from sim.adjudication.dominance import Climb, Dominance, Level
from sim.adjudication.ways import Prospect, WaysDown
from sim.politics.contest.escalation import LADDER
from sim.world.disputes import Dispute

SENDER, TARGET = "▲", "▼"
"""Marks of who is ahead; the name stands beside."""

SHADES = ("", "on grey19", "on grey30")
"""Background of a lead that is small, middling and large beside the greatest of the table."""


def dominance_tables(
    found: Sequence[Dominance], disputes: Sequence[Dispute]
) -> Iterator[RenderableType]:
    """Yield, for each dispute that has begun, what each side could do on each rung, who is ahead.

    What could be done in disputes where nothing has been said yet stands in the JSON.
    """
    begun = {d.id for d in disputes if d.stage != "latent"}
    told = [one for one in found if one.dispute in begun]
    if not told:
        return
    yield titled("Who could climb further")
    yield Text(
        "The other's loss less the own by the best order of a rung or above that may be given "
        f"now, % of GDP a year. {SENDER} the sender leads, {TARGET} the target."
    )
    for one in told:
        yield Padding(_heat(one), (1, 0, 0, 0))
        yield from _orders(one)


def _heat(one: Dominance) -> Table:
    table = number_table(one.dispute, one.sender, one.target)
    table.add_column("lead", no_wrap=True)
    greatest = max(abs(level.lead) for level in one.levels)
    for level in one.levels:
        table.add_row(
            f"{level.rung} {LADDER[level.rung].name}",
            _worth(level.sender),
            _worth(level.target),
            _lead(one, level, greatest),
        )
    return table


def _lead(one: Dominance, level: Level, greatest: float) -> Text:
    ahead = one.ahead(level)
    if ahead is None:
        return Text("–")
    mark, colour = (SENDER, "red") if ahead == one.sender else (TARGET, "blue")
    shade = SHADES[min(2, int(3.0 * abs(level.lead) / greatest))]
    return Text(f"{mark} {ahead} {abs(level.lead):.2f}", f"{colour} {shade}".strip())


def _worth(climb: Climb | None) -> str:
    return f"{climb.worth:.2f}" if climb else "–"


def _orders(one: Dominance) -> Iterator[RenderableType]:
    """Yield the orders behind a table, each once, with the rungs that it counts for."""
    for side, climbs in (
        (one.sender, [level.sender for level in one.levels]),
        (one.target, [level.target for level in one.levels]),
    ):
        for climb in dict.fromkeys(c for c in climbs if c):
            text = (
                f"{side}, up to {climb.rung}: {climb.order} ({climb.loss_other:.2f} % to the "
                f"other, {climb.loss_self:.2f} % to itself)"
            )
            yield Padding(Text(text, "dim"), (0, 0, 0, 2))


def ways_tables(found: Sequence[WaysDown]) -> Iterator[RenderableType]:
    """Yield, for each open dispute, the ways down with what each would change."""
    told = [one for one in found if one.ways]
    if not told:
        return
    yield titled("Ways down")
    yield Text(
        f"Chance of each end within {told[0].months:.0f} months, and how support would change at "
        "once if the target gave in then, or the sender gave up."
    )
    for one in told:
        table = number_table(one.dispute, "conceded", "settled", "given up", one.target, one.sender)
        table.add_row("as it is", *_numbers(one.as_it_is))
        for way in one.ways:
            table.add_row(way.name, *_numbers(way.prospect))
        yield Padding(table, (1, 0, 0, 0))


def _numbers(prospect: Prospect) -> tuple[str, ...]:
    p = prospect
    return (
        *(_likely(chance) for chance in (p.conceded, p.settled, p.withdrawn)),
        *(signed(change) for change in (p.support_target, p.support_sender)),
    )


def _likely(chance: float) -> str:
    per_cent = 100.0 * chance
    if chance == 0.0:
        return "–"
    return f"{per_cent:.0f} %" if per_cent >= 10.0 else f"{per_cent:.1f} %"
