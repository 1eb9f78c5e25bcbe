"""The packaged scenarios: data, one folder a case."""
