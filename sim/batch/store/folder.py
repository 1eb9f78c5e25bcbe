"""Folder: a study as run, what made it, and the journal of its runs.

experiment.yaml  scenario.yaml    as run, byte for byte; where the model is made of them
provenance.json                   what made it
runs.sqlite                       the study and all that came of it
runs.lock                         held by the one who drives
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.batch.store import database
from sim.batch.store.journal import Journal, now
from sim.batch.store.lock import driving
from sim.batch.store.outline import Outline, design_digest, differing
from sim.batch.store.provenance import Identity, Provenance
from sim.batch.study import Study
from sim.errors import SimError

EXPERIMENT = "experiment.yaml"
SCENARIO = "scenario.yaml"
PROVENANCE = "provenance.json"


@dataclass(frozen=True, eq=False)
class Folder:
    """A folder that is whole."""

    path: Path
    study: Study
    provenance: Provenance

    @staticmethod
    def create(
        path: Path,
        study: Study,
        identity: Identity,
        *,
        experiment_text: str | None = None,
        scenario_text: str | None = None,
    ) -> Folder:
        """Return a new folder; SimError if there is anything at the path.

        It gets its name when it is whole, so that nothing half made is ever found under it; an
        empty folder that is there gets the journal last.
        """
        path = Path(os.path.realpath(path))
        _object(path)
        within = path.is_dir()  # an empty one, in which somebody may stand, or a disk be mounted
        unnamed = (path if within else path.parent) / f".countervail-{secrets.token_hex(8)}"
        texts = {
            EXPERIMENT: experiment_text,
            SCENARIO: scenario_text,
            PROVENANCE: Provenance.here(identity, design_digest(study), now()).model_dump_json(
                indent=2
            ),
        }
        try:
            unnamed.mkdir(parents=True)
            for name, text in texts.items():
                if text is not None:
                    (unnamed / name).write_bytes(text.encode())
            Journal.create(unnamed / database.FILE, study).close()
            if within:
                for file in sorted(unnamed.iterdir(), key=lambda file: file.name == database.FILE):
                    file.rename(path / file.name)
            else:
                unnamed.rename(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SimError(f"{path}: the folder cannot be made ({reason})") from None
        except SimError as error:
            raise SimError(str(error).replace(str(unnamed), str(path))) from None
        finally:
            shutil.rmtree(unnamed, ignore_errors=True)
        return Folder.open(path)

    @staticmethod
    def open(path: Path) -> Folder:
        """Return a folder that is there; SimError for anything else."""
        if not path.is_dir():
            raise SimError(
                f"{path}: there is no such folder; `countervail batch run` makes one of an "
                "experiment"
            )
        missing = [name for name in (PROVENANCE, database.FILE) if not (path / name).is_file()]
        if missing:
            raise SimError(
                f"{path}: this is no folder of a batch, or not all of one (without "
                f"{' and '.join(missing)}); name one that `countervail batch run` made"
            )
        with Journal.read(path / database.FILE) as journal:
            study = journal.study()
        return Folder(path, study, _provenance(path / PROVENANCE))

    @property
    def experiment(self) -> Path:
        """Return where the experiment stands as it was run, if the model is made of one."""
        return self.path / EXPERIMENT

    @property
    def scenario(self) -> Path:
        """Return where the scenario stands as it was run, if the model needs one."""
        return self.path / SCENARIO

    def journal(self) -> Journal:
        """Return the journal, to be written on."""
        return Journal.open(self.path / database.FILE)

    def reader(self) -> Journal:
        """Return the journal, only to be read."""
        return Journal.read(self.path / database.FILE)


def check(folder: Folder, study: Study, identity: Identity) -> None:
    """Object to runs that would be mixed with others; tells all that differs."""
    then = folder.provenance.identity
    faults = []
    if then.version != identity.version:
        faults.append(
            f"Countervail {then.version} began it, this is {identity.version}: go on with that one"
        )
    elif then.program != identity.program:
        faults.append(
            f"Countervail's own files under sim/ have changed since (both say {then.version}): go "
            "on with those that began it"
        )
    if then.scenario != identity.scenario:
        faults.append(f"the scenario is another: put back {SCENARIO} as it was run")
    edited = [*then.differing(identity), *differing(folder.study, study)]
    if edited or then.model != identity.model:
        keys = f" ({', '.join(_nearest(edited))})" if edited else ""
        faults.append(f"{EXPERIMENT} asks for other runs{keys}: put that back as it was run")
    if faults:
        told = "".join(f"\n  - {fault}" for fault in faults)
        raise SimError(
            f"{folder.path}: its runs would be mixed with runs of something else:{told}\n"
            "or run the experiment anew in another folder"
        )


def renewed(folder: Folder, study: Study) -> Folder:
    """Return a folder whose study tells what was edited since and no run depends on."""
    if Outline.of(folder.study) == Outline.of(study):
        return folder
    with driving(folder.path), folder.journal() as journal:
        journal.retell(study)
    return Folder.open(folder.path)


def _nearest(keys: Sequence[str]) -> list[str]:
    """Return keys without those of which another names a part."""
    once = dict.fromkeys(keys)
    return [key for key in once if not any(other.startswith(f"{key}.") for other in once)]


def _object(path: Path) -> None:
    """Object to a path at which there is something."""
    try:
        if path.is_dir() and not any(path.iterdir()):
            return
        taken = path.exists()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SimError(f"{path}: cannot be looked into ({reason})") from None
    if taken:
        begun = (path / database.FILE).exists()
        what = "a batch is in it already" if begun else "there is something of that name already"
        would = f"; `countervail batch resume {path}` goes on with it" if begun else ""
        raise SimError(f"{path}: {what}{would}; or name another folder")


def _provenance(path: Path) -> Provenance:
    try:
        return Provenance.model_validate_json(path.read_bytes())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SimError(f"{path}: cannot be read ({reason})") from None
    except ValueError as error:
        raise SimError(
            f"{path}: not as it was written ({str(error).splitlines()[0]}); take a copy of the "
            "folder that is whole"
        ) from None
