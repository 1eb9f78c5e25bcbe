"""Moves: what could be done to another country, with what it would cost both.

Losses are those of the tables of leverage times the share of the trade that an order cuts, less
what earlier measures on the same goods cut already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.observation import Leverage, Observation
from sim.orders.base import Order
from sim.orders.instruments import instruments
from sim.seats.choices import allowed, share
from sim.seats.view import home, lasting
from sim.world.measures import Measure, MeasureKind


@dataclass(frozen=True)
class Way:
    """An instrument as policies use it: on goods sold, goods bought or a stream of money."""

    instrument: str
    cut: float
    """Share of the trade or the stream that it takes away [1]."""
    says: str
    """What it does, with `{other}`, `{product}` and `{cut}` to be filled in."""
    key: str = ""
    """Key that says how much; empty where there is nothing to say."""
    stream: str = ""
    """Channel of the exposures that it cuts."""
    more: str = ""
    """What else an order says."""

    def words(self, cut: float) -> str:
        """Return what an order says of how much it cuts."""
        if not self.key:
            return ""
        number = 1.0 - cut if self.instrument == "export_licensing" else cut
        return f" {self.key}={round(number, 3):g}{self.more}"


WITHHOLD = (
    Way(
        "customs_slowdown",
        0.3,
        "{cut} of {product} for {other} waits at the border",
        "share",
        more=" release=0.01",
    ),
    Way("export_duty", 0.25, "a duty of {cut} on {product} for {other}", "rate"),
    Way("export_licensing", 0.5, "licences for {product} withhold {cut} from {other}", "rate"),
    Way("export_ban", 1.0, "no {product} for {other}"),
)
REFUSE = (
    Way("consumer_boycott", 0.3, "people drop {cut} of {product} of {other}", "rate"),
    Way("import_ban_sps", 0.8, "{cut} of {product} of {other} fails a test", "rate"),
    Way("import_tariff", 0.25, "a tariff of {cut} on {product} of {other}", "rate"),
    Way("tariff_punitive", 0.5, "a punitive tariff of {cut} on {product} of {other}", "rate"),
    Way("import_ban", 1.0, "no {product} of {other}", "rate"),
)
STREAMS = (
    Way("tourism_restriction", 0.5, "{cut} of tourists kept from {other}", "rate", "tourism"),
    Way("student_restriction", 0.4, "{cut} of students kept from {other}", "rate", "students"),
    Way("firm_harassment", 0.3, "firms of {other} lose {cut} of sales", "rate", "consumers"),
    Way("capital_restriction", 0.5, "{cut} less investment in {other}", "rate", "investment"),
    Way("financial_sanction", 0.3, "banks drop {cut} of {other}'s business", "rate", "finance"),
)

STREAM_WORTH = 0.42
"""Income that the earner loses for a USD that stops coming: what is not made up elsewhere.

