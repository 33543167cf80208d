"""Everything that needs a key: HL1 between the pages, and sealing at rest.

`hl1` is the Python half of the end-to-end protocol (docs/protocol.md §1), for
the reference client and the vectors; the running server never opens anything
with it. `at_rest`, `passwords` and `tokens` are the server's own.

May import: domain, cryptography, argon2 and the standard library. Never store:
what seals cannot reach what keeps, so the store cannot read what it holds.
"""
