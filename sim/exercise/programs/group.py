"""Group: a program and all that it starts, ended together, also when we are killed ourselves.

On Linux and macOS the program leads a session of its own, which is signalled as a whole, and a
guard ends it if we vanish. On Windows the tree of processes is ended by `taskkill`; if we vanish
there, a program sees its input end and has to leave by itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_GUARD = """
import os, signal, sys
if not sys.stdin.buffer.read(1):
    os.killpg(int(sys.argv[1]), signal.SIGKILL)
"""
"""It waits until it is dismissed, or we are gone: then it ends the group."""


class Group:
    """A program with three pipes, which leads a group of its own."""

    def __init__(self, argv: Sequence[str], folder: Path) -> None:
        self.process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # what it says is read as it comes
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,  # nothing on Windows
            creationflags=_FLAGS,
        )
        self._guard = _guard_of(self.process)

    def end(self, grace: float) -> int | None:
        """End all of it; return the exit code, below 0 by a signal, if it left by itself.

        It has `grace` seconds for each: to leave now that its input has ended, and after it was
        told to.
        """
        code = self.process.returncode if self._gone(grace) else None
        if code is None:
            _signal(self.process, force=False)
            self._gone(grace)
        _signal(self.process, force=True)  # also what it left behind
        self._dismiss_guard()
        self._gone(_PATIENCE)
        return code

    def _gone(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _dismiss_guard(self) -> None:
        if self._guard is None or self._guard.stdin is None:
            return
        with suppress(OSError), self._guard.stdin as lifeline:
            lifeline.write(b".")
        with suppress(subprocess.TimeoutExpired):
            self._guard.wait(_PATIENCE)


_PATIENCE = 5.0
"""How long an end that cannot be refused is waited for [s]."""

_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "PATHEXT")
"""Variables of our environment that a program gets; Windows starts nothing without its own."""


def _environment(folder: Path) -> dict[str, str]:
    """Return a program's environment: where programs are, its language, and its folder."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    homes = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), str(folder))
    return {**kept, **homes, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW

    def _signal(process: subprocess.Popen[bytes], *, force: bool) -> None:
        """End a program and those it started."""
        if process.poll() is None:
            told = ["taskkill", "/T", *(["/F"] if force else []), "/PID", str(process.pid)]
            subprocess.run(told, capture_output=True, check=False)

    def _guard_of(process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes] | None:
        return None

else:
    _FLAGS = 0

    def _signal(process: subprocess.Popen[bytes], *, force: bool) -> None:
        """Signal a program's group, which bears its id."""
        with suppress(ProcessLookupError, PermissionError):  # nobody is left
            os.killpg(process.pid, signal.SIGKILL if force else signal.SIGTERM)

    def _guard_of(process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes] | None:
        """Return a process that ends a program's group if ours is gone; None without a Python."""
        if not sys.executable:
            return None
        argv = [sys.executable, "-I", "-S", "-c", _GUARD, str(process.pid)]
        with suppress(OSError):
            return subprocess.Popen(
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
            )
        return None
