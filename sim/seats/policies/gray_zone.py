"""Gray zone: pressure that can be denied, on goods that one can do without selling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.observation import Observation
from sim.orders.sheet import OrderSheet
from sim.seats.choices import Act, act, sheet_of
from sim.seats.gestures import let_go
from sim.seats.launch import launches, reckoned
from sim.seats.moves import Move, first, moves, reach
from sim.seats.offers import answers, bound
from sim.seats.relief import prepare
from sim.seats.view import (
    as_sender,
    as_target,
    home,
    lasting,
    months_since,
    opponent,
    renewed,
    steps,
    sureness,
)
from sim.world.disputes import Dispute
from sim.world.measures import Measure

CHANNELS = (
    ("tourism_restriction", "student_restriction"),
    ("customs_slowdown", "import_ban_sps"),
    ("consumer_boycott", "firm_harassment"),
)
"""Ways of pressing that can be denied, in the order in which one gives place to the next."""


@dataclass(frozen=True)
class GrayZone:
    """Presses by what it can deny, moving from product to product and channel to channel.

    It begins where that is worth it, with the goods that cost the other most for each per cent
    that they cost itself. Once it is too well known who is behind it, it changes the channel;
    after a year it lets go quietly.
    """

    deniable: float = 0.6
    """Least deniability of what it orders [1]."""
    rotation: float = 3.0
    """Months after which it turns from one product to another [month]."""
    sure: float = 0.6
    """How surely it may be held to be behind it before it changes the channel [1]."""
    patience: float = 12.0
    """Months of measures after which it lets go [month]."""
    restless: float = 0.03
    """Chance in a month that it begins anew with a rival [1]."""
    little: float = 0.1
    """Loss from breaking off all trade below which third countries are pressed [% of GDP]."""

    def orders(self, observation: Observation) -> OrderSheet:
        """Return a step that can be denied, and the quiet end of an older one."""
        return sheet_of(observation, self._acts(observation))

    def _acts(self, observation: Observation) -> Iterator[Act]:
        yield from answers(observation)
        own = home(observation)
        pressed = [d for d in as_target(observation) if steps(observation, d.sender, own)]
        for dispute in (*as_sender(observation), *pressed, *renewed(observation, self.restless)):
            other = opponent(observation, dispute)
            mine = self._denied(lasting(steps(observation, own, other)))
            if dispute.months > self.patience:
                why = f"{dispute.months:.0f} months have brought nothing; it ends without a word."
                yield from let_go(mine, "quiet_lifting", why)
            elif not bound(observation, other) and launches(observation, dispute, deniable=True):
                yield from self._press(observation, dispute, mine)
        yield from prepare(observation)

    def _press(
        self, observation: Observation, dispute: Dispute, mine: tuple[Measure, ...]
    ) -> Iterator[Act]:
        other = opponent(observation, dispute)
        sure = sureness(dispute) if mine and dispute.sender == home(observation) else 0.0
        found_out = sure > self.sure
        stale = mine if found_out else self._stale(observation, mine)
        if reach(observation, other) < self.little:
            yield from self._by_thirds(observation, dispute, other)
        move = self._next(observation, other, mine, found_out)
        if move:
            why = f"{sure:.0%} hold us to be behind it, so now: " if found_out else ""
            cost = move.costs
            gain = reckoned(observation, dispute, deniable=True)
            reason = f"{why}{move.says}; it can be denied, {cost}.{gain}"
            yield Act(move.order, reason[0].upper() + reason[1:])
            why = "Nothing is to last long enough to be proved; another thing takes its place."
            yield from let_go(stale, "quiet_lifting", why)

    def _next(
        self, observation: Observation, other: str, mine: tuple[Measure, ...], found_out: bool
    ) -> Move | None:
        """Return the move that hurts most for what it costs, on goods not pressed already."""
        used = {m.instrument for m in mine}
        ways = channel_after(used) if found_out else tuple(w for c in CHANNELS for w in c)
        pressed = {p for m in mine for p in m.products}
        found = [
            m for m in moves(observation, other)
            if m.deniability >= self.deniable and m.order.instrument in ways
            and m.product not in pressed and m.loss_other >= _LEAST
        ]  # fmt: skip
        return first(
            observation, sorted(found, key=lambda m: -m.loss_other / (m.loss_self + _LEAST))
        )

    def _stale(self, observation: Observation, mine: tuple[Measure, ...]) -> tuple[Measure, ...]:
        """Return what has lasted long enough, if something newer stands beside it."""
        return tuple(
            m for m in mine
            if len(mine) > 1 and months_since(observation, m.since) >= self.rotation
        )  # fmt: skip

    def _denied(self, mine: tuple[Measure, ...]) -> tuple[Measure, ...]:
        return tuple(m for m in mine if m.deniability >= self.deniable)

    def _by_thirds(self, observation: Observation, dispute: Dispute, other: str) -> Iterator[Act]:
        if dispute.stage == "latent":
            reason = (
                f"We trade too little with {other}; its customers elsewhere are told to choose."
            )
            yield act(f"secondary_pressure product=* origin={other} rate=0.5", reason)


_LEAST = 0.01
"""Loss that is worth the trouble [% of GDP a year]."""


def channel_after(used: set[str]) -> tuple[str, ...]:
    """Return the ways of the channel that follows the one used last in the usual order.

    >>> channel_after({"customs_slowdown"})
    ('consumer_boycott', 'firm_harassment')
    """
    rows = [n for n, ways in enumerate(CHANNELS) if used & set(ways)]
    return CHANNELS[(max(rows, default=-1) + 1) % len(CHANNELS)]
