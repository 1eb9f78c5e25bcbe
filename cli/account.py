"""Account: the politics of a run, round by round and at its end, laid out for reading."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.layout import number_table, signed, titled
from cli.sparks import spark
from sim.figures import money
from sim.odds import Odds
from sim.politics.coalitions.deterrence import Meter
from sim.politics.contest.escalation import rung_of
from sim.replay.affairs import LITTLE, Affairs, Ripple
from sim.world.deals import Deal
from sim.world.disputes import Dispute, Draw
from sim.world.setting import Setting

UNLIKELY = 0.05
"""What is less likely than this, and did not happen, is not told [1]."""

SMALL = 0.05
"""A contribution less than this is not told."""

FULL = 100.0
"""Support of everybody."""

CHANCES: Mapping[tuple[str, str], str] = {
    ("log", "conceded"): "{target} concedes within the month",
    ("log", "settled"): "{sender} and {target} settle within the month",
    ("log", "withdrawn"): "{sender} withdraws within the month",
    ("log", "incident"): "an incident within the month",
    ("log", "reports"): "firms of {target} report what is denied within the month",
    ("logit", "conceded"): "{target} concedes to the threat",
    ("logit", "settled"): "{sender} and {target} settle under the threat",
    ("logit", "imposed"): "{sender} carries out its threat",
    ("logit", "backed down"): "{sender} does not carry out its threat",
}
"""Scale of the odds and what is drawn -> what it means."""


NONE_SETTLED: Mapping[str, Text] = {}
"""Where chance decided everything."""


# A round.


def chances(
    draws: Sequence[Draw], disputes: Sequence[Dispute], settled: Mapping[str, Text] = NONE_SETTLED
) -> Iterator[RenderableType]:
    """Yield the chances of a round that came true or were not small, with what made them.

    `settled` says of names of draws that not chance decided them, but what did.
    """
    told = [
        draw for draw in draws
        if draw.happened or draw.probability > UNLIKELY or named(draw) in settled
    ]  # fmt: skip
    told.sort(key=lambda draw: draw.date)
    if told:
        yield Padding(Text("Chances", "bold"), (1, 0, 0, 2))
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column()
        for draw in told:
            grid.add_row(str(draw.date), _chance(draw, disputes, settled.get(named(draw))))
        yield Padding(grid, (0, 0, 0, 2))
    left = len(draws) - len(told)
    if left:
        yield Padding(Text(f"{left} smaller chances that did not come true", "dim"), (0, 0, 0, 2))


def named(draw: Draw) -> str:
    """Return a draw's name, which rivals and other months do not share."""
    return f"{draw.stream} {draw.subject} {draw.what.partition(':')[0]}"


def chance_text(draw: Draw, disputes: Sequence[Dispute]) -> str:
    """Return what a draw is about, in words."""
    if draw.what == "new government":
        return f"{draw.subject}: a new government within the month"
    dispute = next((d for d in disputes if d.id == draw.subject), None)
    words = CHANCES.get((draw.odds.scale, draw.what))
    if dispute is None or words is None:
        return f"{draw.subject}: {draw.what}"
    return f"{draw.subject}: {words.format(sender=dispute.sender, target=dispute.target)}"


def odds_text(odds: Odds) -> str:
    """Return a probability's base and what adds to it, without what hardly does.

    >>> odds_text(Odds(-2.0, (("resolve", 1.25), ("talks", 0.0))))
    'base −2.0; resolve +1.2'
    """
    parts = [f"{name} {signed(value)}" for name, value in odds.parts if abs(value) >= SMALL]
    return "; ".join([f"base {signed(odds.base).removeprefix('+')}", *parts])


def politics_table(affairs: Affairs, before: Affairs | None) -> Iterator[RenderableType]:
    """Yield how governments stand after a round, what they lose, and how far disputes have gone.

    A dispute that was over before is left out, and so are third countries that lost nothing.
    """
    if not affairs.backing:
        return
    table = number_table("", "support", "capital", "damage")
    for country, backing in affairs.backing.items():
        if country in affairs.thirds and abs(_damage(affairs, country)) < LITTLE:
            continue
        damage = _loss(_damage(affairs, country))
        table.add_row(country, f"{backing.support:.0f}", f"{backing.capital:.0f}", damage)
    yield Padding(table, (1, 0, 1, 2))
    over = {d.id for d in before.disputes if not d.open} if before else set()
    disputes = _of_disputes("stage", "months")
    for d in affairs.disputes:
        if d.id not in over:
            months = f"{d.months:.0f}" if d.months else "–"
            disputes.add_row(d.id, d.ending or d.stage, months, _level(d))
    if disputes.row_count:
        yield Padding(disputes, (0, 0, 1, 2))


