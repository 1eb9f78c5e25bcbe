"""Whole: what the rules of an experiment file look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.batch.experiment.names import objection
from sim.batch.experiment.spec import Experiment, Option
from sim.errors import Problem
from sim.scenario.case import Case, Finding, sound_case
from sim.scenario.reading import Part
from sim.scenario.source import KeyPath, Places
from sim.scenario.spec import Scenario
from sim.timeline import Timeline


@dataclass(frozen=True)
class Whole:
    """An experiment file as far as it can be read, beside its scenario."""

    experiment: Experiment
    scenario: Scenario
    places: Places
    part: Part
    """What of the file the experiment says, where some of it cannot be read."""
    data: Mapping[str, Any]
    """What the file says, whatever its shape."""

    def problem(self, found: Finding) -> Problem:
        """Return a finding with its place in the file."""
        at = self.part.in_file(found.at)
        return self.places.problem(at, found.message, severity=found.severity, at_key=found.at_key)

    def line(self, at: KeyPath) -> int:
        """Return the line in which something stands."""
        return self.places.of(self.part.in_file(at), at_key=True).line

    @cached_property
    def case(self) -> Case:
        """Return the scenario as its own rules look at it."""
        return sound_case(self.scenario, self.places)

    @cached_property
    def timeline(self) -> Timeline:
        """Return the rounds that are played."""
        calendar = self.scenario.calendar
        rounds = min(self.experiment.rounds or calendar.rounds, calendar.rounds)
        return Timeline(calendar.start, calendar.tick_days, calendar.ticks_per_round, rounds)

    @cached_property
    def levers(self) -> Mapping[str, tuple[str, ...]]:
        """Return the options of every lever, those that cannot be read among them."""
        rows = self.data.get("levers")
        return {
            name: _names(lever.get("options") if isinstance(lever, dict) else None)
            for name, lever in (rows.items() if isinstance(rows, dict) else ())
        }

    def options(self) -> Iterator[tuple[KeyPath, Option]]:
        """Yield every option of every lever with its place."""
        for name, lever in self.experiment.levers.items():
            for key, option in lever.options.items():
                yield ("levers", name, "options", key), option

    def settings(self) -> Iterator[tuple[KeyPath, str, float]]:
        """Yield every value given to a parameter: its place, the parameter's name, the value."""
        for name, value in self.experiment.constants.parameters.items():
            yield ("constants", "parameters", name), name, value
        for at, option in self.options():
            for name, value in option.parameters.items():
                yield (*at, "parameters", name), name, value

    def knows(self, name: str) -> bool:
        """Return whether a text names a parameter; if not, a rule tells why."""
        return objection(name, self.scenario) is None


def _names(entries: object) -> tuple[str, ...]:
    return tuple(entries) if isinstance(entries, dict) else ()
