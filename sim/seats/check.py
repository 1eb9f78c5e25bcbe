"""Whether what a scenario says of its seats holds: policies that exist, orders that are given."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import unknown
from sim.scenario.case import Case, Finding, Rule
from sim.seats.policies import POLICIES

HISTORY = "history"


def known_policies(case: Case) -> Iterator[Finding]:
    """Object to a policy that is none."""
    for name, seat in case.scenario.seats.items():
        if seat.policy not in POLICIES:
            message = unknown("policy", seat.policy, POLICIES)
            yield Finding(("seats", name, "policy"), message)


def orders_given(case: Case) -> Iterator[Finding]:
    """Warn of dated orders of a seat that another policy plays: nobody gives them."""
    seats = case.scenario.seats
    for n, row in enumerate(case.scenario.orders):
        if row.by in seats and seats[row.by].policy != HISTORY:
            yield Finding(
                ("orders", n, "by"),
                f"{row.by} is played by {seats[row.by].policy}, which does not give dated "
                "orders; set its policy to history",
                "warning",
            )


RULES = (Rule(known_policies), Rule(orders_given))
"""What is asked of a scenario's seats beside the other rules."""
