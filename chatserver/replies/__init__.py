"""Ready-made replies as data: what professionals have at hand where nobody has written others."""
