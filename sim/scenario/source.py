"""Source: YAML text as plain data, with the line and column of every key and value.

Read by the core scalars of YAML 1.2, so that `NO` is text (not false), `1:30` is text (not 90)
and `1e3` is a number. A number with a leading zero, such as the fish heading `0302`, stays text:
turned into a number it would lose its zero, or its meaning, in silence. Dates stay text too.
Keys are always text, and may not be repeated. Tags, merge keys and second documents are refused,
and everything is limited in size, so that no file can exhaust the machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import yaml

from sim.errors import Problem, Severity
from sim.text import HIDDEN

KeyPath = tuple[str | int, ...]
"""Where something is in the data: keys and, in lists, numbers from 0."""

LARGEST_FILE = 2_000_000
"""Bytes."""
MOST_NODES = 200_000
"""Keys and values, with every alias written out."""
DEEPEST = 40

_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"([-+]?\.(inf|Inf|INF))|(\.(nan|NaN|NAN))")
_UNREADABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")
# An exact integer beyond this has no use here and could be megabytes long.
_LONGEST_INT = 18


@dataclass(frozen=True)
class Mark:
    """A place in a text, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Places:
    """Where each key and value stands in its file."""

    path: str
    keys: Mapping[KeyPath, Mark] = field(default_factory=dict)
    values: Mapping[KeyPath, Mark] = field(default_factory=dict)

    def of(self, key: KeyPath, *, at_key: bool = False) -> Mark:
        """Return the place of a value (or of its key), or of the nearest thing that holds it.

        A value that begins on a later line than its key is found by the key.
        """
        for length in range(len(key), -1, -1):
            name, value = self.keys.get(key[:length]), self.values.get(key[:length])
            if name and (at_key or value is None or value.line != name.line):
                return name
            if value:
                return value
        return Mark(1, 1)

    def problem(
        self, key: KeyPath, message: str, *, severity: Severity = "error", at_key: bool = False
    ) -> Problem:
        """Return a problem with what stands at a key path."""
        mark = self.of(key, at_key=at_key)
        return Problem(self.path, mark.line, mark.column, dotted(key), message, severity)


@dataclass(frozen=True)
class Document:
    """A parsed file: its data (None if it could not be read at all), places and problems."""

    data: object
    places: Places
    problems: tuple[Problem, ...]


def dotted(key: KeyPath) -> str:
    """Return a key path as text.

    >>> dotted(("flows", 3, "from"))
    'flows.3.from'
    """
    return ".".join(str(part) for part in key) or "(file)"


def parse(content: str | bytes, path: str) -> Document:
    """Return the data of a YAML text, with places and every problem of its form."""
    try:
        text = _decoded(content)
        tree, problems = _Builder(path).build(text)
    except _RefusedError as refused:
        mark = refused.mark
        problem = Problem(path, mark.line, mark.column, "(file)", refused.message)
        return Document(None, Places(path), (problem,))
    keys: dict[KeyPath, Mark] = {}
    values: dict[KeyPath, Mark] = {}
    data = _plain(tree, (), keys, values)
    return Document(data, Places(path, keys, values), tuple(problems))


class _ParserMark(Protocol):
    """What both of PyYAML's parsers say of a place, counted from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class _RefusedError(Exception):
    """A text that cannot be read on."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark, self.message = mark, message


