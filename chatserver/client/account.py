"""Signing in to the staff site, as its page does."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp


class Account:
    """Somebody with an account. `session` keeps the cookie; one session for each person."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Args: url: the staff site's address, such as http://127.0.0.1:8081/."""
        self._session = session
        self._url = url.rstrip("/")
        self.name = ""

    async def sign_in(self, name: str, password: str) -> str:
        """Sign in; the role. Raises PermissionError with the code when refused."""
        said = await self.post("sign-in", {"name": name, "password": password})
        self.name = said["name"]
        return str(said["role"])

    async def post(self, name: str, body: Mapping[str, object]) -> Any:
        """Make one of the staff requests; raises PermissionError with the code when refused."""
        async with self._session.post(
            f"{self._url}/api/{name}", json=body, headers={"X-Requested-With": "luwte"}
        ) as answer:
            return await checked(answer)

    async def get(self, name: str) -> Any:
        """Read one of the staff requests; raises PermissionError with the code when refused."""
        async with self._session.get(f"{self._url}/api/{name}") as answer:
            return await checked(answer)


async def checked(answer: aiohttp.ClientResponse) -> Any:
    """The JSON of an answer; raises PermissionError with its code when it is a refusal."""
    said = await answer.json()
    if answer.status != HTTPStatus.OK:
        raise PermissionError(said["code"])
    return said
