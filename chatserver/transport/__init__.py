"""aiohttp: sockets, pages, headers, the staff's requests. Thin: it hands frames to use cases.

Reads no peer address and no user agent, anywhere. May import: helpline, wire, domain.
"""
