"""Start: a prompt for a session, by terminal or by plain lines."""

from __future__ import annotations

import sys
from collections.abc import Callable

from cli.output import complain
from cli.prompt.core import Prompt, Reader
from cli.registry.command import Answer
from cli.registry.session import WHITE, Session
from sim.language import t


def talk_on(session: Session) -> Answer:
    """Answer lines until there are no more."""
    session.exercise  # noqa: B018  # whoever opens no exercise is told before they type
    session.prompt = True
    prompt = Prompt(session)
    if session.white:
        from sim.exercise.conduct.create import join_codes  # seconds: not for --help

        prompt.leads, prompt.code = True, join_codes([WHITE])[WHITE]
        complain(
            f"Give this screen to a seat with `seat as SEAT`; come back with code {prompt.code}."
        )
    complain(t("NOUN VERB ...; ? tells what can be said, quit leaves."))
    speak(prompt)
    return Answer(marked=False)


def speak(prompt: Prompt, more: Callable[[], bool] = lambda: True) -> bool:
    """Answer lines while there are more to come, and more is wanted; return whether it is not."""
    reader = _reader(prompt)
    prompt.session.ask = lambda question: reader.ask(question) or ""
    while not prompt.over and more():
        line = reader.line(prompt.name)
        if line is None:
            return False
        prompt.say(line)
    return not prompt.over


def is_terminal(session: Session) -> bool:
    """Return whether keys can be bound and words completed."""
    return not session.plain and sys.stdin.isatty() and sys.stdout.isatty()


def _reader(prompt: Prompt) -> Reader:
    if prompt.reader is None:
        if is_terminal(prompt.session):
            from cli.prompt.terminal import Terminal  # half a second, and not without a terminal

            prompt.reader = Terminal(prompt)
        else:
            from cli.prompt.lines import Lines

            prompt.reader = Lines(prompt)
    return prompt.reader
