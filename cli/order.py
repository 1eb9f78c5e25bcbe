"""`countervail order list`: what can be ordered, and what a seat may order at a start."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import JsonWanted
from cli.output import mistakes_told, show, write_json
from sim.errors import SimError, unknown

if TYPE_CHECKING:
    from sim.orders.instruments import Instrument
    from sim.world.setting import Setting

app = typer.Typer(
    help="List and explain what can be ordered; write, submit and enter orders.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Category = enum.StrEnum("Category", "protect promote partner coerce de-escalate")
Depth = enum.StrEnum("Depth", "economic account political")


@app.command("list")
@mistakes_told()
def list_(
    category: Annotated[
        Category | None, typer.Option("--category", help="Only of this category.")
    ] = None,
    depth: Annotated[Depth | None, typer.Option("--depth", help="Only of this depth.")] = None,
    scenario: Annotated[
        str | None,
        typer.Option("--for", metavar="SCENARIO", help="What a seat of it may order at its start."),
    ] = None,
    seat: Annotated[
        str | None,
        typer.Option("--seat", metavar="SEAT", help="The seat: a country, a ministry or a firm."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="With --for: every order, not one of each instrument.")
    ] = False,
    json: JsonWanted = False,
) -> None:
    """List the instruments; with --for and --seat, the orders that are legal there.

    Without --all one order of each instrument stands for the others; in JSON all are listed.
    """
    from cli.catalogue import row_data, rows  # not for --help
    from sim.orders.instruments import instruments

    _paired(scenario, seat, every=every)
    chosen = [
        instrument
        for instrument in instruments().values()
        if category in (None, instrument.category) and depth in (None, instrument.depth)
    ]
    if scenario and seat:
        _legal(scenario, seat, chosen, every=every, json=json)
    elif json:
        write_json([row_data(instrument) for instrument in chosen])
    else:
        show(*rows(chosen))


def _paired(scenario: str | None, seat: str | None, *, every: bool) -> None:
    if bool(scenario) != bool(seat):
        given, lacking = ("--for", "--seat") if scenario else ("--seat", "--for")
        raise SimError(f"{given} needs {lacking}: write --for two-islands --seat NORTH")
    if every and not scenario:
        raise SimError("--all needs --for and --seat: write --for two-islands --seat NORTH --all")


def _legal(name: str, seat: str, chosen: list[Instrument], *, every: bool, json: bool) -> None:
    """Write what a seat may order at the start of a scenario."""
    from cli.menu import menu, menu_data  # loads numba, by way of the game
    from sim.game import Game, parameters_of
    from sim.orders.menu import legal_orders
    from sim.scenario import catalog
    from sim.seats.load import load_scenario

    scenario = load_scenario(catalog.find(name))
    game = Game.start(scenario, seed=0, parameters=parameters_of(scenario), seats={})
    fault = _no_seat(seat, game.setting)
    if fault:
        raise SimError(fault)
    among = {instrument.name for instrument in chosen}
    options = legal_orders(game.world, game.setting, seat, among=among)
    if json:
        write_json(menu_data(name, seat, game.setting, options))
    else:
        show(*menu(scenario.title, seat, game.setting, options, every=every))


def _no_seat(seat: str, setting: Setting) -> str | None:
    """Return why a name is no seat, or None."""
    from sim.orders.governments import GENERIC, governments  # see above

    country, dot, ministry = seat.partition(".")
    polity = setting.polity
    if country not in polity.countries:
        known = [*polity.countries, *polity.firms]
        return None if seat in known else unknown("seat", seat, known)
    if not dot:
        return None
    forms = governments()
    ministries = forms.get(polity.governments[polity.countries[country]], forms[GENERIC]).ministries
    if ministry in ministries:
        return None
    return unknown("seat", seat, [f"{country}.{name}" for name in ministries])
