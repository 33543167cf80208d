"""A visitor and professionals whose server is in the wrong hands (`Scene.betrayed`)."""

import base64
from collections.abc import Callable

from playwright.async_api import expect

from tests.support.browsers import ProfessionalPage, VisitorPage, Window, meet
from tests.support.scene import Scene
from tests.support.tampering import Change, Frame, Tampering

Betrayed = tuple[Scene, Tampering, Tampering]
"""What lies to visitors, and what lies to staff, behind the scene."""


async def waiting(betrayed: Betrayed) -> tuple[VisitorPage, ProfessionalPage]:
    """A visitor in line and a professional at the desk."""
    scene, to_visitors, to_staff = betrayed
    visitor = await scene.visitor(url=to_visitors.origin)
    professional = await scene.professional("Sanne", url=to_staff.origin)
    return visitor, professional


async def first_word(visitor: VisitorPage, professional: ProfessionalPage) -> None:
    """The visitor comes, is met, and has been heard."""
    await visitor.comes()
    await meet(visitor, professional)
    await visitor.says("eerste woord")
    await professional.hears("eerste woord")


async def talking(betrayed: Betrayed) -> tuple[VisitorPage, ProfessionalPage]:
    """The same two, in conversation; each has heard the other."""
    visitor, professional = await waiting(betrayed)
    await first_word(visitor, professional)
    await professional.says("eerste antwoord")
    await visitor.hears("eerste antwoord")
    return visitor, professional


def plain(text: str) -> bytes:
    return base64.b64decode(text)


def coded(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()


def about_offers(lie: Callable[[Frame], Frame]) -> Change:
    """Lie about offers, and pass on everything else."""
    return lambda frame: [lie(frame) if frame["type"] == "offer" else frame]


async def marks(window: Window, note: str) -> None:
    """Wait until the page says that something was wrong."""
    await expect(window.page.locator(f'[data-note="{note}"]').first).to_be_visible()
