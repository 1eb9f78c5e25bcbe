"""The folder: whole or not there at all, and never two things mixed in it."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sim.batch.store.folder import Folder, check
from sim.batch.store.journal import Journal
from sim.batch.store.lock import driven, driving
from sim.batch.store.provenance import Identity, Provenance
from sim.batch.store.state import status
from sim.batch.study import Study
from sim.errors import SimError
from tests.batch.store.made_up import IDENTITY, failed, records, study

TEXT = "name: Löwe\r\n# as written \n"


def test_a_folder_holds_all_that_was_run(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er"
    made = Folder.create(path, study(), IDENTITY, experiment_text=TEXT, scenario_text="a: 1\n")
    found = Folder.open(path)
    assert found.experiment.read_bytes() == TEXT.encode()
    assert found.scenario.read_text() == "a: 1\n"
    assert found.provenance == made.provenance
    assert sorted(p.name for p in path.iterdir()) == [
        "experiment.yaml", "provenance.json", "runs.sqlite", "scenario.yaml"
    ]  # fmt: skip
    assert [p.name for p in path.parent.iterdir()] == ["er"]
    check(found, study(), IDENTITY)


@pytest.mark.parametrize("name", ["it's 100% „mine“? #1;", "ohne\nZeile", "日本", "-rf", "a" * 255])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    made = Folder.create(tmp_path / name, study(), IDENTITY)
    with made.journal() as journal, made.reader() as reader:
        journal.add([*records(made.study)])
        assert reader.counts().done == made.study.runs()


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    assert Folder.create(tmp_path, study(), IDENTITY).path == tmp_path.resolve()


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for path in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(SimError, match="something of that name already; or name another"):
            Folder.create(path, study(), IDENTITY)
    Folder.create(tmp_path / "b", study(), IDENTITY)
    with pytest.raises(SimError, match="a batch is in it already; `countervail batch resume"):
        Folder.create(tmp_path / "b", study(), IDENTITY)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SimError, match="not a directory"):
        Folder.create(tmp_path / "file" / "under", study(), IDENTITY)


def test_nothing_half_made_bears_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Journal, "create", broken)
    with pytest.raises(SimError, match="cannot be made \\(no space left on device\\)"):
        Folder.create(tmp_path / "b", study(), IDENTITY)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["runs.sqlite", "provenance.json"])
def test_a_folder_without_a_part_is_told(tmp_path: Path, name: str) -> None:
    made = Folder.create(tmp_path / "b", study(), IDENTITY)
    (made.path / name).unlink()
    with pytest.raises(SimError, match=rf"not all of one \(without {name}\)"):
        Folder.open(made.path)


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(SimError, match=r"no such folder; `countervail batch run` makes one"):
        Folder.open(tmp_path / "b")
    with pytest.raises(SimError, match=r"without provenance\.json and runs\.sqlite"):
        Folder.open(tmp_path)


def test_provenance_that_was_changed_is_told(tmp_path: Path) -> None:
    made = Folder.create(tmp_path / "b", study(), IDENTITY)
    for text in ("{", "{}", "\udcff"):
        (made.path / "provenance.json").write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(SimError, match=r"provenance\.json: not as it was written"):
            Folder.open(made.path)


def test_provenance_names_nobody(tmp_path: Path) -> None:
    made = Folder.create(tmp_path / "b", study(), IDENTITY)
    told = json.loads((made.path / "provenance.json").read_text())
    assert {*told} == {*Provenance.model_fields}
    assert platform.node() not in told["platform"].split()
    assert told["packages"]["numpy"]
    assert made.provenance.changed() == ()
    old = made.provenance.model_copy(update={"packages": {**told["packages"], "numpy": "1.0"}})
    assert old.changed()[0].startswith("numpy 1.0, now ")


def test_the_model_s_own_identity_depends_on_all_it_is_made_of() -> None:
    one = Identity.of({"levers": {"a": 1, "b": 2}}, "text")
    assert one == Identity.of({"levers": {"b": 2, "a": 1}}, "text")
    assert one != Identity.of({"levers": {"b": 2, "a": 2}}, "text")
    assert one != Identity.of({"levers": {"a": 1, "b": 2}}, "other")
    assert one != Identity.of({"levers": {"a": 1, "b": 2}})


def with_seed(of: Study) -> Study:
    return replace(of, plan=of.plan.model_copy(update={"seed": 8}))


def with_sample(of: Study) -> Study:
    return replace(of, places=of.places[::-1].copy())


@pytest.mark.parametrize(
    ("change", "identity", "told"),
    [
        (None, {"version": "2.0", "program": "q"}, "Countervail 1.0 began it, this is 2.0"),
        (None, {"program": "q"}, r"files under sim/ have changed since \(both say 1.0\)"),
        (None, {"scenario": "t"}, "the scenario is another: put back scenario.yaml"),
        (None, {"model": "n"}, "experiment.yaml asks for other runs: put that back as it was run"),
        (with_seed, {}, r"experiment.yaml asks for other runs \(design.seed\): put that back"),
        (with_sample, {}, r"\(the sample\)"),
        (lambda _: study(7), {}, r"\(design.samples\)"),
        (lambda _: study(first="gain", rounds=2), {}, r"\(rounds, outcomes.loss, outcomes.gain\)"),
    ],
)
def test_runs_are_not_mixed_with_others(
    tmp_path: Path, change: Callable[[Study], Study] | None, identity: dict[str, str], told: str
) -> None:
    made = Folder.create(tmp_path / "b", study(), IDENTITY)
    other = change(made.study) if change else made.study
    with pytest.raises(SimError, match=told) as refused:
        check(made, other, IDENTITY.model_copy(update=identity))
    assert str(refused.value).count("\n  - ") == 1


def test_all_that_differs_is_told_at_once(tmp_path: Path) -> None:
    made = Folder.create(tmp_path / "b", study(), IDENTITY)
    other = IDENTITY.model_copy(update={"scenario": "t", "version": "2"})
    with pytest.raises(SimError) as refused:
        check(made, with_seed(made.study), other)
    assert str(refused.value).count("\n  - ") == 3


def test_one_drives_at_a_time(tmp_path: Path) -> None:
    assert not driven(tmp_path)
    with driving(tmp_path):
        assert driven(tmp_path)
        with (
            pytest.raises(SimError, match="another program is doing these runs"),
            driving(tmp_path),
        ):
            pass
    assert not driven(tmp_path)
    with driving(tmp_path):
        pass


def test_a_driver_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    held = "import sys; from pathlib import Path; from sim.batch.store.lock import driving\n" \
        "with driving(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, "-c", held, str(tmp_path)], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        assert driven(tmp_path)
    finally:
        child.kill()
        child.communicate()
    assert not driven(tmp_path)


def test_status_tells_how_far_it_is(tmp_path: Path) -> None:
    made = Folder.create(tmp_path / "b", study(), IDENTITY)
    before = status(made)
    assert (before.total, before.counts.done, before.alive) == (made.study.runs(), 0, False)
    assert (before.left, before.rate, before.driver, before.counts.mean) == (None,) * 4
    keys = list(made.study.keys())
    with driving(made.path), made.journal() as journal:
        journal.begin(workers=2, total=20)
        journal.add([*records(made.study, keys[:9]), failed(keys[9])])
        during = status(made)
    assert during.alive
    assert during.driver is not None
    assert (during.driver.workers, during.total, during.counts.failed) == (2, 20, 1)
    assert during.rate == pytest.approx(10)
    assert during.left == pytest.approx(1)
    assert status(made).rate is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="asks for another user")
def test_a_folder_that_may_only_be_read_is_read() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)
        made = Folder.create(Path(home) / "b", study(), IDENTITY)
        with made.journal() as journal:
            journal.add([*records(made.study)])
        reads = (
            "import os, sys; from pathlib import Path; from sim.batch.store.folder import Folder\n"
            "from sim.batch.store.state import status\n"
            "from sim.errors import SimError\n"
            "os.setuid(65534)\n"
            "folder = Folder.open(Path(sys.argv[1])); print(status(folder).counts.done)\n"
            "try: folder.journal()\n"
            "except SimError as error: print(error)"
        )
        command = [sys.executable, "-c", reads, str(made.path)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.stdout.splitlines()[0] == str(made.study.runs()), told.stderr
    assert "must both be writable" in told.stdout


def test_an_empty_folder_in_which_one_stands_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Folder.create(Path(), study(), IDENTITY)
    assert Path.cwd() == tmp_path  # it was not put in the place of another
    assert {path.name for path in tmp_path.iterdir()} == {"provenance.json", "runs.sqlite"}
    assert folder.study.name == study().name


def test_a_loop_of_links_is_told_and_not_followed(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(SimError, match="loop"):
        Folder.create(loop, study(), IDENTITY)
