"""Core: a typed line and what is answered; the same with and without a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cli.output import complain, refused
from cli.prompt.outer import offered, outer, ran
from cli.registry.command import Answer
from cli.registry.complete import completions
from cli.registry.manual import help_on
from cli.registry.reading import LONGEST, parsed
from cli.registry.registry import found, sayable
from cli.registry.session import WHITE, Session, joined
from cli.registry.shell import confirm
from cli.registry.shown import clear_screen, write_answer
from cli.registry.words import plain_noun, words_of
from sim.errors import SimError
from sim.language import called, retold, t
from sim.text import HIDDEN

if TYPE_CHECKING:  # it loads the exercise
    from cli.prompt.news import News

LEAVING = ("quit", "exit", "bye")


class Reader(Protocol):
    """Where lines come from."""

    def line(self, name: str) -> str | None:
        """Return the next line; None if there is none."""
        ...

    def ask(self, question: str) -> str | None:
        """Return the answer to a question; None if there is none."""
        ...


@dataclass
class Prompt:
    """Somebody types commands."""

    session: Session
    code: str = ""
    """By which the white cell comes back to a screen that it gave to a seat; empty: it cannot."""
    leads: bool = False
    """Whether the exercise is led from this screen: it fires what is due."""
    over: bool = False
    changed: bool = False
    """Whether somebody else uses the screen now; what was typed before is not to be seen."""
    reader: Reader | None = None
    news: News | None = None
    """What those who speak here were told of; None before the first look."""

    @property
    def name(self) -> str:
        """Return what stands before a line."""
        return f"{self.session.by}> "

    def answer(self, line: str) -> Answer:
        """Return what is answered to a line; SimError for what cannot be done."""
        if len(line) > LONGEST:
            raise SimError(
                t("the line has {count} characters; {most} are too many",
                  count=len(line), most=LONGEST)
            )  # fmt: skip
        if HIDDEN.search(line):
            raise SimError(f"the line holds a control character: {line}")  # it is told by number
        words = words_of(line)
        if not words:
            return Answer(marked=False)
        if words[0].casefold() in LEAVING and len(words) == 1:
            self.over = True
            return Answer(marked=False)
        asked = _asked_about(words)
        if asked is not None:
            return Answer(shown=tuple(help_on(asked, white=self.session.white)), marked=False)
        if len(words) == 1 and words[0].isdecimal():
            from cli.exercise.menus import chosen

            return self.answer(chosen(self.session, int(words[0])))
        if self.session.white and outer(words):
            return ran(words)
        if self._ordered(words[0]):
            return self.answer(f"order add {line}")
        command, rest = found(words, white=self.session.white)
        values = parsed(command, rest)
        self.session.exercise.refresh()
        if command.name == "seat as":
            return self.hand_over(values.text("seat"), values.text("code"))
        confirm(self.session, command)
        return command.run(self.session, values)

    def _ordered(self, word: str) -> bool:
        """Return whether a seat's line that begins with a word is an order, bare."""
        noun = plain_noun(word)
        if self.session.white or any(noun in (c.noun, c.verb) for c in sayable(white=False)):
            return False
        from sim.exercise.conduct.orders import playbook
        from sim.orders.instruments import instruments

        codes = (play.code for play in playbook(self.session.table, self.session.by))
        return word in instruments() or noun in map(str.casefold, codes)

    def say(self, line: str) -> None:
        """Answer a line on the terminal; a mistake is told and the prompt goes on."""
        try:
            write_answer(self.session, self.answer(line))
        except SimError as error:
            complain(retold(str(error)))
        except BrokenPipeError:
            raise
        except OSError as error:
            complain(refused(error))
        except KeyboardInterrupt:
            complain(t("stopped; what was noted in the log stays"))

    def hand_over(self, seat: str, code: str) -> Answer:
        """Let another seat, or the white cell, use this screen; it is emptied first."""
        clear_screen()
        code = code or self.session.ask(t("Code of {seat}: ", seat=seat))
        if seat.casefold() == WHITE:
            if not self.code or code.strip().upper() != self.code:
                raise SimError(t("this is not the white cell's code"))
            self.session.by = WHITE
        else:
            joined(self.session, seat, code)
        clear_screen()  # the code is on it
        self.session.choices = ()
        self.changed = True
        return Answer(told=(t("{seat} speaks here now", seat=self.session.by),), marked=False)

    def completions(self, text: str) -> list[str]:
        """Return the words that could stand at the end of a text."""
        more = offered(text) if self.session.white else []
        return [*completions(self.session, text), *more]

    def tick(self) -> list[str]:
        """Read what others wrote, fire what is due, and return what is worth a word."""
        from cli.exercise.rounds import injects_told
        from cli.prompt.news import News
        from sim.exercise.conduct.injects import fire_due

        session = self.session
        self.news = self.news or News()
        try:
            session.exercise.refresh()
            fired = fire_due(session.exercise, None) if self.leads else []
        except SimError as error:
            return [str(error)] if session.white else []
        told = injects_told(session, fired) if session.white else []
        return [*told, *self.news.since(session, phases=not self.leads)]

    def toolbar(self) -> str:
        """Return the line below the prompt: the time that is left first, the handling mark last."""
        from cli.exercise.common import span
        from sim.exercise.conduct.rounds import status

        now = status(self.session.exercise)
        parts = (
            span(now.remaining),
            t("PAUSED") if now.paused else "",
            f"{t('round {round}', round=now.round)} {called('phase', now.phase)}",
            self.session.by,
            f"line {now.line}" if self.session.white and now.line != "main" else "",
            self.session.marking,
        )
        return "  ".join(filter(None, parts))


def _asked_about(words: list[str]) -> list[str] | None:
    """Return the words that help is wanted on, before `?` or after `help`; None if none is."""
    if words[0] in ("?", "help"):
        return words[1:]
    if words[-1] == "?" and len(words) <= 3:  # elsewhere it ends a question in a text
        return words[:-1]
    if len(words) == 1 and words[0].endswith("?"):
        return [words[0].rstrip("?")]
    return None
