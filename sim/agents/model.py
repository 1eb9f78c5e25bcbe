"""CoercionModel: the Mesa model over a Game, an agent for each who decides.

Agents are views on rows of the World: they hold no numbers of their own, and Mesa's random
generator is not used. Mesa's tools (DataCollector, AgentSet, notebooks) work on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mesa

from sim.game import Game
from sim.journal import Entry
from sim.parameters import Parameters
from sim.scenario.spec import Scenario
from sim.seats.base import Passive, Seat


class DecidingAgent(mesa.Agent):  # type: ignore[misc]
    """A country or named firm that decides: its policy chooses, the agent carries it out."""

    def __init__(self, model: CoercionModel, name: str, policy: Seat) -> None:
        super().__init__(model)
        self.name = name
        self.policy = policy

    def decide(self) -> None:
        """Observe, let the policy choose, hand in the sheet."""
        game: Game = self.model.game
        game.ask(self.name, self.policy)


class StateAgent(DecidingAgent):
    """A country."""

    @property
    def cover(self) -> Mapping[str, float]:
        """Return weeks of use in stock, by product [week]."""
        return self.model.game.observe(self.name).cover  # type: ignore[no-any-return]

    @property
    def support(self) -> float:
        """Return the government's support at home [0 to 100]."""
        game: Game = self.model.game
        return float(game.world.politics.support[game.network.countries[self.name]])

    @property
    def capital(self) -> float:
        """Return its political capital [points]."""
        game: Game = self.model.game
        return float(game.world.politics.capital[game.network.countries[self.name]])


class MinistryAgent(DecidingAgent):
    """A ministry that has a seat of its own, such as `JPN.METI`."""


class FirmAgent(DecidingAgent):
    """A named firm; one with capacity is a row of the World."""

    @property
    def capacity(self) -> float | None:
        """Return its capacity [activity unit/tick]; None for a firm that holds no goods."""
        game: Game = self.model.game
        if self.name not in game.network.firms:
            return None
        return float(game.world.capacity[game.network.firms[self.name]])


class CoercionModel(mesa.Model):  # type: ignore[misc]
    """A scenario in play; `step` plays a round."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int,
        parameters: Parameters,
        policies: Mapping[str, Seat],
        behaviour: bool = True,
    ) -> None:
        super().__init__(rng=seed)
        self.game = Game.start(
            scenario, seed=seed, parameters=parameters, seats={}, behaviour=behaviour
        )
        for name in scenario.countries:
            StateAgent(self, name, policies.get(name, Passive()))
        for name in scenario.firms:
            FirmAgent(self, name, policies.get(name, Passive()))
        for name in policies:
            if "." in name:
                MinistryAgent(self, name, policies[name])
        self.last: Entry | None = None
        self.datacollector = mesa.DataCollector(
            model_reporters={"round": lambda m: len(m.game.journal), **_price_reporters(scenario)},
            agenttype_reporters={
                StateAgent: {"name": "name", "support": "support", "capital": "capital"},
                FirmAgent: {"name": "name", "capacity": "capacity"},
            },
        )

    def step(self) -> None:
        """Let every agent decide, resolve the round, and collect its numbers."""
        self.agents.do("decide")
        self.last = self.game.resolve()
        self.datacollector.collect(self)


def _price_reporters(scenario: Scenario) -> dict[str, Any]:
    """Return a reporter of every product's mean price [USD/unit]."""

    def reporter(product: str) -> Any:
        return lambda model: model.game.observe("").prices.get(product)

    return {f"price_{product}": reporter(product) for product in scenario.products}
