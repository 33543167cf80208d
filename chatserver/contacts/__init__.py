"""Contact cards as data: what a professional has at hand where nobody set a file of their own."""
