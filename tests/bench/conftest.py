"""Lines that benchmarks leave for the end of the report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

LINES = pytest.StashKey[list[str]]()


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Give a list whose lines are written under the table of times."""
    lines: list[str] = []
    yield lines
    request.config.stash.setdefault(LINES, []).extend(lines)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = terminalreporter.config.stash.get(LINES, [])
    if lines:
        terminalreporter.section("Countervail")
        for line in lines:
            terminalreporter.write_line(line)
