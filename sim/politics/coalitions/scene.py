"""Scene: a dispute as third countries see it, and what each would lose and cause by joining.

Closed form from trade shares (§P.33, §P.34), as governments reckon before they act; the economy is
not run. C countries, in the order of the Network's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt

from sim.odds import Odds, logistic
from sim.politics.coalitions.asked import OUTWARD, asked_for, calls_for, let_off
from sim.politics.coalitions.gap import gains, gap, kept_from_it
from sim.politics.coalitions.joining import (
    HALF,
    Invitation,
    Kind,
    combined,
    crowd,
    joining,
    leaked,
)
from sim.politics.coalitions.promises import kept, promises
from sim.politics.contest.situation import usual_credibility
from sim.politics.forecast import PER_CENT, YEAR, Leverage, known_losses
from sim.politics.sums import Floats, probability
from sim.values import replace
from sim.world.disputes import Dispute
from sim.world.measures import Measure
from sim.world.setting import Setting
from sim.world.world import World

LOOKS = 10
"""How often each thinks over what the others will do."""


@dataclass(frozen=True)
class Joining:
    """How likely a country is to act against the sender of a dispute."""

    country: str
    odds: Odds
    weight: float
    """Share of the GDP of all but sender and target [1]."""
    joined: bool
    """Whether it does so already."""

    @property
    def probability(self) -> float:
        """Return how likely it is to take part; 1 if it does so already [1]."""
        return 1.0 if self.joined else self.odds.probability


HANGING = ("attribution", "expected")
"""What of a scene hangs on how surely the sender is held to be behind it, besides invitations."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A dispute as third countries see it; arrays are over those whose GDP is known, shape (T,)."""

    dispute: Dispute
    world: World
    setting: Setting
    forces: Leverage
    attribution: float | None = None
    """Log odds to reckon with in place of the dispute's own."""
    level: float | None = None
    """How much of what is led others are asked for; `joint_level` where it is None [1]."""

    @cached_property
    def rows(self) -> npt.NDArray[np.intp]:
        """Return the rows of third countries; who acts with the sender is none."""
        polity, dispute = self.setting.polity, self.dispute
        aside = {dispute.sender, dispute.target, *dispute.partners}
        return np.array(
            [n for n, c in enumerate(polity.countries) if c not in aside and polity.gdp[n] > 0.0],
            dtype=np.intp,
        )

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Return the names of the third countries."""
        names = self.setting.polity.countries.names
        return tuple(names[row] for row in self.rows)

    @cached_property
    def weights(self) -> Floats:
        """Return each one's share of the GDP of all but sender and target [1]."""
        polity, dispute = self.setting.polity, self.dispute
        sides = {dispute.sender, dispute.target}
        whole = np.nansum([polity.gdp[n] for n, c in enumerate(polity.countries) if c not in sides])
        return cast(Floats, polity.gdp[self.rows] / whole)

    @cached_property
    def joined(self) -> Floats:
        """Return 1 for those who act against the sender already."""
        return np.array([float(c in self.dispute.defenders) for c in self.countries])

    @cached_property
    def leader(self) -> str:
        """Return who leads the answer: who called for it, or the first who stands by the target."""
        callers = (m.by for m in self.calls)
        return next(iter((*callers, *self.dispute.defenders)), self.dispute.target)

    @cached_property
    def calls(self) -> tuple[Measure, ...]:
        """Return the calls to act against the sender in it."""
        world = self.world
        return tuple(calls_for(self.dispute, world.measures, world.politics, world.tick))

    @cached_property
    def asked(self) -> tuple[tuple[Measure, float], ...]:
        """Return the measures others are asked to take over, and how much of each [0 to 1]."""
        level = self.setting.parameters["joint_level"] if self.level is None else self.level
        found = asked_for(self.dispute, self._side, self.calls, self.world)
        return tuple((m, level * part) for m, part in found)

    @cached_property
    def kind(self) -> Kind:
        """Return how contributions add up: the weakest link counts where all is licences."""
        licences = bool(self.asked) and all(m.kind == "licence" for m, _ in self.asked)
        return "least" if licences else "sum"

    @cached_property
    def costs(self) -> Floats:
        """Return what each one loses by what it is asked for [% of GDP] (§C.6)."""
        if not self.asked:
            usual = self._share * self._other_way(self.forces.closure_cost)
            return np.maximum(usual, self.promised(own=True))
        return self._asked_for(own=True)

    @cached_property
    def caused(self) -> Floats:
        """Return what the sender loses by each one's part [% of GDP] (§C.6)."""
        if not self.asked:
            usual = self._share * self._other_way(self.forces.closure)
            return np.maximum(usual, self.promised(own=False))
        return self._asked_for(own=False)

    @cached_property
    def exempt(self) -> Floats:
        """Return which share of its cost each one is let off [1]."""
        whole = self.costs
        kept = self._asked_for(own=True, less_exempted=True) if self.asked else whole
        return 1.0 - np.divide(kept, whole, out=np.ones_like(whole), where=whole > 0.0)

    @cached_property
    def exposed(self) -> Floats:
        """Return what each loses if the sender withholds the same share from it [% of GDP] (§C.7).

        The share is that of all which the country could do to the sender.
        """
        if not self.asked:
            return self._share * self._withheld
        most = self._other_way(self.forces.closure) + self._other_way(self.forces.denial)
        part = np.divide(self.caused, most, out=np.zeros_like(most), where=most > 0.0)
        return np.minimum(1.0, part) * self._withheld

    @cached_property
    def risk(self) -> Floats:
        """Return each one's exposure to the sender over the largest [0 to 1] (§C.7)."""
        most = self._withheld.max(initial=0.0)
        return self._withheld / most if most > 0.0 else np.zeros_like(self._withheld)

    @cached_property
    def backfill(self) -> Floats:
        """Return what each gains on the sender's market if it stands aside [% of GDP] (§C.8)."""
        gdp = self.setting.polity.gdp[self.rows]
        sales = known_losses(self.forces.closure[self._sender, self.rows]) * gdp[:, None] / PER_CENT
        lost = gap(self.dispute, self.world, self.setting, self.forces)
        gain = self.setting.parameters["backfill_gain"]
        return PER_CENT * gain * gains(sales, self.joined, lost) / gdp

    def strength(self, chances: Sequence[float]) -> float:
        """Return what joiners are expected to achieve and keep for a year [0 to 1] (§C.10).

        Those who stay out are the ones through whom it leaks, unless they are kept from it.
        """
        whole = float(self.caused.sum())
        if whole <= 0.0:
            return 0.0
        p = self.setting.parameters
        together = combined((self.caused / whole).tolist(), chances, self.kind, p)
        spare = float(self.weights @ (1.0 - np.asarray(chances)))
        kept = kept_from_it(self.dispute, self._side, [m for m, _ in self.asked], self.world)
        return leaked(together, spare, float(kept), YEAR, p)

    def invitation(self, n: int, others: float) -> Invitation:
        """Return what the n-th third country's odds depend on, if so many others join [1]."""
        relations, row = self.world.politics.relations, self.rows[n]
        countries, country = self.setting.polity.countries, self.countries[n]
        known = self.dispute.attribution if self.attribution is None else self.attribution
        return Invitation(
            with_target=float(relations[row, countries[self.dispute.target]]),
            with_leader=float(relations[row, countries[self.leader]]),
            attribution=logistic(known),
            pledged=self._pledged(country),
            consulted=float(self._consulted(country)),
            risk=float(self.risk[n]),
            cost=float(self.costs[n]),
            exempt=float(self.exempt[n]),
            reprisal=self.setting.parameters["joining_reprisal"],
            exposed=float(self.exposed[n]),
            backfill=float(self.backfill[n]),
            others=others,
        )

    @cached_property
    def invitations(self) -> tuple[Invitation, ...]:
        """Return what each one's odds depend on, if as many others join as not."""
        return tuple(self.invitation(n, HALF) for n in range(len(self.rows)))

    def if_known(self, attribution: float) -> Scene:
        """Return the scene if that were known of who did it; what all hold in common is kept.

        `attribution` is the log odds that the sender is held to be behind it.
        """
        again = replace(self, attribution=attribution)
        invited = tuple(replace(one, attribution=logistic(attribution)) for one in self.invitations)
        kept = {name: value for name, value in vars(self).items() if name not in HANGING}
        vars(again).update({**kept, "invitations": invited})
        return again

    def joining(self, n: int, others: float) -> Joining:
        """Return how likely the n-th third country is to join, if so many others do [1]."""
        invited = replace(self.invitations[n], others=others)
        odds = joining(invited, self.kind, self.setting.parameters).odds()
        return Joining(self.countries[n], odds, float(self.weights[n]), bool(self.joined[n]))

    @cached_property
    def expected(self) -> Floats:
        """Return the share of the others that each expects to join [1] (§C.9)."""
        p = self.setting.parameters
        alone = np.array([joining(i, self.kind, p).total for i in self.invitations])
        others, slope = np.full(len(alone), HALF), crowd(self.kind, p)
        rest = self.weights.sum() - self.weights
        joined, some = self.joined > 0.0, rest > 0.0
        for _ in range(LOOKS):
            odds = alone + slope * (others - HALF)
            chance = np.where(joined, 1.0, probability(odds))
            expected = (self.weights @ chance) - self.weights * chance
            others = np.divide(expected, rest, out=np.full_like(rest, HALF), where=some)
        return others

    @property
    def _side(self) -> set[str]:
        """Return who stands against the sender."""
        return {self.leader, self.dispute.target, *self.dispute.defenders}

    @property
    def _share(self) -> float:
        return self.setting.parameters["joint_share_of_trade"]

    @property
    def _sender(self) -> int:
        return self.setting.network.countries[self.dispute.sender]

    @cached_property
    def _withheld(self) -> Floats:
        """Return what each would lose if the sender sold it nothing [% of GDP]."""
        return _over_products(self.forces.denial[self._sender, self.rows])

    def _other_way(self, table: Floats) -> Floats:
        """Return what a table of losses says of each one and the sender, all products together."""
        return _over_products(table[self.rows, self._sender])

    def _asked_for(self, *, own: bool, less_exempted: bool = False) -> Floats:
        """Return what taking over all that is asked costs each, or the sender [% of GDP]."""
        total = np.zeros(len(self.rows))
        for measure, part in self.asked:
            total += part * self._one(measure, own=own, less_exempted=less_exempted)
        return total

    def _one(self, measure: Measure, *, own: bool, less_exempted: bool) -> Floats:
        """Return what a measure taken over in full costs each, or the sender [% of GDP]."""
        if measure.kind == "channel":
            whole = self._stream(measure.over, own=own)
            return whole * self._kept(measure)[:, 0] if less_exempted else whole
        forces, network = self.forces, self.setting.network
        tables = (
            (forces.denial, forces.denial_cost)
            if measure.kind in OUTWARD
            else (forces.closure, forces.closure_cost)
        )
        losses = tables[own][self.rows, self._sender]
        named = [network.products[p] for p in measure.products] or range(len(network.products))
        kept = np.zeros_like(losses)
        kept[:, list(named)] = 1.0
        if less_exempted:
            kept *= self._kept(measure)
        return _over_products(losses * kept)

    def _kept(self, measure: Measure) -> Floats:
        """Return 0 for what each is let off when it takes a measure over; else 1; shape (T, P)."""
        products = self.setting.network.products
        kept = np.ones((len(self.rows), len(products)))
        for n, country in enumerate(self.countries):
            spared = let_off(country, measure, self.world.measures, self.world.tick)
            kept[n, [products[p] for p in (products.names if spared is None else spared)]] = 0.0
        return kept

    def _stream(self, channel: str, *, own: bool) -> Floats:
        """Return what withholding a stream costs each, or the sender [% of GDP] (§P.40)."""
        polity, losses = self.setting.polity, self.setting.stream_losses
        gdp = self.setting.polity.gdp[self.rows] if own else polity.gdp[self._sender]
        value = np.zeros(len(self.rows))
        for e in polity.exposures:
            if (e.channel, e.earner) == (
                channel,
                self.dispute.sender,
            ) and e.spender in self.countries:
                value[self.countries.index(e.spender)] += e.value
        return known_losses(PER_CENT * losses[own] * value / gdp)

    @cached_property
    def pledges(self) -> tuple[Measure, ...]:
        """Return the promises of third countries to answer this sender for this target."""
        return tuple(m for m in self._promises if m.by in self.countries)

    @cached_property
    def _promises(self) -> tuple[Measure, ...]:
        """Return all promises to answer this sender for this target."""
        return promises(self.dispute, self.setting.polity.clubs, self.world)

    def promised(self, *, own: bool) -> Floats:
        """Return what keeping its promises costs each, or the sender [% of GDP] (§C.6)."""
        return np.array([self._kept_by(country, own=own) for country in self.countries])

    def answered(self) -> float:
        """Return what the sender loses if all keep what they promised, the target too (§P.5).

        As far as they are believed [% of GDP].
        """
        return float(self.promised(own=False).sum()) + self._kept_by(self.dispute.target, own=False)

    def _kept_by(self, country: str, *, own: bool) -> float:
        """Return what a country's promises, as believed, cost it, or the sender [% of GDP]."""
        forces, row = self.forces, self.setting.polity.countries[country]
        firm = [(m, m.rate * self._belief(country)) for m in self._promises if m.by == country]
        if not firm:
            return 0.0
        tables = ((forces.denial, forces.closure), (forces.denial_cost, forces.closure_cost))
        denial, closure = (known_losses(table[row, self._sender]) for table in tables[own])
        return kept(firm, denial, closure, self.setting.network.products)

    def _pledged(self, country: str) -> float:
        """Return a country's promise, as far as its club holds and it is believed [1] (§C.5)."""
        rate = max((m.rate for m in self.pledges if m.by == country), default=0.0)
        if rate <= 0.0:
            return 0.0
        return min(1.0, rate * self._belief(country))

    def _belief(self, country: str) -> float:
        """Return how far a promise of a country is believed, and its club holds [1] (§C.5)."""
        politics, row = self.world.politics, self.setting.polity.countries[country]
        believed = politics.credibility(row) / usual_credibility(self.setting.parameters)
        firm = 1.0 if country == self.dispute.target else self._cohesion(country)
        return min(1.0, believed) * firm

    def _cohesion(self, country: str) -> float:
        """Return how far the best club holds that a country shares with the target [1]."""
        shared = self.setting.polity.shared_clubs(country, self.dispute.target)
        names, cohesion = tuple(self.setting.polity.clubs), self.world.politics.cohesion
        usual = self.setting.parameters["cohesion_start"]
        return max((float(cohesion[names.index(id)]) for id in shared), default=usual)

    def _consulted(self, country: str) -> bool:
        """Return whether a country and the target's side have talked it over."""
        side = {self.dispute.target, self.leader}
        return any(
            (m.by == country and side & {*m.targets}) or (m.by in side and country in m.targets)
            for m in self.world.measures
            if m.kind == "consultation" and m.in_force(self.world.tick)
        )


def _over_products(losses: Floats) -> Floats:
    """Return losses over all products, (T, P) to (T,); nothing where a GDP is unknown."""
    return cast(Floats, known_losses(losses).sum(axis=1))
