"""The command line: `countervail` and its commands, one thin module for each noun."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Annotated

import typer

from cli import dependency, deterrence, fit, order, rates, replay, run, scenario
from cli.batch import app as batch
from cli.output import prepare_streams, write_text
from cli.registry.shell import NounGroup, add_nouns

app = typer.Typer(
    cls=NounGroup,
    name="countervail",
    help="Simulate economic coercion, check it against history, and run exercises with it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(scenario.app, name="scenario")
app.add_typer(order.app, name="order")
app.command("replay")(replay.replay)
app.command("run")(run.run)
app.command("fit")(fit.fit)
app.command("rates")(rates.rates)
app.add_typer(batch.app, name="batch")
app.command("dependency")(dependency.dependency)
app.command("deterrence")(deterrence.deterrence)
add_nouns(app, {"scenario": scenario.app, "order": order.app})


def _version(wanted: bool) -> None:
    if wanted:
        write_text(f"countervail {version('countervail')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Simulate economic coercion, check it against history, and run exercises with it."""


def main() -> None:
    """Run the command line on the program's own arguments."""
    # Before numpy is loaded: our processes share the cores, and sums do not depend on how many.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    prepare_streams()
    app()
