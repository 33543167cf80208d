"""The Lua scripts. Each is atomic and touches one hash tag; may import: nothing."""
