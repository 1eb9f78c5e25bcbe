"""The command line: parse, call `sim`, show."""