Seats see no parameters; these two are what §P.40 comes to at the defaults.
"""
STREAM_COST = 0.1
"""Own loss for a USD of a stream that is withheld."""
LEAST_CUT = 0.05
"""Below this share an order is not worth giving [1]."""


@dataclass(frozen=True)
class Move:
    """An order against another country, and what it would cost both."""

    order: Order
    rung: int
    deniability: float
    loss_other: float
    """[% of GDP a year]"""
    loss_self: float
    """[% of GDP a year]"""
    says: str
    """What it does, as part of a sentence."""
    product: str = ""

    def worth(self, weight: float) -> float:
        """Return the loss of the other less the own, weighted [% of GDP a year]."""
        return self.loss_other - weight * self.loss_self

    @property
    def costs(self) -> str:
        """Return what it costs both sides, in words."""
        return f"{share(self.loss_other)} to it and {share(self.loss_self)} to us"


def moves(
    observation: Observation, other: str, *, max_rung: int = 8, goal: float | None = None
) -> tuple[Move, ...]:
    """Return the moves against a country up to a rung that are not in force already.

    With a `goal` [% of GDP a year] those that would do more harm are made milder to match it.
    Whether each may be ordered is not asked.
    """
    found: list[Move] = []
    for lever in observation.denial:
        found += _on_goods(observation, other, lever, WITHHOLD, "target", goal)
    for lever in observation.market:
        found += _on_goods(observation, other, lever, REFUSE, "origin", goal)
    found += _on_streams(observation, other, goal)
    return tuple(m for m in found if m.rung <= max_rung and m.loss_other > 0.0)


def best(
    observation: Observation,
    other: str,
    *,
    max_rung: int,
    weight: float,
    suits: Callable[[Move], bool] = lambda move: True,
) -> Move | None:
    """Return the move that may be ordered and does most to the other for what it costs, if any.

    It maximises the other's loss less `weight` times the own, among the moves that suit.
    """
    ranked = sorted(moves(observation, other, max_rung=max_rung), key=lambda m: -m.worth(weight))
    return first(observation, (m for m in ranked if suits(m) and m.worth(weight) > 0.0))


def first(observation: Observation, ranked: Iterable[Move]) -> Move | None:
    """Return the first move that may be ordered."""
    return next((move for move in ranked if allowed(observation, move.order)), None)


def reach(observation: Observation, other: str) -> float:
    """Return what refusing all trade both ways would cost a country [% of GDP a year]."""
    levers = (*observation.denial, *observation.market)
    return sum(lever.loss_other for lever in levers if lever.other == other)


def cut_by(measure: Measure) -> float:
    """Return the share of a trade or a stream that a measure takes away [1]."""
    if measure.kind == "licence":
        return 1.0 - measure.rate
    if measure.kind in ("boycott", "hold", "channel", "tariff", "duty"):
        return min(1.0, measure.rate)
    return 0.0


def expected_loss(observation: Observation, measure: Measure) -> float:
    """Return what another's measure is reckoned to cost the own country [% of GDP a year].

    What it withholds is read from the table of threats, what it refuses to buy from the own
    table of what could be withheld.
    """
    own = home(observation)
    if measure.kind == "channel":
        usd = _stream(observation, measure.over, measure.by, own)
        return STREAM_WORTH * cut_by(measure) * _share_of_gdp(observation, usd)
    if measure.kind in ("boycott", "tariff"):
        losses = [
            (lever.product, lever.loss_self) for lever in _levers(observation.denial, measure)
        ]
    else:
        losses = [
            (lever.product, lever.loss_self) for lever in _levers(observation.threats, measure)
        ]
    return cut_by(measure) * sum(
        loss for product, loss in losses if not measure.products or product in measure.products
    )


def inflicted(observation: Observation, measure: Measure) -> float:
    """Return what an own measure is reckoned to cost those it is aimed at [% of GDP a year]."""
    if measure.kind == "channel":
        own = home(observation)
        usd = sum(_stream(observation, measure.over, own, other) for other in measure.targets)
        return STREAM_WORTH * cut_by(measure) * _share_of_gdp(observation, usd)
    outward = measure.kind in ("licence", "hold", "duty")
    table = observation.denial if outward else observation.market
    return cut_by(measure) * sum(
        lever.loss_other for lever in table
        if lever.other in measure.targets
        and (not measure.products or lever.product in measure.products)
    )  # fmt: skip


def _levers(table: Sequence[Leverage], measure: Measure) -> Iterator[Leverage]:
    return (lever for lever in table if lever.other == measure.by)


def _on_goods(
    observation: Observation,
    other: str,
    lever: Leverage,
    ways: tuple[Way, ...],
    side: str,
    goal: float | None,
) -> Iterator[Move]:
    if lever.other != other:
        return
    standing = _standing(observation, other, lever.product, KINDS[side])
    for way in ways:
        cut = _tempered(way, lever.loss_other, goal)
        more = cut - max((cut_by(m) for m in standing), default=0.0)
        if more < LEAST_CUT or any(m.instrument == way.instrument for m in standing):
            continue
        text = f"{way.instrument} product={lever.product} {side}={other}{way.words(cut)}"
        says = way.says.format(other=other, product=lever.product, cut=f"{cut:.0%}")
        yield _move(text, more * lever.loss_other, more * lever.loss_self, says, lever.product)


def _on_streams(observation: Observation, other: str, goal: float | None) -> Iterator[Move]:
    for way in STREAMS:
        usd = _stream(observation, way.stream, home(observation), other)
        if usd <= 0.0 or _standing(observation, other, way.stream, ("channel",)):
            continue
        whole = _share_of_gdp(observation, usd)
        cut = _tempered(way, STREAM_WORTH * whole, goal)
        if cut < LEAST_CUT:
            continue
        text = f"{way.instrument} target={other}{way.words(cut)}"
        says = way.says.format(other=other, cut=f"{cut:.0%}")
        yield _move(text, STREAM_WORTH * cut * whole, STREAM_COST * cut * whole, says)


KINDS: dict[str, tuple[MeasureKind, ...]] = {
    "target": ("licence", "hold", "duty"), "origin": ("boycott", "tariff"),
}  # fmt: skip
"""Kinds of measure by the side of the border that they act on."""


def _standing(
    observation: Observation, other: str, thing: str, kinds: tuple[MeasureKind, ...]
) -> tuple[Measure, ...]:
    """Return the own measures against a country on a product or stream."""
    return lasting(tuple(
        m for m in observation.measures
        if m.by == home(observation) and m.kind in kinds and (not m.targets or other in m.targets)
        and (m.over == thing if m.kind == "channel" else not m.products or thing in m.products)
    ))  # fmt: skip


def _tempered(way: Way, whole: float, goal: float | None) -> float:
    """Return the cut of a way, no more than the goal asks; ways without a number stay whole."""
    if goal is None or whole <= 0.0:
        return way.cut
    return round(min(way.cut, goal / whole), 2) if way.key else way.cut


def _move(text: str, loss_other: float, loss_self: float, says: str, product: str = "") -> Move:
    order = Order.parse(text)
    made = instruments()[order.instrument]
    return Move(order, made.rung, made.deniability, loss_other, loss_self, says, product)


def _stream(observation: Observation, channel: str, spender: str, earner: str) -> float:
    """Return a stream of money from one country to another [USD/year]."""
    return sum(
        e.value for e in observation.exposures
        if (e.channel, e.spender, e.earner) == (channel, spender, earner)
    )  # fmt: skip


def _share_of_gdp(observation: Observation, usd: float) -> float:
    """Return money as a share of the own GDP, the only one that a seat is told [% of GDP]."""
    gdp = observation.own.gdp if observation.own else None
    return 100.0 * usd / gdp if gdp else 0.0
