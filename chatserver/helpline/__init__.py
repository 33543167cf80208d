"""What people do here: the use cases, each a few steps over the stores.

Knows the stores by `store.interface` only; seals and opens what they hold.
May import: wire, store.interface, crypto, clock, domain.
"""