def meters_table(meters: Sequence[Meter]) -> Iterator[RenderableType]:
    """Yield what beginning would be worth in quarrels that are quiet so far, the better way."""
    table = number_table("quiet so far", *(title for title, _ in METERED), "worth", "begins")
    for meter in meters:
        launch = meter.better
        parts = dict(launch.parts)
        way = "denied" if launch is meter.denied else "openly"
        sums = (sum(parts[name] for name in names) for _, names in METERED)
        table.add_row(
            Text(meter.dispute).append(f" {way}", "dim"),
            *(signed(value, 2) for value in sums),
            signed(launch.worth, 2),
            _likely(launch.probability),
        )
    if table.row_count:
        yield Padding(table, (0, 0, 1, 2))


METERED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("gain", ("concession",)),
    ("own cost", ("own cost",)),
    ("joint answer", ("joint answer",)),
    ("other", ("legitimacy", "political capital")),
)
"""Columns of the meter, and the parts of a worth that each adds up (§P.36)."""


# The end.


def ending(affairs: Affairs, setting: Setting) -> Iterator[RenderableType]:
    """Yield what became of the disputes, who paid, and the deals."""
    if not affairs.disputes:
        return
    yield titled("Disputes at the end")
    yield from _disputes(affairs.disputes)
    yield titled("Who paid, in all")
    yield _paid(affairs, setting)
    yield from _ripples(affairs)
    if affairs.deals:
        yield titled("Deals")
        yield _deals(affairs.deals)


def sparks_table(course: Sequence[Affairs]) -> Iterator[RenderableType]:
    """Yield support and damage of every party round by round, as bars."""
    if len(course) < 2 or not course[-1].backing:
        return
    yield titled("Support and damage, round by round")
    losses = {c: [_damage(one, c) for one in course] for c in course[-1].backing}
    most = max(LITTLE, *(loss for row in losses.values() for loss in row))
    table = number_table("", "support", "first", "last", "damage", "most")
    for country, row in losses.items():
        support = [one.backing[country].support for one in course]
        table.add_row(
            country,
            spark(support, 0.0, FULL),
            f"{support[0]:.0f}",
            f"{support[-1]:.0f}",
            spark(row, 0.0, most),
            _loss(max(row)),
        )
    yield table


def _damage(affairs: Affairs, country: str) -> float:
    return sum(by.get(country, 0.0) for by in affairs.damage.values())


def _disputes(disputes: Sequence[Dispute]) -> Iterator[RenderableType]:
    table = _of_disputes("stage", "ending", "months")
    for d in disputes:
        table.add_row(d.id, d.stage, d.ending or "–", f"{d.months:.0f}", _level(d))
    yield table
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for d in disputes:
        grid.add_row(d.id, f"{d.sender} of {d.target}: {d.demand}")
    yield Padding(grid, (1, 0, 0, 0))


def _of_disputes(*between: str) -> Table:
    """Return a table of disputes that keeps ids whole and folds the words of escalation."""
    table = number_table("dispute", *between, "escalation")
    first, last = table.columns[0], table.columns[-1]
    first.no_wrap = True
    last.no_wrap, last.justify = False, "left"
    return table


def _level(dispute: Dispute) -> str:
    """Return the level of escalation and the rung it stands on, in words."""
    return f"{dispute.escalation:.1f} {rung_of(dispute.escalation).name}"


def _paid(affairs: Affairs, setting: Setting) -> RenderableType:
    table = number_table("", "part", "% of a year's GDP", "USD")
    table.columns[1].justify = "left"
    for country in _payers(affairs):
        by = {dispute: losses[country] for dispute, losses in affairs.lost.items()}
        part = part_of(country, affairs, setting)
        table.add_row(Text(country, "bold"), part, *_sums(country, affairs, affairs.lost, setting))
        parts = [dispute for dispute, loss in by.items() if abs(loss) >= LITTLE]
        # Whose quarrel it was is plain for a party, not for a third country.
        apart = len(parts) > 1 or (country in affairs.thirds and len(affairs.lost) > 1)
        for dispute in parts if apart else ():
            table.add_row(f"  {dispute}", "", *_sums(country, affairs, [dispute], setting))
    return table if table.row_count else Text("Nobody lost anything to speak of.")


def part_of(country: str, affairs: Affairs, setting: Setting) -> str:
    """Return a country's part in the disputes of a run, in words."""
    part = "third" if country in affairs.thirds else "party"
    return f"{part}, developing" if country in setting.polity.developing else part


def _payers(affairs: Affairs) -> list[str]:
    """Return the countries that lost or gained something, those that lost most first."""
    lost, usd = affairs.lost, affairs.usd
    countries = dict.fromkeys(country for by in lost.values() for country in by)
    whole = {c: sum(by[c] for by in usd.values()) for c in countries}
    share = {c: sum(by[c] for by in lost.values()) for c in countries}
    told = [
        c for c in countries
        if c in affairs.thirds or any(abs(by[c]) >= LITTLE for by in lost.values())
    ]  # fmt: skip
    return sorted(told, key=lambda country: (-share[country], -whole[country]))


