"""What travels over a websocket: frames, their encoding, and manners; and the headers of a page.

Sans-I/O: nothing here opens a socket, reads a clock or keeps a secret.
May import: domain, msgspec.
"""
