"""The two stores: the vault, which forgets, and the ledger, which never does.

The only importer of `redis`. May import: domain. Never `crypto`: what the
stores hold arrives sealed, and no code in here could open it.
"""