def _decoded(content: str | bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise _RefusedError(
            Mark(1, 1),
            f"the file has more than {LARGEST_FILE / 1e6:g} MB; a larger one is not read",
        )
    if isinstance(content, bytes):
        content = _unicode(content)
    bad = _UNREADABLE.search(content.removeprefix("\ufeff"))
    if bad:
        code = ord(bad.group())
        raise _RefusedError(
            _mark_at(content, bad.start()),
            f"found the control or invalid character U+{code:04X}; remove it",
        )
    return content.removeprefix("\ufeff")


def _unicode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _RefusedError(Mark(1, 1), "the file is in UTF-16; save it as UTF-8")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        raise _RefusedError(
            _mark_at(before, len(before)),
            f"found byte 0x{content[error.start]:02X}, which is not UTF-8; save the file as UTF-8",
        ) from None


def _mark_at(text: str, index: int) -> Mark:
    lines = re.split(r"\r\n|\n|\r", text[:index])
    return Mark(len(lines), len(lines[-1]) + 1)


@dataclass
class _Node:
    """A value being built; `items` are pairs of key and value, a list's keys being numbers."""

    mark: Mark
    kind: Literal["mapping", "list", "scalar"]
    scalar: object = None
    items: dict[str | int, tuple[Mark, _Node]] = field(default_factory=dict)
    key: tuple[str, Mark] | None = None
    """The key whose value comes next."""
    skip: bool = False
    """Whether the value that comes next is dropped, its key being refused."""
    open: bool = True
    size: int = 1
    height: int = 1


class _Builder:
    """Builds the tree of one document from the parser's events, without recursion."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.root: _Node | None = None
        self.stack: list[_Node] = []
        self.anchors: dict[str, _Node] = {}
        self.problems: list[Problem] = []
        self.nodes = 0

    def build(self, text: str) -> tuple[_Node, list[Problem]]:
        """Return the document's root and the problems met on the way."""
        for event in _events(text):
            mark = _mark(event.start_mark)
            if isinstance(event, yaml.DocumentStartEvent) and self.root:
                raise _RefusedError(mark, "found a second document ('---'); write one a file")
            if isinstance(event, yaml.CollectionStartEvent):
                self._start(event, mark)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(event, mark)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event.anchor, mark)
        if self.root is None:
            raise _RefusedError(Mark(1, 1), "the file is empty")
        return self.root, self.problems

    def _start(self, event: yaml.CollectionStartEvent, mark: Mark) -> None:
        self._tag(event.tag, mark)
        if self._key_is_next():
            raise _RefusedError(mark, "found a list or mapping as a key; keys are names")
        if len(self.stack) >= DEEPEST:
            raise _RefusedError(mark, f"nested more than {DEEPEST} deep")
        mapping = isinstance(event, yaml.MappingStartEvent)
        self.stack.append(_Node(mark, "mapping" if mapping else "list"))
        if event.anchor:
            self.anchors[event.anchor] = self.stack[-1]

    def _end(self) -> None:
        node = self.stack.pop()
        node.open = False
        self._attach(node)

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        hidden = HIDDEN.search(event.value)
        if hidden:  # an escape such as "\\e" could take over the terminal of whoever reads it
            raise _RefusedError(mark, f"holds the control character {hidden[0]!r}; remove it")
        if self._key_is_next():
            self._key(event.value, mark)
            return
        self._tag(event.tag, mark)
        plain = event.implicit[0] and event.tag is None
        node = _Node(mark, "scalar", _scalar(event.value) if plain else event.value, open=False)
        if event.anchor:
            self.anchors[event.anchor] = node
        self._attach(node)

    def _alias(self, anchor: str | None, mark: Mark) -> None:
        node = self.anchors.get(anchor or "")
        if self._key_is_next() or node is None or node.open:
            raise _RefusedError(mark, f"the alias '*{anchor}' has nothing complete to stand for")
        if len(self.stack) + node.height > DEEPEST:
            raise _RefusedError(mark, f"nested more than {DEEPEST} deep")
        self._attach(node)

    def _attach(self, node: _Node) -> None:
        """Put a finished node where it belongs in the one that holds it."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        if parent.size > MOST_NODES:
            raise _RefusedError(
                parent.mark, f"more than {MOST_NODES:,} values, every alias written out"
            )
        if parent.kind == "list":
            parent.items[len(parent.items)] = (node.mark, node)
        elif parent.key:
            name, mark = parent.key
            if not parent.skip:
                parent.items[name] = (mark, node)
            parent.key = None

    def _key_is_next(self) -> bool:
        return bool(self.stack) and self.stack[-1].kind == "mapping" and self.stack[-1].key is None

    def _key(self, name: str, mark: Mark) -> None:
        parent = self.stack[-1]
        parent.key = (name, mark)
        parent.skip = name in parent.items or name == "<<"
        if name == "<<":
            self._report(name, mark, "merge keys are not read; write the keys out")
        elif parent.skip:
            first = parent.items[name][0]
            self._report(name, mark, f"repeated key; it stands in line {first.line} already")

    def _report(self, name: str, mark: Mark, message: str) -> None:
        parts = [str(node.key[0] if node.key else len(node.items)) for node in self.stack[:-1]]
        self.problems.append(
            Problem(self.path, mark.line, mark.column, ".".join([*parts, name]), message)
        )

    def _tag(self, tag: str | None, mark: Mark) -> None:
        if tag and tag not in _TEXT_TAGS:
            raise _RefusedError(mark, f"found the tag '{tag}'; tags are not read, remove it")


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the parser's events; a text that is not YAML is refused where it stops being it."""
    # The C parser is ten times faster, and is not in every build of PyYAML.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = _mark(error.problem_mark or error.context_mark)
        raise _RefusedError(mark, _not_yaml(text, mark, error)) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _RefusedError(Mark(1, 1), f"not YAML: {error}") from None


def _mark(mark: _ParserMark | None) -> Mark:
    return Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)


def _not_yaml(text: str, mark: Mark, error: yaml.MarkedYAMLError) -> str:
    lines = text.splitlines()
    line = lines[mark.line - 1] if mark.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "found a tab in the indentation; indent with spaces"
    context = f" {error.context}" if error.context else ""
    if error.context and error.context_mark:
        context += f" that begins in line {error.context_mark.line + 1}"
    return f"not YAML: {error.problem}{context}; look for a missing colon, quote or bracket"


def _scalar(text: str) -> object:
    """Return what a plain scalar means in YAML 1.2; text if it is no null, truth or number."""
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    if _INT.fullmatch(text) and len(text) <= _LONGEST_INT:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    return text


def _plain(
    node: _Node, at: KeyPath, keys: dict[KeyPath, Mark], values: dict[KeyPath, Mark]
) -> object:
    """Return a node's data and note the places of all in it.

    What stands behind an alias is placed where it is written, since it is mended there.
    """
    values[at] = node.mark
    if node.kind == "scalar":
        return node.scalar
    content = {}
    for key, (mark, child) in node.items.items():
        keys[(*at, key)] = mark
        content[key] = _plain(child, (*at, key), keys, values)
    return content if node.kind == "mapping" else list(content.values())
