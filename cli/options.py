"""Options: what several commands take, and how its text is read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.errors import SimError, raise_all

if TYPE_CHECKING:
    from sim.scenario.spec import Scenario


def folder_named(text: str) -> Path:
    """Return the folder that an option names; no name at all is none."""
    if not text.strip():
        raise typer.BadParameter("it is empty; name a folder")
    return Path(text)


MOST_WORKERS = 256
"""More processes than that do not make anything faster."""

Name = Annotated[str, typer.Argument(help="A packaged scenario's name, or a path to a folder.")]
Seed = Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Seed of all chance.")]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="ORDER",
        help="Leave out a dated order, by its id, or all orders of a tag. May be repeated.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PARAMETER=VALUE",
        help="Change a parameter; docs/reference/parameters.md lists them. May be repeated.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        parser=folder_named,
        help="Write result.json and charts to a folder.",
    ),
]
JsonWanted = Annotated[bool, typer.Option("--json", help="Write the result to stdout as JSON.")]


Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="SEAT=POLICY",
        help="Let a policy play a seat, or '*' for every seat; docs/reference/orders.md lists "
        "them. May be repeated.",
    ),
]


Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        max=MOST_WORKERS,
        help="Processes that share the work; changes no result; default: all cores.",
    ),
]


def settings_of(texts: Sequence[str] | None) -> dict[str, float]:
    """Return the parameters that `--set` changes; a later text for one takes the place.

    >>> settings_of(["hoarding=0.5"])
    {'hoarding': 0.5}
    """
    return dict(_setting(text) for text in texts or ())


def policies_of(texts: Sequence[str] | None) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the seats and policies that `--policy` names, and what cannot be read.

    >>> policies_of(["NORTH=passive", "SOUTH"])
    ([('NORTH', 'passive')], ['--policy SOUTH: write SEAT=POLICY, such as NORTH=passive'])
    """
    pairs, faults = [], []
    for text in texts or ():
        seat, equals, policy = (part.strip() for part in text.partition("="))
        if seat and equals and policy:
            pairs.append((seat, policy))
        else:
            faults.append(f"--policy {text}: write SEAT=POLICY, such as NORTH=passive")
    return pairs, faults


def cast_of(scenario: Scenario, texts: list[str] | None) -> dict[str, str]:
    """Return what plays each seat; every fault of `--policy` at once."""
    from sim.replay.run import cast  # seconds: not for --help

    pairs, faults = policies_of(texts)
    try:
        policies = cast(scenario, pairs)
    except SimError as error:
        faults.append(str(error))
    raise_all(faults)
    return policies


def date_of(option: str, text: str | None) -> dt.date | None:
    """Return the day that an option names."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise SimError(f"{option} {text}: no such day; write one such as 2010-09-21") from None


def cores() -> int:
    """Return how many cores there are for us."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def folder_of(out: Path | None) -> Path | None:
    """Return the folder that `--out` names, made if it is missing and open to writing."""
    if out is None:
        return None
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".countervail"
        probe.touch()
        probe.unlink()
    except (FileExistsError, NotADirectoryError):
        raise SimError(f"--out {out}: there is a file of that name; name a folder") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SimError(f"--out {out}: cannot be written ({reason}); name another folder") from None
    return out


def _setting(text: str) -> tuple[str, float]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise SimError(f"--set {text}: write PARAMETER=VALUE, such as hoarding=0.5")
    try:
        return name.strip(), float(value)
    except ValueError:
        raise SimError(f"--set {text}: '{value}' is no number; write one such as 0.5") from None
