"""Checks: every rule asked of a scenario, all answers at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.errors import Problem
from sim.scenario.case import Case, Rule, sound
from sim.scenario.rules import account, dates, names, numbers, structure
from sim.scenario.source import KeyPath

RULES = (
    Rule(names.known_countries, spoils=True),
    Rule(names.known_actors),
    Rule(names.known_products, spoils=True),
    Rule(names.known_activities, spoils=True),
    Rule(names.known_seats),
    Rule(names.known_sources),
    Rule(names.known_parameters),
    Rule(names.names_apart),
    Rule(names.repeated_ids),
    Rule(names.own_ids),
    Rule(names.repeated_rows, spoils=True),
    Rule(names.members_once),
    Rule(numbers.own_units, spoils=True),
    Rule(numbers.convertible_units, spoils=True),
    Rule(numbers.no_negatives, spoils=True),
    Rule(numbers.shares_within_one),
    Rule(numbers.club_times),
    Rule(numbers.shares_of_firms),
    Rule(numbers.parameters_in_range),
    Rule(numbers.sources_named),
    Rule(structure.storage),
    Rule(structure.trade_activities, spoils=True),
    Rule(structure.firms_placed),
    Rule(structure.no_flows_home),
    Rule(structure.something_made),
    Rule(structure.baskets_of_one_unit),
    Rule(structure.two_sides),
    Rule(structure.clubs_of_several),
    Rule(structure.disputes_of_size),
    Rule(structure.gdp_of_a_country),
    Rule(dates.openings_in_order),
    Rule(dates.calendar_ends, needs="calendar"),
    Rule(dates.inside_calendar, needs="calendar"),
    Rule(dates.lead_times_within_horizon, needs="calendar"),
    Rule(account.shares_of_something, needs="account"),
    Rule(account.sellers_exist, needs="account", spoils=True),
    Rule(account.flows_within_output, needs="account", spoils=True),
    Rule(account.residual_demand, needs="account"),
    Rule(account.recipes_worth_it, needs="account"),
)
"""What must hold, in the order it is asked; what comes first can spoil what comes later."""


def check(case: Case, rules: Sequence[Rule] = RULES) -> Iterator[Problem]:
    """Yield every problem that the rules find in a case."""
    troubled: set[KeyPath] = set()
    for rule in rules:
        looked_at = _looked_at(case, rule, troubled)
        if looked_at is None:
            continue
        for finding in rule.check(looked_at):
            yield looked_at.problem(finding)
            if rule.spoils and finding.severity == "error":
                troubled.add(looked_at.in_file(finding.at))


def _looked_at(case: Case, rule: Rule, troubled: set[KeyPath]) -> Case | None:
    """Return what the rule is asked of; None if it cannot be asked."""
    if rule.needs == "account":
        return sound(case, troubled)
    return case if rule.needs == "entries" or case.dated else None
