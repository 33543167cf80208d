"""The rules of the helpline, pure: no input or output, no clock, no randomness.

`now` and ids come in as arguments. May import: the standard library only.
"""
