"""Tolls: what each dispute costs, against the same world kept without its measures.

For every dispute with measures a second World runs beside the played one, from the day of its
first measure, with everything but them (§P.40, docs/decisions/0007). The difference of the two is
the dispute's toll; to it come the streams of money that are cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from sim.economy.accounts import Books, damage
from sim.economy.tick import Economy
from sim.orders.effects.restrict import restored
from sim.world.disputes import Toll
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

        One whose measures are over costs nothing any more, and its second World ends.
        """
        found = {}
        for dispute in sorted({m.dispute for m in before.measures if m.dispute is not None}):
            steps = [m for m in before.measures if m.dispute == dispute]
            if any(m.until is None or m.until > before.tick for m in steps):
                found[dispute] = self._toll(dispute, steps, before, flows)
            else:
                self.beside.pop(dispute, None)
                found[dispute] = self._nothing
        return found

    def _toll(self, dispute: str, steps: Sequence[Measure], before: World, flows: Flows) -> Toll:
        """Return what a dispute cost: in streams of money, and in goods if it touches any."""
        streams = self._yearly_share(self._streams(steps, before, len(flows)), flows)
        if dispute not in self.beside and all(m.kind in RULE_KINDS for m in steps):
            return replace(self._nothing, damage=_tuple(streams))
        toll = self._in_goods(dispute, steps, before, flows)
        return replace(toll, damage=_tuple(np.array(toll.damage) + streams))

    def _in_goods(
        self, dispute: str, steps: Sequence[Measure], before: World, flows: Flows
    ) -> Toll:
        """Return what a dispute cost against the World beside, and let that one run on."""
        kept = self.beside.get(dispute) or Beside(before, np.zeros(len(self.setting.polity.gdp)))
        others = restored(before.measures, steps)
        world, undisturbed, _ = self.economy.advance(kept.world.with_measures(others), len(flows))
        loss = damage(self.books, flows, undisturbed, 0, len(flows))
        self.beside[dispute] = Beside(world, loss.stocks)
        return Toll(
            # Stocks missing before this span were lost before it.
            damage=_tuple(self._yearly_share(loss.total - kept.stocks, flows)),
            sector=_tuple(self._sector(flows, undisturbed)),
            shortage=_tuple(np.maximum(0.0, self._filled(undisturbed) - self._filled(flows))),
        )

    def _yearly_share(self, usd: Floats, flows: Flows) -> Floats:
        """Return a loss over the ticks of some flows as yearly [% of GDP]; 0 without a GDP."""
        yearly = usd / (len(flows) * self.setting.timeline.tick_years)
        size = self.setting.polity.gdp
        share = np.divide(yearly, size, out=np.zeros_like(yearly), where=np.isfinite(size))
        return np.asarray(100.0 * share)

    @cached_property
    def _nothing(self) -> Toll:
        """Return the toll of what costs nobody anything."""
        zero = (0.0,) * len(self.setting.polity.gdp)
        return Toll(zero, zero, zero)

    def _streams(self, steps: Sequence[Measure], before: World, ticks: int) -> Floats:
        """Return what cuts of streams and payments cost each country [USD]."""
        loss = np.zeros(len(self.setting.polity.gdp))
        for measure in steps:
            part = _share_in_force(measure, before.tick, ticks)
            if part > 0.0:
                loss += part * ticks * self.setting.timeline.tick_years * self._yearly(measure)
        return loss

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
