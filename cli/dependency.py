"""`countervail dependency`: who depends on whom, in a scenario or a table of trade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import JsonWanted, Settings, folder_named, folder_of, settings_of
from cli.output import as_json, mistakes_told, show, write_file, write_text
from sim.errors import SimError

if TYPE_CHECKING:
    from sim.dependence.profile import Profile
    from sim.dependence.trade import Trade
    from sim.parameters import Parameters

TABLES = (".csv", ".tsv", ".txt")
"""Endings of files that are tables and no scenarios."""


@mistakes_told()
def dependency(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|FILE.csv",
            help="A packaged scenario's name, a path to one, or a table of trade as CSV.",
        ),
    ],
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="C", help="Whose dependence; default: everybody's."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="C",
            help="On whom; default: of each product on the largest supplier that it depends on, "
            "else on the largest.",
        ),
    ] = None,
    friends: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="C,C",
            help="Whom the country counts on, or 'none'; default: in a scenario, its allies by "
            "treaty. May be repeated.",
        ),
    ] = None,
    blocs: Annotated[
        list[str] | None,
        typer.Option(
            "--bloc",
            metavar="NAME=C,C",
            help="Count several countries as one; trade among them is its own. May be repeated.",
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="hjs|eu",
            help="Three conditions of the Henry Jackson Society, or of the European Commission.",
        ),
    ] = "hjs",
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=1, help="Rows of each table that is printed.")
    ] = 10,
    settings: Settings = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            parser=folder_named,
            help="Write result.json, a CSV and a chart to a folder.",
        ),
    ] = None,
    json: JsonWanted = False,
) -> None:
    """Measure who depends on whom, for what, and who could answer in kind.

    Prints the Strategic Dependency Index of each product (three conditions), what the country holds
    that others need, and what each side could withhold from the other. Nothing is played.
    """
    from cli.dependency_data import profile_data
    from sim.dependence.profile import profile  # numpy: not for --help

    folder, changes, helpers = folder_of(out), settings_of(settings), _names(friends)
    if on is not None and country is None:
        raise SimError(f"--on {on}: say whose dependence is meant, such as --country JPN")
    trade, parameters = _read(source, changes)
    trade = _with_blocs(trade, blocs)
    if country is None:
        if helpers is not None:
            raise SimError("--with: say whose friends they are, such as --country JPN")
        _everybody(trade, source, by, changes, parameters, top, folder, json=json)
        return
    measured = profile(trade, country, parameters, on=on, friends=helpers, by=by)
    data = as_json(profile_data(source, changes, measured))
    if json:
        write_text(data)
    else:
        from cli.dependency_report import profile_report

        show(*profile_report(source, measured, parameters, top))
    if folder:
        _save(measured, data, folder, parameters)
        _tell_of_files(folder, "a CSV, and the chart as PNG and SVG", json=json)


def _everybody(
    trade: Trade,
    source: str,
    by: str,
    changes: dict[str, float],
    parameters: Parameters,
    top: int,
    folder: Path | None,
    *,
    json: bool,
) -> None:
    """Tell who depends on whom, everybody on everybody."""
    from cli.dependency_data import pairs_csv, pairs_data
    from sim.dependence.pairs import pairs  # see above

    found = pairs(trade, parameters, by=by)
    data = as_json(pairs_data(source, by, changes, trade, found))
    if json:
        write_text(data)
    else:
        from cli.dependency_report import pairs_report

        show(*pairs_report(source, by, trade, found, parameters, top))
    if folder:
        write_file(folder / "result.json", f"{data}\n")
        write_file(folder / "pairs.csv", pairs_csv(found))
        _tell_of_files(folder, "a CSV", json=json)


def _read(source: str, changes: dict[str, float]) -> tuple[Trade, Parameters]:
    """Return the trade of a table or a scenario, and the parameters that go with it."""
    from sim.dependence.acting import OF_SCENARIOS, OF_TABLES, refuse_idle

    if source.casefold().endswith(TABLES):
        from sim.dependence.table import read_table  # see above
        from sim.parameters import load_parameters

        refuse_idle(changes, OF_TABLES)
        return read_table(Path(source)), load_parameters().replaced(changes)
    from sim.dependence.scenario import trade_of
    from sim.game import parameters_of
    from sim.opening import setting_of, standing_measures
    from sim.scenario import catalog
    from sim.seats.load import load_scenario
    from sim.world.build import build

    refuse_idle(changes, OF_SCENARIOS)
    scenario = load_scenario(catalog.find(source))
    parameters = parameters_of(scenario, changes)
    measures = standing_measures(scenario, parameters)
    network, world = build(scenario, measures, seed=0, mixing=parameters["mixing"])
    return trade_of(scenario, world, setting_of(scenario, network, parameters)), parameters


def _names(texts: list[str] | None) -> tuple[str, ...] | None:
    """Return the countries that `--with` names; None if it is not used."""
    if not texts:
        return None
    if texts == ["none"]:
        return ()
    names = [name.strip() for text in texts for name in text.split(",")]
    if "none" in names:
        raise SimError(f"--with {','.join(texts)}: 'none' stands alone; leave it out or the others")
    if not all(names):
        raise SimError(f"--with {','.join(texts)}: write names such as USA,AUS")
    return tuple(names)


def _with_blocs(trade: Trade, texts: list[str] | None) -> Trade:
    from sim.dependence.trade import merged  # see above

    blocs: dict[str, list[str]] = {}
    for text in texts or ():
        name, equals, members = text.partition("=")
        names = [member.strip() for member in members.split(",")]
        if not name.strip() or not equals or not all(names):
            raise SimError(f"--bloc {text}: write NAME=C,C, such as EU=DEU,FRA")
        if name.strip() in blocs:
            raise SimError(f"--bloc {text}: {name.strip()} is there already; name all at once")
        blocs[name.strip()] = names
    return merged(trade, blocs)


def _save(measured: Profile, data: str, folder: Path, parameters: Parameters) -> None:
    from cli.dependency_data import profile_csv
    from cli.dependency_plots import save_profile  # loads matplotlib

    write_file(folder / "result.json", f"{data}\n")
    write_file(folder / "dependence.csv", profile_csv(measured))
    save_profile(measured, parameters, folder)


def _tell_of_files(folder: Path, what: str, *, json: bool) -> None:
    if not json:
        write_text(f"The result as JSON, {what} are in {folder}.")
