"""Luwte: an anonymous support-chat server.

Layers, downwards: cli, app, (transport | config | logs), helpline,
(wire | store | crypto | clock), domain. The reference client stands beside
app and touches only wire and crypto. import-linter enforces this.
"""
