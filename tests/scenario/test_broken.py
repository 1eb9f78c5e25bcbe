"""Each file in broken/ has one mistake, and beside it what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from sim.scenario import shape, source
from sim.scenario.checks import RULES
from sim.scenario.loader import read, read_file

HERE = Path(__file__).parent
FILES = sorted((HERE / "broken").glob("*.yaml"))


def expected(file: Path) -> tuple[str, list[str]]:
    """The rule that a file breaks, and the messages without the file's name."""
    first, *messages = file.with_suffix(".expected").read_text("utf-8").splitlines()
    return first.removeprefix("rule: "), messages


def said(file: Path) -> list[str]:
    return [str(problem).removeprefix(f"{file}:") for problem in read_file(file).problems]


def test_the_sound_scenario_has_no_problem() -> None:
    draft = read_file(HERE / "sound.yaml")
    assert draft.problems == ()
    assert draft.scenario is not None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_is_told_with_its_place(file: Path) -> None:
    _, messages = expected(file)
    assert messages
    assert said(file) == messages


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_goes_untold_without_its_rule(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule, messages = expected(file)
    layer, _, kind = rule.partition(":")
    rules = tuple(r for r in RULES if r.name != rule)
    if layer == "shape":
        ignore_errors_of(kind, monkeypatch)
    elif layer == "source":
        WITHOUT[kind](monkeypatch)
    else:
        assert len(rules) == len(RULES) - 1, f"no rule is called {rule}"
    try:
        told = [str(p).removeprefix("f:") for p in read(file.read_bytes(), "f", rules).problems]
    except Exception:  # the rule kept off a mistake that what follows cannot bear
        told = []
    assert told != messages


def test_every_rule_has_a_broken_file() -> None:
    broken = {expected(file)[0] for file in FILES}
    assert {rule.name for rule in RULES} <= broken
    elsewhere = {"shape:greater_than"}  # in experiment files, tests/batch/experiment/bad
    assert {f"shape:{kind}" for kind in shape.WORDED} - elsewhere <= broken
    assert {f"source:{kind}" for kind in WITHOUT} <= broken


def test_mistakes_do_not_hide_each_other() -> None:
    text = (HERE / "sound.yaml").read_text("utf-8")
    for right, wrong in (
        ("title: A mine and a mill\n", ""),
        ("product: meal, from: B, to: A", "product: meal, from: B, to: AA"),
        ("share: {value: 0.3", "share: {value: 0.5"),
        ("quantity: {value: 60,", "quantity: {value: 58,"),
        ("freight: {value: 5, unit: percent", "freight: {value: 5, unit: per cent"),
        ("date: 2030-03-04", "date: 2030-03-40"),
    ):
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    keys = [problem.key for problem in read(text, "f").problems]
    assert keys == [
        "title",
        "products.ore.freight.unit",
        "output.2",
        "flows.2.to",
        "firms.Old.share.value",
        "orders.0.date",
    ]


def test_a_mistake_in_a_list_does_not_make_it_too_short() -> None:
    text = (HERE / "sound.yaml").read_text("utf-8").replace("members: [A, B]", "members: [1, 2]")
    keys = [problem.key for problem in read(text, "f").problems]
    assert keys == ["clubs.table.members.0", "clubs.table.members.1"]


def test_a_missing_file_is_a_problem_and_no_traceback() -> None:
    draft = read_file(HERE / "nowhere")
    assert draft.scenario is None
    assert "cannot be read" in draft.problems[0].message


def test_a_path_that_may_not_be_looked_at_is_a_problem_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", denied)
    monkeypatch.setattr(Path, "is_dir", denied)
    draft = read_file(HERE / "closed" / "scenario.yaml")
    assert "cannot be read (permission denied)" in draft.problems[0].message


def ignore_errors_of(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    described = shape._described

    def without(model, document, errors):  # type: ignore[no-untyped-def]
        return described(model, document, [e for e in errors if e["type"] != kind])

    monkeypatch.setattr(shape, "_described", without)


Patch = Callable[[pytest.MonkeyPatch], None]


def limit_lifted(name: str) -> Patch:
    return lambda patch: patch.setattr(source, name, 10**9)


def tags_let_through(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(source._Builder, "_tag", lambda *_: None)


def reports_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(source._Builder, "_report", lambda *_: None)


def anything_decoded(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(source, "_decoded", lambda content: content.decode("latin-1"))


def open_anchors_used(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(source._Node, "__setattr__", closed_from_the_start)


def closed_from_the_start(node: source._Node, name: str, value: object) -> None:
    object.__setattr__(node, name, False if name == "open" else value)


def starts_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(source._Builder, "_key_is_next", lambda *_: False)


def first_document_only(patch: pytest.MonkeyPatch) -> None:
    events = source._events

    def until_second(text: str):  # type: ignore[no-untyped-def]
        documents = 0
        for event in events(text):
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents < 2:
                yield event

    patch.setattr(source, "_events", until_second)


def errors_end_the_text(patch: pytest.MonkeyPatch) -> None:
    events = source._events

    def until_error(text: str):  # type: ignore[no-untyped-def]
        try:
            yield from events(text)
        except source._RefusedError:
            return

    patch.setattr(source, "_events", until_error)


def nothing_is_a_mapping(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        source._Builder, "build", lambda *_: (source._Node(source.Mark(1, 1), "mapping"), [])
    )


WITHOUT: dict[str, Patch] = {
    "repeated_key": reports_dropped,
    "merge_key": reports_dropped,
    "tag": tags_let_through,
    "depth": limit_lifted("DEEPEST"),
    "aliases": limit_lifted("MOST_NODES"),
    "alias_of_itself": open_anchors_used,
    "second_document": first_document_only,
    "key_not_text": starts_ignored,
    "tab": errors_end_the_text,
    "not_yaml": errors_end_the_text,
    "control_character": anything_decoded,
    "not_utf8": anything_decoded,
    "utf16": anything_decoded,
    "empty": nothing_is_a_mapping,
}
"""What of the reading of YAML is switched off for each kind of mistake."""
