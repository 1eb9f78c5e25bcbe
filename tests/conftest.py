"""Settings that hold for all tests."""

import os

# Before numpy is loaded: results must not depend on how many threads BLAS finds.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import settings

# The same examples every time, so that `make test` says the same twice; no deadline, since the
# first call of a kernel compiles it.
settings.register_profile("countervail", deadline=None, derandomize=True)
settings.load_profile("countervail")
