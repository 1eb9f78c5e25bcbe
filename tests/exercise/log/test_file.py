"""The exercise file: nothing acknowledged is lost, nothing written is changed, damage is told."""

import datetime as dt
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import SimError
from sim.exercise.log import file as files
from sim.exercise.log.entry import Draft, Entry, content_hash
from sim.exercise.log.file import DamagedError, ExerciseFile, StaleError
from sim.exercise.log.text import exported, imported, salvaged

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def drafts(count: int) -> list[Draft]:
    return [Draft("main", "white", "noted", {"text": f"note {n}", "n": n}) for n in range(count)]


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[tuple[Path, tuple[Entry, ...]]]:
    path = tmp_path / "day.exercise"
    with ExerciseFile.create(path) as file:
        data = b"a world"
        entries = file.add(drafts(5), None, AT, {content_hash(data): data})
    yield path, entries


def edited(path: Path, *statements: str) -> None:
    """Change a file as somebody with a database browser would."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER IF EXISTS entries_stay")
    connection.execute("DROP TRIGGER IF EXISTS entries_remain")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_what_was_added_is_read_back(filled: tuple[Path, tuple[Entry, ...]]) -> None:
    path, entries = filled
    with ExerciseFile.open(path) as file:
        assert tuple(file.entries()) == entries
        assert tuple(file.entries(after=entries[2])) == entries[3:]
        assert file.record(content_hash(b"a world")) == b"a world"


def test_entries_cannot_be_changed_or_deleted_by_accident(
    filled: tuple[Path, tuple[Entry, ...]],
) -> None:
    connection = sqlite3.connect(filled[0])
    for statement in ("UPDATE entries SET by = 'x'", "DELETE FROM entries"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "last"),
    [
        ("UPDATE entries SET body = '{\"n\":9}' WHERE number = 3", 2),
        ("UPDATE entries SET by = 'SORIN' WHERE number = 1", 0),
        ("UPDATE entries SET at = '2026-03-02T09:31:00.000+00:00' WHERE number = 5", 4),
        ("UPDATE entries SET at = 'yesterday' WHERE number = 5", 4),
        ("DELETE FROM entries WHERE number = 3", 2),
        ("DELETE FROM entries WHERE number > 3", 3),
        ("UPDATE entries SET hash = 'x' WHERE number = 4", 3),
    ],
)
def test_an_edit_is_found_and_the_last_whole_entry_named(
    filled: tuple[Path, tuple[Entry, ...]], statement: str, last: int
) -> None:
    path, _ = filled
    edited(path, statement)
    with ExerciseFile.open(path) as file, pytest.raises(DamagedError) as told:
        tuple(file.entries())
    whole = f"the last whole entry is {last}" if last else "no entry is whole"
    assert whole in str(told.value)
    assert (told.value.last.number if told.value.last else 0) == last


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_told_and_nothing_crashes(
    filled: tuple[Path, tuple[Entry, ...]], kept: float
) -> None:
    path, _ = filled
    data = path.read_bytes()
    path.write_bytes(data[: int(kept * len(data))])
    with pytest.raises(SimError), ExerciseFile.open(path) as file:
        tuple(file.entries())
        file.record(content_hash(b"a world"))


def test_a_changed_record_is_not_read(filled: tuple[Path, tuple[Entry, ...]]) -> None:
    path, _ = filled
    edited(path, "UPDATE records SET data = x'00'")
    with ExerciseFile.open(path) as file, pytest.raises(SimError, match="not as it was written"):
        file.record(content_hash(b"a world"))


def test_who_does_not_know_the_last_entry_is_refused_and_adds_nothing(
    filled: tuple[Path, tuple[Entry, ...]],
) -> None:
    path, entries = filled
    with ExerciseFile.open(path) as one, ExerciseFile.open(path) as other:
        one.add(drafts(1), entries[-1], AT)
        with pytest.raises(StaleError):
            other.add(drafts(1), entries[-1], AT)
        assert len(tuple(other.entries())) == 6


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.exercise"
    sqlite3.connect(path).execute("CREATE TABLE entries (number)").connection.close()
    with pytest.raises(SimError, match="no exercise"):
        ExerciseFile.open(path)
    path.write_text("no database at all, but long enough to look like one" * 10, "utf-8")
    with pytest.raises(SimError, match="no exercise"):
        ExerciseFile.open(path)
    with pytest.raises(SimError, match="no such exercise"):
        ExerciseFile.open(tmp_path / "nowhere.exercise")


def test_a_file_of_a_newer_program_is_refused(filled: tuple[Path, tuple[Entry, ...]]) -> None:
    edited(filled[0], f"PRAGMA user_version = {files.VERSION + 1}")
    with pytest.raises(SimError, match="newer Countervail"):
        ExerciseFile.open(filled[0])


def test_a_file_of_an_older_program_is_brought_up_to_date(
    filled: tuple[Path, tuple[Entry, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, entries = filled
    monkeypatch.setattr(files, "VERSION", files.VERSION + 1)
    step = "ALTER TABLE records ADD COLUMN note TEXT;\nCREATE TABLE extra (one INTEGER)"
    monkeypatch.setattr(files, "MIGRATIONS", {files.VERSION - 1: step})
    with ExerciseFile.open(path) as file:
        assert tuple(file.entries()) == entries
    with ExerciseFile.open(path):  # a second time there is nothing to do
        pass
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (files.VERSION,)
    assert connection.execute("SELECT note FROM records").fetchall() == [(None,)]
    connection.close()


WRITER = """
    import datetime as dt, sys
    from pathlib import Path
    from sim.exercise.log.entry import Draft
    from sim.exercise.log.file import ExerciseFile, StaleError

    at = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    name, last, written = sys.argv[2], None, 0
    with ExerciseFile.open(Path(sys.argv[1])) as file:
        while written < 20:
            for last in file.entries(last):
                pass
            try:
                file.add([Draft("main", name, "noted", {"n": written})], last, at)
                written += 1
            except StaleError:
                pass
