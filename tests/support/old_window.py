"""A window of an old Chromium: `python old_window.py URL`, with the PyQt5 of its time.

Run by the interpreter of tests/support/have-old-browsers, which knows nothing of this project.
`QTWEBENGINE_REMOTE_DEBUGGING` is the port on which it can be driven.
"""

import ctypes
import sys
import types

import PyQt5.sip


def lend_sip() -> None:
    """PyQt5 before 5.11 asks for `sip` by this name; the one that still installs has another."""
    api = ctypes.pythonapi
    api.PyCapsule_GetPointer.restype = ctypes.c_void_p
    api.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    api.PyCapsule_New.restype = ctypes.py_object
    api.PyCapsule_New.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    pointer = api.PyCapsule_GetPointer(PyQt5.sip.__dict__["_C_API"], b"PyQt5.sip._C_API")
    lent = types.ModuleType("sip")
    vars(lent)["_C_API"] = api.PyCapsule_New(pointer, NAME, None)
    sys.modules["sip"] = lent


NAME = b"sip._C_API"
"""Kept here: a capsule does not copy its name."""

NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
"""Nothing that a page asks for leaves this machine."""


def main() -> None:
    lend_sip()
    # Only now: it asks for `sip`.
    from PyQt5.QtCore import QUrl  # noqa: PLC0415
    from PyQt5.QtWebEngineWidgets import QWebEngineView  # noqa: PLC0415
    from PyQt5.QtWidgets import QApplication  # noqa: PLC0415

    app = QApplication([sys.argv[0], "--no-sandbox", "--disable-gpu", NOWHERE])
    view = QWebEngineView()
    view.resize(360, 740)
    view.load(QUrl(sys.argv[1]))
    view.show()
    sys.exit(app.exec_())


if __name__ == "__main__":
    main()
