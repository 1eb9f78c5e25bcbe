"""`countervail scenario`: list, show and check scenarios, and print their schema."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import JsonWanted, Name
from cli.output import MISTAKE, mistakes_told, show, write_json, write_text

if TYPE_CHECKING:
    from sim.exercise.template.load import Draft as ExerciseDraft
    from sim.scenario.loader import Draft

app = typer.Typer(
    help="List, show, check and begin scenarios.", no_args_is_help=True, rich_markup_mode=None
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
    """Check a scenario, and exercise.yaml beside it: every problem with its place, one a line.

    Exit code 2 if there are any.
    """
    from sim.scenario import catalog
    from sim.seats.load import draft_scenario  # see above

    path = catalog.find(name)
    draft = draft_scenario(path)
    drafts: list[Draft | ExerciseDraft] = [draft]
    beside = (path if path.is_dir() else path.parent) / "exercise.yaml"
    if draft.scenario is not None and not draft.errors and beside.exists():
        from sim.exercise.template.load import read_file  # loads the model

        drafts.append(read_file(beside, draft.scenario))
    problems = [problem for each in drafts for problem in each.problems]
    wrong = any(each.errors for each in drafts)
    if json:
        told = [asdict(problem) for problem in problems]
        write_json({"path": draft.places.path, "ok": not wrong, "problems": told})
    else:
        for problem in problems:
            write_text(str(problem))
        for each in drafts:
            if not each.errors:
                write_text(f"{each.places.path}: OK")
    if wrong:
        raise typer.Exit(MISTAKE)


@app.command("schema")
@mistakes_told()
def schema(
    exercise: Annotated[
        bool, typer.Option("--exercise", help="That of exercise.yaml instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of scenario.yaml, for editors that complete and check YAML."""
    if exercise:
        from sim.exercise.template.schema import json_schema as exercise_schema  # see above

        write_json(exercise_schema())
        return
    from sim.scenario.schema import json_schema  # see above

    write_json(json_schema())
