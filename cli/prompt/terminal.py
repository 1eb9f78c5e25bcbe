"""Terminal: the prompt with completion, history and a countdown; here alone is prompt_toolkit."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.application.current import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from rich.cells import chop_cells

from cli.output import complain
from cli.prompt.core import Prompt
from cli.prompt.lines import BEAT


class _Words(Completer):
    def __init__(self, prompt: Prompt) -> None:
        self.prompt = prompt

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        text = document.text_before_cursor
        begun = text.rpartition(" ")[2]
        for word in self.prompt.completions(text):
            whole = word if word.endswith("=") else f"{word} "
            yield Completion(whole, start_position=-len(begun), display=word)


class Terminal:
    """Reads lines from a terminal, each speaker with a history of their own, in memory only."""

    def __init__(self, prompt: Prompt) -> None:
        self.prompt = prompt
        self._by = ""
        self._typed: PromptSession[str] | None = None

    def ask(self, question: str) -> str | None:
        """Return an answer to a question; None if it is not answered. Nothing of it is kept."""
        try:
            return PromptSession[str](history=InMemoryHistory()).prompt(question)
        except (EOFError, KeyboardInterrupt):
            return None

    def line(self, name: str) -> str | None:
        """Return the next line; None at the end."""
        by = self.prompt.session.by
        if self._typed is None or self._by != by or self.prompt.changed:
            self._typed, self._by, self.prompt.changed = self._session(), by, False
        try:
            return self._typed.prompt(name, pre_run=self._watch)
        except KeyboardInterrupt:
            return ""
        except EOFError:
            return None

    def _session(self) -> PromptSession[str]:
        return PromptSession(
            history=InMemoryHistory(),
            completer=_Words(self.prompt),
            complete_while_typing=False,
            bottom_toolbar=self._toolbar,
            refresh_interval=BEAT,
            key_bindings=_keys(self.prompt),
        )

    def _toolbar(self) -> str:
        """Return the line below the prompt, as far as it fits: a second line would be lost."""
        width = get_app().output.get_size().columns
        return chop_cells(self.prompt.toolbar(), max(1, width))[0]

    def _watch(self) -> None:
        get_app().create_background_task(self._beat())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            told = "\n".join(self.prompt.tick())
            if told:
                await run_in_terminal(partial(complain, told))


def _keys(prompt: Prompt) -> KeyBindings:
    """Return the key that helps: `?` after a word tells what could follow it."""
    keys = KeyBindings()

    @keys.add("?")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        text = buffer.document.text_before_cursor
        if len(text.split()) > 2 or (text and not text[-1].isspace() and len(text.split()) > 1):
            buffer.insert_text("?")  # it is part of a text
            return
        run_in_terminal(lambda: prompt.say(f"{text} ?"))

    return keys
