"""Whole: what the rules of an exercise file look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sim.errors import Problem
from sim.exercise.template.extend import extended
from sim.exercise.template.fill import filled
from sim.exercise.template.spec import Template
from sim.scenario.case import Case, Finding, sound_case
from sim.scenario.reading import Part
from sim.scenario.source import KeyPath, Places
from sim.scenario.spec import Scenario


@dataclass(frozen=True)
class Whole:
    """An exercise file as far as it can be read, beside its scenario."""

    template: Template
    """As the file says it."""
    base: Scenario
    """The scenario as it is without the file."""
    places: Places
    part: Part
    """What of the file the template says, where some of it cannot be read."""

    def problem(self, found: Finding) -> Problem:
        """Return a finding with its place in the file."""
        at = self.part.in_file(found.at)
        return self.places.problem(at, found.message, severity=found.severity, at_key=found.at_key)

    def line(self, at: KeyPath) -> int:
        """Return the line in which something stands."""
        return self.places.of(self.part.in_file(at)).line

    @cached_property
    def filled(self) -> Template:
        """Return the template with all that the file leaves out."""
        return filled(self.template, self.base)

    @cached_property
    def scenario(self) -> Scenario:
        """Return the scenario with what the file adds to it."""
        return extended(self.base, self.template.extends)

    @cached_property
    def case(self) -> Case:
        """Return the whole scenario as its own rules look at it."""
        return sound_case(self.scenario, self.places)

    def orders(self) -> Iterator[tuple[KeyPath, str, str]]:
        """Yield every order that seats may give: its place, the seat, the text."""
        for seat, row in self.template.seats.items():
            for n, play in enumerate(row.playbook):
                yield ("seats", seat, "playbook", n, "order"), seat, play.order
            for n, text in enumerate(row.default_orders):
                yield ("seats", seat, "default_orders", n), seat, text
