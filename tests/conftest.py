"""Settings that hold for all tests."""

import os

# Before numpy is loaded: results must not depend on how many threads BLAS finds.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings

# The same examples every time, so that `make test` says the same twice; no deadline, since the
# first call of a kernel compiles it.
settings.register_profile("countervail", deadline=None, derandomize=True)
settings.load_profile("countervail")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --bless, which writes the golden texts anew; their diff is reviewed like code."""
    parser.addoption("--bless", action="store_true", help="write golden texts anew")
