"""`scenario new`: a scenario of one's own, begun from one that is there."""

from __future__ import annotations

from pathlib import Path

from cli.registry.command import Answer, Argument, Values, Verbs, option
from cli.registry.session import Session
from sim.errors import SimError

_scenario = Verbs("scenario", "List, show, check and begin scenarios.")


@_scenario.verb(
    "new",
    "Begin a scenario of your own: a folder with a copy of one that is there, to be changed.",
    Argument("folder", "The new folder.", "path"),
    option("like", "The scenario to begin from; default: two-islands.", metavar="SCENARIO"),
    exercise=False,
)
def new(_: Session, values: Values) -> Answer:
    """Copy a scenario."""
    import shutil

    from sim.scenario import catalog

    folder = Path(values.text("folder"))
    if folder.exists():
        raise SimError(f"{folder}: there is something of that name; name a new folder")
    source = catalog.find(values.text("like") or "two-islands")
    origin = source if source.is_dir() else source.parent
    try:
        folder.mkdir(parents=True)
        copied = [shutil.copy(path, folder) for path in sorted(origin.glob("*.yaml"))]
    except OSError as error:
        raise SimError(f"{folder}: cannot be written ({(error.strerror or '').lower()})") from None
    names = ", ".join(Path(path).name for path in copied)
    told = f"in {folder}: {names}; change them, then: countervail scenario check {folder}"
    return Answer({"folder": str(folder), "files": [Path(p).name for p in copied]}, told=(told,))


NOUN = _scenario.done()
