"""Levers: what the options chosen make of a scenario, and of the World that a game begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.batch.experiment.spec import Experiment, Lever, Option, PledgeSpec, StockSetting
from sim.batch.model.values import under
from sim.errors import SimError
from sim.game import Game
from sim.patches.quantities import QUANTITIES, Place
from sim.replay.deterrence import Pledge, partners_of, promised
from sim.replay.run import cast, seated
from sim.scenario.plan import PlannedOrder, with_plan
from sim.scenario.spec import Scenario
from sim.seats.base import Seat
from sim.world.setting import Setting
from sim.world.world import STATE, World


@dataclass(frozen=True, eq=False)
class Start:
    """What every game under a lever set begins with."""

    scenario: Scenario
    """With the orders of the levers beside its own."""
    seats: Mapping[str, Seat]
    parameters: Mapping[str, float]
    """Those that are held, and those that the levers set."""
    stocks: tuple[StockSetting, ...]
    pledges: tuple[PledgeSpec, ...]

    @staticmethod
    def of(experiment: Experiment, scenario: Scenario, chosen: Mapping[str, str]) -> Start:
        """Return the start under the options chosen, lever -> option.

        Where two set the same, the lever that the file names later goes before the other, and
        any of them before what is held.
        """
        held = experiment.constants
        options = [lever.options[chosen[name]] for name, lever in experiment.levers.items()]
        policies = {**held.policies}
        parameters = {**held.parameters}
        for option in options:
            policies |= option.policies
            parameters |= option.parameters
        without = (*held.without, *(name for option in options for name in option.without))
        scenario = with_plan(scenario, _orders(experiment.levers, chosen))
        return Start(
            scenario=scenario,
            seats=seated(scenario, cast(scenario, [*policies.items()]), without),
            parameters=parameters,
            stocks=tuple(stock for option in options for stock in option.stocks),
            pledges=tuple(option.pledge for option in options if option.pledge),
        )

    def game(self, values: Mapping[str, float], seed: int) -> Game:
        """Return a game at its beginning, with parameters of the values given."""
        scenario, parameters = under(self.scenario, {**self.parameters, **values})
        game = Game.start(scenario, seed=seed, parameters=parameters, seats=self.seats)
        for stock in self.stocks:
            game.world = stocked(game.world, game.setting, stock)
        for pledge in self.pledges:
            game.world = pledged(game.world, game.setting, pledge)
        return game


def stocked(world: World, setting: Setting, stock: StockSetting) -> World:
    """Return a World in which a state holds so many weeks of its country's use.

    As the number `cover` has it: of what all users in the country take in of the product.
    """
    network = setting.network
    at = Place(stock.country, stock.product, setting)
    here = (network.slot_country == at.row) & (
        network.slot_product == network.products[stock.product]
    )
    use = float(world.expected_use[here & (network.slot_kind != STATE)].sum())
    kind = QUANTITIES["country"]["state_stock"]
    held = kind.read(world, at)
    if held is None:
        raise SimError(
            f"{stock.country} cannot stockpile {stock.product}: nobody there uses it as an input, "
            "or it does not keep"
        )
    return kind.move(world, at, use * stock.weeks / setting.timeline.tick_weeks - held)


def pledged(world: World, setting: Setting, spec: PledgeSpec) -> World:
    """Return a World in which countries have promised to answer pressure on one of them."""
    by = tuple(spec.by) or partners_of(setting, world, spec.against, spec.target)
    if not by:
        raise SimError(
            f"nobody could pledge anything to {spec.target}: it has no club and no friend; "
            "say by whom, as in by: [USA, EUU]"
        )
    return promised(world, setting, Pledge("promised", "", by), spec.against, spec.target)


def _orders(levers: Mapping[str, Lever], chosen: Mapping[str, str]) -> tuple[PlannedOrder, ...]:
    """Return the orders of the options chosen, each of an id that is its own in all lever sets."""
    return tuple(
        order
        for name, lever in levers.items()
        for order in _of_option(f"{name}:{chosen[name]}", lever.options[chosen[name]])
    )


def _of_option(name: str, option: Option) -> tuple[PlannedOrder, ...]:
    # The colon is in no id of a scenario, so none can be the same; hence not validated.
    return tuple(
        PlannedOrder.model_construct(
            id=f"{name}:{n}", by=row.by, date=row.date, order=row.order, tags=(), title=""
        )
        for n, row in enumerate(option.orders, start=1)
    )
