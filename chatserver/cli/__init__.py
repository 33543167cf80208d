"""The command line: serve, demo, staff, check. May import: everything below it."""

from chatserver.cli.root import main

__all__ = ["main"]
