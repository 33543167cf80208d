"""Run one command that dies with its parent, then become that command.

Started as `python -I -S leash.py PARENT COMMAND [ARGUMENT …]`. It does between
fork and exec what `preexec_fn` would do, which is neither safe beside threads nor
fast (it forces a real fork of the whole server). Standard library only.

The kernel ties the death signal to the parent's *thread*: the event loop that
starts a child must run in a thread that lives as long as the server (the main one).
"""

import ctypes
import os
import resource
import signal
import sys
from typing import Final

PR_SET_PDEATHSIG: Final = 1
"""From `linux/prctl.h`. Survives exec, as long as no set-uid program is run."""


def main(arguments: list[str]) -> None:
    """Tie this process to its parent and replace it by the command."""
    parent, command = int(arguments[0]), arguments[1:]
    # A group of our own: Ctrl-C on the terminal reaches the server, which then
    # stops its stores last, not first.
    os.setpgid(0, 0)
    # A core dump of a store would be a store on disk (SECURITY property 22).
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have died before the signal was armed; then nobody would send it.
    if os.getppid() == parent:
        os.execv(command[0], command)  # noqa: S606 - no shell is what we want


if __name__ == "__main__":
    main(sys.argv[1:])
