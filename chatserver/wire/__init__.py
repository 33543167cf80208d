"""What travels over a websocket: frames, their encoding, and manners.

Sans-I/O: nothing here opens a socket, reads a clock or keeps a secret.
May import: domain, msgspec.
"""