"""


def test_two_programs_that_write_at_once_lose_nothing(
    filled: tuple[Path, tuple[Entry, ...]], tmp_path: Path
) -> None:
    script = tmp_path / "writer.py"
    script.write_text(textwrap.dedent(WRITER), "utf-8")
    root = str(Path(__file__).parents[3])
    both = [
        subprocess.Popen(
            [sys.executable, str(script), str(filled[0]), name], env={"PYTHONPATH": root}, cwd=root
        )
        for name in ("one", "other")
    ]
    assert [process.wait(60) for process in both] == [0, 0]
    with ExerciseFile.open(filled[0]) as file:
        written = list(file.entries())
    assert len(written) == 45
    for name in ("one", "other"):
        assert [e.body for e in written if e.by == name] == [f'{{"n":{n}}}' for n in range(20)]


def test_an_exported_exercise_comes_back_whole(
    filled: tuple[Path, tuple[Entry, ...]], tmp_path: Path
) -> None:
    path, entries = filled
    text = tmp_path / "day.jsonl"
    with ExerciseFile.open(path) as file:
        lines = list(exported(file))
    text.write_text("\n".join(lines), "utf-8")
    with imported(text, tmp_path / "again.exercise") as again:
        assert tuple(again.entries()) == entries
        assert list(exported(again)) == lines


@given(st.data())
def test_a_changed_export_is_never_taken_for_a_whole_one(data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path, text = Path(folder) / "a.exercise", Path(folder) / "a.jsonl"
        with ExerciseFile.create(path) as file:
            file.add(drafts(3), None, AT, {content_hash(b"x"): b"x"})
            whole = "\n".join(exported(file)).encode()
        place = data.draw(st.integers(0, len(whole) - 1))
        other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
        text.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
        try:
            made = imported(text, Path(folder) / "b.exercise")
        except SimError:
            return
        with made:  # white space, and letters that JSON writes in two ways, may differ
            assert [e.body for e in made.entries()] == [
                '{"text":"note 0","n":0}', '{"text":"note 1","n":1}', '{"text":"note 2","n":2}',
            ]  # fmt: skip


def test_what_is_whole_of_a_damaged_file_is_saved(
    filled: tuple[Path, tuple[Entry, ...]], tmp_path: Path
) -> None:
    path, entries = filled
    edited(path, "UPDATE entries SET body = '{}' WHERE number = 4")
    last, why = salvaged(path, tmp_path / "saved.exercise")
    assert last == 3 and "entry 4 is not as it was written" in why
    with ExerciseFile.open(tmp_path / "saved.exercise") as file:
        assert tuple(file.entries()) == entries[:3]
        assert file.record(content_hash(b"a world")) == b"a world"
