"""The registry: every noun and verb of an exercise, said once for the shell and the prompt."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.registry.command import Answer, Argument, Command, option, switch
from cli.registry.reading import parsed
from cli.registry.registry import NOUNS, commands, found, sayable
from cli.registry.words import SYNONYMS, plain_noun, words_of
from sim.errors import SimError
from tests.cli.exercise.shell import countervail, done

SAID = {
    "exercise": "new start pause resume end status list rehearse pair open",
    "seat": "list assign takeover handback join as",
    "round": "brief open extend lock unlock adjudicate review publish",
    "order": "options add drop show submit withdraw missing enter import custom ping",
    "inject": "list show fire hold skip retime add approve",
    "msel": "import export check show",
    "white": "accept adjust overrule reveal note explain",
    "rfi": "ask list answer release decline",
    "deal": "propose counter sign refuse list withdraw",
    "log": "show mark export import verify salvage",
    "eval": "objective note rate show form improve",
    "aar": "build",
    "print": "sitman roles orders facilitator msel pack",
    "scenario": "new",
}

ALONE = ["msg", "press", "rewind", "branch", "switch", "compare", "hotwash", "play", "screen"]


def test_every_noun_and_verb_of_an_exercise_is_there() -> None:
    for noun, verbs in SAID.items():
        there = {command.verb for command in NOUNS[noun].commands}
        assert set(verbs.split()) <= there, noun
    for noun in ALONE:
        assert NOUNS[noun].alone, noun


def test_no_two_commands_have_one_name() -> None:
    names = [command.name for command in commands()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("command", list(commands()), ids=lambda c: c.name)
def test_every_command_explains_itself(command: Command) -> None:
    assert command.summary[0].isupper()
    assert command.help.rstrip().endswith((".", ")"))
    for argument in command.arguments:
        assert argument.help.endswith((".", ".'")), argument.name
    names = [argument.name for argument in command.arguments]
    assert len(names) == len(set(names))
    rest = [a for a in command.positions if a.many or a.kind == "words"]
    assert not rest or rest == [command.positions[-1]]


@pytest.mark.parametrize("command", list(commands()), ids=lambda c: c.name)
def test_the_shell_has_every_command_with_its_help(command: Command) -> None:
    shown = done(*command.name.split(), "--help")
    for argument in command.options:
        assert argument.flag in shown
    assert "--json" in shown
    assert "--plain" in shown
    assert ("--exercise" in shown) == command.exercise
    assert ("--no-input" in shown) == bool(command.warning)


@pytest.mark.parametrize("arguments", [["--help"], ["play", "--help"], ["order", "add", "--help"]])
def test_help_waits_for_no_exercise_and_no_model(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom cli.app import app\n"
        f"try: app({arguments!r})\nexcept SystemExit: pass\n"
        "heavy = ('sim.exercise', 'sim.game', 'numpy', 'numba', 'prompt_toolkit', 'openpyxl', "
        "'docx', 'matplotlib', 'babel')\n"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)"
    )
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, env=around, check=True)
    assert ran.stderr.decode().strip() == "[]"


def test_synonyms_stand_for_the_words_that_are_printed() -> None:
    for word, meant in SYNONYMS.items():
        assert plain_noun(word.upper()) == meant
        assert meant in NOUNS
    assert "publish" in done("turn", "--help")
    assert found(["Event", "fire", "I3"], white=True)[0].name == "inject fire"


def test_a_verb_that_one_noun_has_may_stand_alone() -> None:
    assert found(["adjudicate"], white=True)[0].name == "round adjudicate"
    assert found(["submit"], white=False)[0].name == "order submit"
    with pytest.raises(SimError, match="could be: "):
        found(["list"], white=True)


def test_a_seat_is_told_of_nothing_that_it_may_not_say() -> None:
    own = {command.name for command in sayable(white=False)}
    assert {"order add", "round brief", "msg", "deal sign"} <= own
    for command in commands():
        if not command.seats:
            with pytest.raises(SimError) as error:
                found(command.name.split(), white=False)
            known = str(error.value).partition("known:")[2]
            assert known, error.value
            assert (command.verb or command.noun) not in known.replace(",", " ").split()


def test_an_unknown_verb_is_told_with_the_nearest() -> None:
    with pytest.raises(SimError, match="Did you mean 'publish'"):
        found(["round", "publsh"], white=True)
    result = countervail("round", "publsh")
    assert result.exit_code == 2
    assert "publish" in result.output


# What follows a verb.

TAKEN = Command(
    "order", "try", "Try.", lambda session, values: Answer(),
    (
        Argument("seat", "The seat."),
        Argument("text", "The text.", "words", required=False),
        option("because", "Why.", "words"),
        option("round", "Which.", "whole"),
        option("to", "Whom.", many=True),
        option("kind", "Which.", choices=("strength", "improve")),
        switch("not", "Not."),
    ),
)  # fmt: skip


def test_options_go_on_to_the_next_one_so_that_nobody_needs_quotes() -> None:
    values = parsed(TAKEN, words_of("JPN we don’t agree --because it's raining now --round 3"))
    assert values.text("text") == "we don’t agree"
    assert values.text("because") == "it's raining now"
    assert values.whole("round") == 3
    assert not values.flag("not")


def test_what_may_be_repeated_is_kept_whole() -> None:
    values = parsed(TAKEN, words_of("JPN --to EU --to USA --not --kind IMPROVE"))
    assert values.many("to") == ("EU", "USA")
    assert values.flag("not")
    assert values.text("kind") == "improve"


def test_a_patch_needs_no_quotes() -> None:
    values = parsed(TAKEN, words_of("JPN JPN.support -= 3; KORVA.price(ndpr) = -1"))
    assert values.text("text") == "JPN.support -= 3; KORVA.price(ndpr) = -1"


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(SimError) as error:
        parsed(TAKEN, words_of("--round two --becuase x --kind worse"))
    told = str(error.value).splitlines()
    assert len(told) == 4
    assert "did you mean --because?" in told[0]
    assert any("'two' is no whole number" in line for line in told)
    assert any("SEAT is missing" in line for line in told)
    assert any("known: improve, strength" in line for line in told)


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_line_is_understood_or_told_kindly(line: str) -> None:
    try:
        parsed(TAKEN, words_of(line))
    except SimError as error:
        assert str(error)


@given(st.lists(st.text("abcä=.,;'-0123’", min_size=1, max_size=8), min_size=1, max_size=6))
def test_quotes_keep_a_text_together(words: list[str]) -> None:
    assert words_of(f'"{" ".join(words)}"') == [" ".join(words)]
