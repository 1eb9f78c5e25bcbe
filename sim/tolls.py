"""Tolls: what each dispute costs, against the same world kept without its measures.

For every dispute with measures a second World runs beside the played one, from the day of its
first measure, with everything but them (§P.40, docs/decisions/0007). The difference of the two is
the dispute's toll; to it come the streams of money that are cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.economy.accounts import Books, damage
from sim.economy.tick import Economy
from sim.orders.effects.restrict import restored
from sim.values import replace
from sim.world.disputes import Dispute, Toll
from sim.world.flows import Flows
from sim.world.measures import RULE_KINDS, Measure
from sim.world.setting import Setting
from sim.world.world import Floats, World


@dataclass(frozen=True, eq=False)
class Beside:
    """A World without a dispute's measures, and how much fewer stocks the played one had."""

    world: World
    stocks: Floats
    """Worth of goods missing in the played World so far [USD]; shape (C,)."""


@dataclass
class Tolls:
    """The worlds kept beside a game, and the accounts by which they are compared."""

    economy: Economy
    books: Books
    setting: Setting
    beside: dict[str, Beside] = field(default_factory=dict)

    def taken(self, before: World, flows: Flows) -> Mapping[str, Toll]:
        """Return what each dispute with measures cost in the span that a World began.

        One whose measures are over, or gone, costs nothing any more, and its second World ends.
        """
        found = {}
        named = {m.dispute for m in before.measures if m.dispute is not None}
        for dispute in sorted(named | self.beside.keys()):
            steps = [m for m in before.measures if m.dispute == dispute]
            if any(m.until is None or m.until > before.tick for m in steps):
                found[dispute] = self._toll(dispute, steps, before, flows)
            else:
                self.beside.pop(dispute, None)
                found[dispute] = self._nothing
        return found

    def yearly_share(self, usd: Floats, ticks: int) -> Floats:
        """Return a loss over some ticks as yearly [% of GDP]; 0 without a GDP."""
        yearly = usd / (ticks * self.setting.timeline.tick_years)
        size = self.setting.polity.gdp
        share = np.divide(yearly, size, out=np.zeros_like(yearly), where=np.isfinite(size))
        return np.asarray(100.0 * share)

    def streams(self, measures: Iterable[Measure], tick: int, ticks: int) -> Floats:
        """Return what cuts of streams and payments cost each country over some ticks [USD]."""
        loss = np.zeros(len(self.setting.polity.gdp))
        for measure in measures:
            part = _share_in_force(measure, tick, ticks)
            if part > 0.0:
                loss += part * ticks * self.setting.timeline.tick_years * self._yearly(measure)
        return loss

    def _toll(self, dispute: str, steps: Sequence[Measure], before: World, flows: Flows) -> Toll:
        """Return what a dispute cost: in streams of money, and in goods if it touches any."""
        streams = self.streams(steps, before.tick, len(flows))
        if dispute not in self.beside and all(m.kind in RULE_KINDS for m in steps):
            ties = self._ties(dispute, before, flows, flows)
            return replace(self._nothing, **self._loss(streams, len(flows)), ties=ties)
        return self._in_goods(dispute, steps, before, flows, streams)

    def _in_goods(
        self, dispute: str, steps: Sequence[Measure], before: World, flows: Flows, streams: Floats
    ) -> Toll:
        """Return what a dispute cost against the World beside, and let that one run on.

        `streams` is what it cost in streams of money [USD].
        """
        kept = self.beside.get(dispute) or Beside(before, np.zeros(len(self.setting.polity.gdp)))
        others = restored(before.measures, steps)
        world, undisturbed, _ = self.economy.advance(kept.world.with_measures(others), len(flows))
        loss = damage(self.books, flows, undisturbed, 0, len(flows))
        self.beside[dispute] = Beside(world, loss.stocks)
        return Toll(
            # Stocks missing before this span were lost before it.
            **self._loss(loss.total - kept.stocks + streams, len(flows)),
            sector=_tuple(self._sector(flows, undisturbed)),
            shortage=_tuple(np.maximum(0.0, self._filled(undisturbed) - self._filled(flows))),
            ties=self._ties(dispute, before, flows, undisturbed),
        )

    def _loss(self, usd: Floats, ticks: int) -> dict[str, tuple[float, ...]]:
        """Return a loss over some ticks as a toll tells it: yearly, by GDP and in money."""
        yearly = usd / (ticks * self.setting.timeline.tick_years)
        return {"damage": _tuple(self.yearly_share(usd, ticks)), "usd": _tuple(yearly)}

    def _ties(self, dispute: str, before: World, run: Flows, undisturbed: Flows) -> float | None:
        """Return the share of the trade between a dispute's two sides that is left [1] (§P.45).

        By what is shipped, at base prices; None where they would not trade anyway.
        """
        found = before.politics.dispute(dispute)
        if found is None:
            return None
        left, usual = (self._mutual(found, flows) for flows in (run, undisturbed))
        return min(1.0, left / usual) if usual > 0.0 else None

    def _mutual(self, dispute: Dispute, flows: Flows) -> float:
        """Return what sender and target ship to each other, at base prices [USD]."""
        one, two = (self.setting.network.countries[c] for c in (dispute.sender, dispute.target))
        shipped, price = flows.shipped.sum(axis=0), self.books.gate_price
        return float(shipped[one, two] @ price[one] + shipped[two, one] @ price[two])

    @cached_property
    def _nothing(self) -> Toll:
        """Return the toll of what costs nobody anything."""
        zero = (0.0,) * len(self.setting.polity.gdp)
        return Toll(zero, zero, zero, usd=zero)

    def _yearly(self, measure: Measure) -> Floats:
        """Return what a cut or a transfer costs each country in a year [USD]."""
        loss = np.zeros(len(self.setting.polity.gdp))
        countries = self.setting.polity.countries
        if measure.kind == "channel":
            to_earner, to_spender = self.setting.stream_losses
            harm = measure.over == "infrastructure"  # done to what they have, not withheld
            for exposure in self.setting.polity.exposures:
                meant = not measure.targets or exposure.earner in measure.targets
                own = harm or exposure.spender == measure.by
                if exposure.channel == measure.over and meant and own:
                    cut = measure.rate * exposure.value
                    loss[countries[exposure.earner]] += to_earner * cut
                    if not harm:
                        loss[countries[measure.by]] += to_spender * cut
        elif measure.kind == "transfer" and measure.targets != (measure.by,):
            loss[countries[measure.by]] += measure.amount
            for target in measure.targets:
                loss[countries[target]] -= measure.amount / len(measure.targets)
        return loss

    def _sector(self, run: Flows, undisturbed: Flows) -> Floats:
        """Return the share of its output that the worst-hit activity of a country lost [1]."""
        normal, made = undisturbed.level.sum(axis=0), run.level.sum(axis=0)
        lost = np.divide(normal - made, normal, out=np.zeros_like(made), where=normal > 0.0)
        return np.asarray(np.clip(np.where(self._weighty, lost, 0.0).max(axis=1), 0.0, 1.0))

    @cached_property
    def _weighty(self) -> Floats:
        """Return which activities are large enough for politics to feel; shape (C, A)."""
        network = self.setting.network
        worth = np.zeros((len(network.countries), len(network.activities)))
        size = network.firm_reference * network.firm_utilisation * network.firm_unit_cost
        np.add.at(worth, (network.firm_country, network.firm_activity), size)
        yearly = worth / self.setting.timeline.tick_years
        least = self.setting.parameters["sector_least"] * self.setting.polity.gdp[:, None]
        return np.asarray(yearly >= np.where(np.isfinite(least), least, 0.0))

    def _filled(self, flows: Flows) -> Floats:
        """Return what critical uses got of what they wanted, weighted by worth [1]; shape (C,)."""
        got, wanted = flows.used.sum(axis=0), flows.used_wanted.sum(axis=0)
        fill = np.divide(got, wanted, out=np.ones_like(got), where=wanted > 0.0)
        weight = self._critical
        whole = weight.sum(axis=1)
        summed = (weight * np.minimum(1.0, fill)).sum(axis=1)
        return np.asarray(np.divide(summed, whole, out=np.ones_like(whole), where=whole > 0.0))

    @cached_property
    def _critical(self) -> Floats:
        """Return the worth of inputs, weighted by how critical they are [USD/tick]; (C, P)."""
        network = self.setting.network
        weight = np.zeros((len(network.countries), len(network.products)))
        worth = network.slot_base_use * network.slot_base_price * network.slot_criticality
        np.add.at(weight, (network.slot_country, network.slot_product), worth)
        return weight


def _share_in_force(measure: Measure, tick: int, ticks: int) -> float:
    """Return the share of some ticks in which a measure is in force [1]."""
    last = tick + ticks if measure.until is None else min(tick + ticks, measure.until)
    return max(0, last - max(tick, measure.since)) / ticks


def _tuple(values: Floats) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
