"""Codebooks of the closing questions: what visitors are asked, and not what staff answer."""
