"""`countervail scenario`: list, show and check scenarios, and print their schema."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from cli.options import JsonWanted, Name
from cli.output import MISTAKE, mistakes_told, show, write_json, write_text

app = typer.Typer(
    help="List, show and check scenarios.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
@mistakes_told()
def list_(json: JsonWanted = False) -> None:
    """List the packaged scenarios."""
    from sim.scenario import catalog  # so that --help need not wait for the scenario format

    rows = [
        {"name": name, "kind": catalog.kind(name), "title": catalog.title(name)}
        for name in catalog.names()
    ]
    if json:
        write_json(rows)
        return
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        write_text(f"{row['name']:<{width}}  {row['kind']:<10}  {row['title']}")


@app.command("show")
@mistakes_told()
def show_(name: Name) -> None:
    """Show what a scenario holds."""
    from cli.summary import summary  # see above
    from sim.scenario import catalog
    from sim.seats.load import load_scenario

    show(*summary(load_scenario(catalog.find(name))))


@app.command("check")
@mistakes_told()
def check(
    name: Annotated[
        str,
        typer.Argument(help="A packaged scenario's name, a folder or a YAML file."),
    ],
    json: JsonWanted = False,
) -> None:
    """Check a scenario: every problem with its place, one a line; exit code 2 if there are any."""
    from sim.scenario import catalog
    from sim.seats.load import draft_scenario  # see above

    draft = draft_scenario(catalog.find(name))
    if json:
        problems = [asdict(problem) for problem in draft.problems]
        write_json({"path": draft.places.path, "ok": not draft.errors, "problems": problems})
    else:
        for problem in draft.problems:
            write_text(str(problem))
        if not draft.errors:
            write_text(f"{draft.places.path}: OK")
    if draft.errors:
        raise typer.Exit(MISTAKE)


@app.command("schema")
@mistakes_told()
def schema() -> None:
    """Print the JSON Schema of scenario.yaml, for editors that complete and check YAML."""
    from sim.scenario.schema import json_schema  # see above

    write_json(json_schema())
