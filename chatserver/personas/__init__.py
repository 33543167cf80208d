"""Whom a rehearsal plays, as data: one file each, in Dutch and in English. No code."""
