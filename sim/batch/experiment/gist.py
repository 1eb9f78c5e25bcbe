"""Gist: what a scenario is about, as far as it can be told before it is played."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sim.batch.experiment.names import own_values, owners
from sim.batch.experiment.rules.levers import no_stock
from sim.orders.base import Order
from sim.orders.governments import withheld
from sim.orders.instruments import instruments
from sim.parameters import catalogue
from sim.scenario.balance import Balance, balance
from sim.scenario.spec import Scenario

GOODS = (
    "scarcity_up", "expectation_horizon", "switching", "supplier_substitution", "price_rise",
    "final_elasticity", "input_elasticity", "stock_adjustment", "hoarding", "speculation",
)  # fmt: skip
"""Parameters of the economy to begin with: a beginning, not a finding about a scenario.

Moved one at a time over their ranges, they are among those that moved prices, trade and losses
most in `rare-earth-2010` up to 2011 and in `three-chokepoints`.
"""

POLITICS = (
    "capital_price", "launch_threshold", "hazard_concede_base", "launch_own_cost",
    "forecast_substitution",
)  # fmt: skip
"""The same of politics, by losses and the ends of disputes in `three-chokepoints`."""


RELEASE = "stockpile_release"
"""The order by which a state sells of its stock."""

IDLE = ("passive", "history")
"""Policies that decide nothing."""

YEAR_WEEKS = 52.0


@dataclass(frozen=True)
class Gist:
    """Who presses on whom, with what, and which parameters could matter for it."""

    scenario: Scenario

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return sender and target: of disputes, else of orders, else of trade."""
        scenario = self.scenario
        quarrels = [(row.sender, row.target) for row in scenario.disputes]
        ordered = [pair for pair, _ in Counter(_pressed(scenario)).most_common()]
        trade = [(row.origin, row.destination) for row in scenario.flows]
        return tuple(dict.fromkeys(quarrels or ordered or trade))

    @property
    def target(self) -> str:
        """Return who is pressed first; any country where nobody deals with anybody."""
        return self.pairs[0][1] if self.pairs else next(iter(self.scenario.countries))

    @cached_property
    def goods(self) -> tuple[str, ...]:
        """Return what the first sender could withhold from its target.

        What its orders name most goes first, then what the target has most of from it.
        """
        if not self.pairs:
            return ()
        sender, target = self.pairs[0]
        orders = [Order.parse(row.order) for row in self.scenario.orders if row.by == sender]
        named = Counter(product for order in orders for product in order.names("product"))
        shares = {p: self._share(p, sender, target) for p in self.scenario.products}
        bought = [p for p, share in shares.items() if share > 0.0]
        return tuple(sorted(bought, key=lambda p: (-named[p], -shares[p])))

    @property
    def stored(self) -> str:
        """Return which of these goods the target's state can hold; empty for none."""
        held = (p for p in self.goods if not no_stock(self._account, self.scenario, self.target, p))
        return next(held, "")

    @property
    def decides(self) -> bool:
        """Return whether somebody plays the target, and may sell of a stock when it is short."""
        seat = self.scenario.seats.get(self.target)
        return seat is not None and seat.policy not in IDLE

    @property
    def sells(self) -> bool:
        """Return whether the target's government can order that its stock is sold."""
        government = self.scenario.countries[self.target].government
        return withheld(instruments()[RELEASE], self.target, government) is None

    @property
    def pressed_from(self) -> dt.date:
        """Return when the first sender first orders something against its target.

        The second round's first day where it never does.
        """
        calendar = self.scenario.calendar
        round_days = dt.timedelta(calendar.tick_days * calendar.ticks_per_round)
        end = calendar.start + calendar.rounds * round_days
        dates = [
            row.date
            for row in self.scenario.orders
            if row.by == self.pairs[0][0]
            and self.target in Order.parse(row.order).names("target")
            and calendar.start <= row.date < end
        ]
        return min(dates, default=calendar.start + min(1, calendar.rounds - 1) * round_days)

    def use(self, weeks: float) -> float:
        """Return how much of the stored good the target takes in so many weeks [its unit]."""
        account = self._account
        place = account.countries[self.target], account.products[self.stored]
        return float(account.use[place] + max(account.final[place], 0.0)) * weeks / YEAR_WEEKS

    @property
    def played(self) -> str:
        """Return the seat whose policy matters first, a target's if one is played; or nothing."""
        played = [name for name, seat in self.scenario.seats.items() if seat.policy not in IDLE]
        parties = [country for pair in self.pairs for country in reversed(pair)]
        return next((seat for seat in (*parties, *played) if seat in played), "")

    def parameters(self, most: int) -> tuple[str, ...]:
        """Return at most so many parameters that move something in the scenario."""
        politics = POLITICS[: most // 2] if self.scenario.disputes and self.played else ()
        felt = [name for name in GOODS if _felt(self.scenario, name)]
        return (*felt[: most - len(politics)], *politics)

    @cached_property
    def _account(self) -> Balance:
        return balance(self.scenario)

    def _share(self, product: str, sender: str, target: str) -> float:
        """Return the share of a country's purchases of a product that another sells it [1]."""
        account = self._account
        rows = [n for n, seller in enumerate(account.sellers) if seller.product == product]
        bought = account.sales[rows, account.countries[target]]
        theirs = [account.sellers[n].country == sender for n in rows]
        return float(bought[theirs].sum() / bought.sum()) if bought.sum() > 0.0 else 0.0


def _pressed(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield who orders something against whom, order by order; a firm acts for its country."""
    for row in scenario.orders:
        by = scenario.firms[row.by].country if row.by in scenario.firms else row.by
        for target in Order.parse(row.order).names("target"):
            if target in scenario.countries and target != by:
                yield by, target


def _felt(scenario: Scenario, name: str) -> bool:
    """Return whether a parameter's general value is anybody's."""
    of = owners(scenario, catalogue()[name])
    return not of or not own_values(scenario, name).keys() >= {*of}
