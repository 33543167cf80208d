"""The visitor's page as data: what it says and shows where nobody set a file of their own."""
