"""Account: the politics of a run, round by round and at its end, laid out for reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.output import money
from cli.sparks import spark
from sim.odds import Odds
from sim.replay.affairs import Affairs, Losses
from sim.world.deals import Deal
from sim.world.disputes import Dispute, Draw
from sim.world.setting import Setting

UNLIKELY = 0.05
"""What is less likely than this, and did not happen, is not told [1]."""

SMALL = 0.05
"""A contribution less than this is not told."""

LITTLE = 0.005
"""A loss less than this is not told [% of GDP]."""

FULL = 100.0
"""Support of everybody."""

CHANCES: Mapping[tuple[str, str], str] = {
    ("log", "conceded"): "{target} concedes within the month",
    ("log", "settled"): "{sender} and {target} settle within the month",
    ("log", "withdrawn"): "{sender} withdraws within the month",
    ("log", "incident"): "an incident within the month",
    ("logit", "conceded"): "{target} concedes to the threat",
    ("logit", "settled"): "{sender} and {target} settle under the threat",
    ("logit", "imposed"): "{sender} carries out its threat",
    ("logit", "backed down"): "{sender} does not carry out its threat",
}
"""Scale of the odds and what is drawn -> what it means."""


# A round.


def chances(draws: Sequence[Draw], disputes: Sequence[Dispute]) -> Iterator[RenderableType]:
    """Yield the chances of a round that came true or were not small, with what made them."""
    told = [draw for draw in draws if draw.happened or draw.probability > UNLIKELY]
    if told:
        yield Padding(Text("Chances", "bold"), (1, 0, 0, 2))
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column()
        for draw in told:
            grid.add_row(str(draw.date), _chance(draw, disputes))
        yield Padding(grid, (0, 0, 0, 2))
    left = len(draws) - len(told)
    if left:
        yield Padding(Text(f"{left} smaller chances that did not come true", "dim"), (0, 0, 0, 2))


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
    parts = [f"{name} {_signed(value)}" for name, value in odds.parts if abs(value) >= SMALL]
    return "; ".join([f"base {_signed(odds.base).removeprefix('+')}", *parts])


def politics_table(affairs: Affairs, before: Affairs | None) -> Iterator[RenderableType]:
    """Yield how governments stand after a round, what they lose, and how far disputes have gone.

    A dispute that was over before is left out.
    """
    if not affairs.backing:
        return
    table = _table("", "support", "capital", "damage")
    for country, backing in affairs.backing.items():
        damage = _loss(_damage(affairs, country))
        table.add_row(country, f"{backing.support:.0f}", f"{backing.capital:.0f}", damage)
    yield Padding(table, (1, 0, 1, 2))
    over = {d.id for d in before.disputes if not d.open} if before else set()
    disputes = _table("dispute", "stage", "escalation", "months")
    for d in affairs.disputes:
        if d.id not in over:
            months = f"{d.months:.0f}" if d.months else "–"
            disputes.add_row(d.id, d.ending or d.stage, f"{d.escalation:.1f}", months)
    if disputes.row_count:
        yield Padding(disputes, (0, 0, 1, 2))


# The end.


def ending(affairs: Affairs, setting: Setting) -> Iterator[RenderableType]:
    """Yield what became of the disputes, who paid, and the deals."""
    if not affairs.disputes:
        return
    yield _title("Disputes at the end")
    yield from _disputes(affairs.disputes)
    yield _title("Who paid, in all")
    yield _paid(affairs.lost, setting)
    if affairs.deals:
        yield _title("Deals")
        yield _deals(affairs.deals)


def sparks_table(course: Sequence[Affairs]) -> Iterator[RenderableType]:
    """Yield support and damage of every party round by round, as bars."""
    if len(course) < 2 or not course[-1].backing:
        return
    yield _title("Support and damage, round by round")
    losses = {c: [_damage(one, c) for one in course] for c in course[-1].backing}
    most = max(LITTLE, *(loss for row in losses.values() for loss in row))
    table = _table("", "support", "first", "last", "damage", "most")
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
    table = _table("dispute", "stage", "ending", "months", "escalation")
    for d in disputes:
        table.add_row(d.id, d.stage, d.ending or "–", f"{d.months:.0f}", f"{d.escalation:.1f}")
    yield table
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold")
    grid.add_column()
    for d in disputes:
        grid.add_row(d.id, f"{d.sender} of {d.target}: {d.demand}")
    yield Padding(grid, (1, 0, 0, 0))


def _paid(lost: Losses, setting: Setting) -> RenderableType:
    table = _table("", "% of a year's GDP", "USD")
    for country in _payers(lost):
        by = {dispute: losses[country] for dispute, losses in lost.items()}
        table.add_row(Text(country, "bold"), *_sums(sum(by.values()), country, setting))
        parts = {dispute: loss for dispute, loss in by.items() if abs(loss) >= LITTLE}
        for dispute, loss in parts.items() if len(parts) > 1 else ():
            table.add_row(f"  {dispute}", *_sums(loss, country, setting))
    return table if table.row_count else Text("Nobody lost anything to speak of.")


def _payers(lost: Losses) -> list[str]:
    """Return the countries that lost or gained something, those that lost most first."""
    countries = dict.fromkeys(country for by in lost.values() for country in by)
    whole = {c: sum(by[c] for by in lost.values()) for c in countries}
    told = [c for c in countries if any(abs(by[c]) >= LITTLE for by in lost.values())]
    return sorted(told, key=lambda country: -whole[country])


def _sums(loss: float, country: str, setting: Setting) -> tuple[RenderableType, ...]:
    if loss == 0.0:
        return "–", "–"
    return _signs(f"{loss:.3f}", loss), money(loss / 100.0 * setting.polity.gdp_of(country))


def _deals(deals: Sequence[Deal]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False)
    for name in ("deal", "between", "terms", "state"):
        table.add_column(name, overflow="fold")
    for deal in deals:
        terms = ", ".join(f"{term.party} {term}" for term in deal.terms)
        about = f"{deal.id}\n  {deal.dispute}" if deal.dispute else deal.id
        table.add_row(about, " and ".join(deal.parties), terms, deal.state)
    return table


def _chance(draw: Draw, disputes: Sequence[Dispute]) -> Text:
    drawn = f"{draw.drawn:.2f}" if draw.drawn >= 0.1 else f"{draw.drawn:.2g}"
    text = Text(f"{chance_text(draw, disputes)}: {_likely(draw.probability)} ")
    text.append(f"({odds_text(draw.odds)})", "dim").append(f"; drawn {drawn}: ")
    return text.append("yes" if draw.happened else "no", "bold" if draw.happened else "")


def _loss(per_cent: float) -> Text:
    """Return a loss [% of GDP]; a gain bears a minus."""
    if abs(per_cent) < LITTLE:
        return Text("–")
    return _signs(f"{per_cent:.2f}", per_cent)


def _signs(number: str, loss: float) -> Text:
    return Text(f"{number} %".replace("-", "−"), "red" if loss > 0.0 else "")


def _likely(probability: float) -> str:
    per_cent = 100.0 * probability
    return f"{per_cent:.0f} %" if per_cent >= 1.0 else f"{per_cent:.2g} %"


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _table(first: str, *others: str) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False)
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _title(text: str) -> RenderableType:
    return Padding(Text(text, style="bold"), (1, 0, 0, 0))