def _sums(
    country: str, affairs: Affairs, disputes: Iterable[str], setting: Setting
) -> tuple[RenderableType, ...]:
    """Return what disputes cost a country, by its GDP and in money."""
    disputes = tuple(disputes)
    loss, usd = (sum(of[d][country] for d in disputes) for of in (affairs.lost, affairs.usd))
    if usd == 0.0:
        return "–", "–"
    known = math.isfinite(setting.polity.gdp_of(country))
    return (_signs(f"{loss:.3f}", loss) if known else "GDP unknown"), money(usd)


def _ripples(affairs: Affairs) -> Iterator[RenderableType]:
    """Yield, for every dispute that hurt others too, how much of the loss was theirs."""
    told = [line for d in affairs.ripple for line in _ripple(d, affairs.ripple[d])]
    if told:
        yield Padding(Text("\n".join(told)), (1, 0, 0, 0))


def _ripple(dispute: str, ripple: Ripple) -> Iterator[str]:
    if not ripple.index or ripple.index < UNTOLD:
        return
    text = (
        f"{dispute}: for each USD that its parties lost, third countries lost "
        f"{ripple.index:.2f} ({ripple.thirds_gdp:.3f} % of their GDP)"
    )
    if ripple.hardest and ripple.hardest[1] >= LITTLE:
        text += f", {ripple.hardest[0]} most ({ripple.hardest[1]:.3f} % of its own)"
    if ripple.developing:
        text += (
            f", developing ones {ripple.developing_index:.2f} "
            f"({ripple.developing_gdp:.3f} % of theirs)"
        )
    yield f"{text}."


UNTOLD = 0.005
"""A ripple less than this is not told [1]."""


def _deals(deals: Sequence[Deal]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False)
    for name in ("deal", "between", "terms", "state"):
        table.add_column(name, overflow="fold")
    for deal in deals:
        terms = ", ".join(f"{term.party} {term}" for term in deal.terms)
        about = f"{deal.id}\n  {deal.dispute}" if deal.dispute else deal.id
        table.add_row(about, " and ".join(deal.parties), terms, deal.state)
    return table


def _chance(draw: Draw, disputes: Sequence[Dispute], settled: Text | None) -> Text:
    likely, drawn = _apart(draw.probability, draw.drawn)
    text = Text(f"{chance_text(draw, disputes)}: {likely} ")
    text.append(f"({odds_text(draw.odds)})", "dim").append("; ")
    return text.append_text(settled or _outcome(draw, drawn))


def _outcome(draw: Draw, drawn: str) -> Text:
    """Return what was drawn and whether it happened."""
    return Text(f"drawn {drawn}: ").append(*_happened(draw))


def set_by_white(draw: Draw, model: Draw | None) -> Text:
    """Return that the white cell decided a draw, and what the model itself had drawn."""
    own = f"the model drew {_drawn(model)}" if model else "the model did not draw it"
    return Text("set by the white cell: ").append(*_happened(draw)).append(f" ({own})")


def _drawn(draw: Draw) -> str:
    return f"{_apart(draw.probability, draw.drawn)[1]}: {'yes' if draw.happened else 'no'}"


def _happened(draw: Draw) -> tuple[str, str]:
    """Return whether something happened, and in which style it is told."""
    return ("yes", "bold") if draw.happened else ("no", "")


def _apart(probability: float, drawn: float) -> tuple[str, str]:
    """Return a probability and what was drawn, in digits enough to see which is more.

    >>> _apart(0.26, 0.148), _apart(0.9581, 0.9634)
    (('26 %', '0.15'), ('95.8 %', '0.963'))
    """
    for more in range(4):
        likely = _likely(probability, more)
        text = f"{drawn:.{2 + more}f}" if drawn >= 0.1 else f"{drawn:.{2 + more}g}"
        shown = float(likely.removesuffix(" %")) / 100.0 - float(text)
        told_apart = abs(shown) > ROUNDING and (shown > 0.0) == (probability > drawn)
        if told_apart or probability == drawn:
            break
    return likely, text


ROUNDING = 1e-9
"""Two numbers printed that differ by no more than this are alike [1]."""


def _loss(per_cent: float) -> Text:
    """Return a loss [% of GDP]; a gain bears a minus."""
    if abs(per_cent) < LITTLE:
        return Text("–")
    return _signs(f"{per_cent:.2f}", per_cent)


def _signs(number: str, loss: float) -> Text:
    return Text(f"{number} %".replace("-", "−"), "red" if loss > 0.0 else "")


def _likely(probability: float, more: int = 0) -> str:
    """Return a probability in per cent, with so many digits more than is usual."""
    per_cent = 100.0 * probability
    return f"{per_cent:.{more}f} %" if per_cent >= 1.0 else f"{per_cent:.{2 + more}g} %"
