"""Settings: what a design asks of its method, and how parameters stand where nothing is varied."""

from __future__ import annotations

from sim.batch.design.counts import DEFAULTS, Settings, asked
from sim.batch.experiment.names import Named, own_values
from sim.batch.experiment.spec import Constants, DesignSpec
from sim.game import parameters_of
from sim.scenario.spec import Scenario

OWN_KEYS = (*dict.fromkeys(key for taken in DEFAULTS.values() for key in taken), "until")
"""Keys of a design that only some methods know."""


def settings(design: DesignSpec) -> Settings:
    """Return what a method is asked for, with what it takes where the design says nothing."""
    said = {key: getattr(design, key) for key in DEFAULTS[design.method]}
    return asked(design.method, {key: value for key, value in said.items() if value is not None})


def nominal(name: Named, constants: Constants, scenario: Scenario) -> float:
    """Return a parameter's value where nothing is varied: a constant, the scenario's, the default.

    A general value moves only those products or countries that have none of their own.
    """
    held, own = constants.parameters, own_values(scenario, name.parameter)
    if str(name) in held:
        return held[str(name)]
    if name.of in own:
        return own[name.of]
    return held.get(name.parameter, parameters_of(scenario)[name.parameter])
