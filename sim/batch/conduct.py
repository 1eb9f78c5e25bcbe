"""Conduct: the way from an experiment to a folder of its runs, and back to one cut short."""

from __future__ import annotations

from pathlib import Path

from sim.batch.experiment.load import Prepared, load_experiment
from sim.batch.experiment.spec import Experiment
from sim.batch.experiment.study import study_of
from sim.batch.model.play import ScenarioModel
from sim.batch.store.folder import Folder, check, renewed
from sim.batch.store.provenance import Identity


def begun(prepared: Prepared, path: Path) -> Folder:
    """Return a new folder for an experiment; SimError if there is anything at the path."""
    study = study_of(prepared.experiment, prepared.scenario)
    return Folder.create(
        path, study, identity_of(prepared),
        experiment_text=prepared.text, scenario_text=prepared.scenario_text,
    )  # fmt: skip


def taken_up(path: Path) -> tuple[Folder, Prepared]:
    """Return a folder and the experiment in it, to go on with; SimError if runs would be mixed.

    What its experiment says by now and no run depends on, such as what is wanted, is taken over.
    """
    folder = Folder.open(path)
    prepared = load_experiment(folder.experiment, scenario=folder.scenario)
    study = study_of(prepared.experiment, prepared.scenario)
    check(folder, study, identity_of(prepared))
    return renewed(folder, study), prepared


def identity_of(prepared: Prepared) -> Identity:
    """Return what decides the numbers of an experiment's runs, apart from its study."""
    return Identity.of(_deciding(prepared.experiment), prepared.scenario_text)


def _deciding(experiment: Experiment) -> dict[str, object]:
    """Return what an experiment says that decides numbers, by the keys that say it."""
    constants = experiment.constants.model_dump(mode="json")
    return {
        **{f"levers.{name}": row.model_dump(mode="json", include={"options"})
           for name, row in experiment.levers.items()},
        **{f"constants.{key}": value for key, value in constants.items()},
        **{f"outcomes.{name}": row.model_dump(mode="json", include={"of", "take"})
           for name, row in experiment.outcomes.items()},
    }  # fmt: skip


def model_of(prepared: Prepared) -> ScenarioModel:
    """Return the model that an experiment runs."""
    return ScenarioModel(prepared.experiment, prepared.scenario)
