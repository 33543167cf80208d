"""Codebooks as data: immutable, one file for each version (DOMAIN.md 3.2, V1)."""
