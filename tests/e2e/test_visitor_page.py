"""What the visitor's page is and is not: light, alone, forgetful, and useful without scripts."""

import base64
import gzip
import hashlib
import json
import re
from typing import Any

import pytest
from playwright.async_api import expect

from chatserver.wire.limits import FRAME_SIZES
from tests.support.browsers import VisitorPage, meet
from tests.support.scene import Scene

KEPT = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  title: document.title,
  query: location.search + location.hash,
  past: history.length,
})"""

MOST_BYTES = 60_000
"""Of the page, the app and any one language, gzipped: seconds on a bad line."""

TO_CALL = ("112", "08002000", "08000432", "08000113", "0334481186", "0882080000")

BROKEN = """crypto.subtle.%s = () => Promise.reject(new Error('broken on purpose'));"""

MISSING = "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });"

REFUSED = """for (const name of ['generateKey', 'importKey']) {
  const real = SubtleCrypto.prototype[name];
  SubtleCrypto.prototype[name] = function (...all) {
    const isIt = all.some((it) => it === '%s' || it?.name === '%s');
    return isIt ? Promise.reject(new DOMException('refused', 'NotSupportedError'))
      : real.apply(this, all);
  };
}"""


async def test_the_visitor_page_keeps_nothing_and_asks_nobody_else(scene: Scene) -> None:
    visitor, professional = await scene.visitor(), await scene.professional()
    sockets: list[str] = []
    failed: list[str] = []
    visitor.page.on("websocket", lambda socket: sockets.append(socket.url))
    visitor.page.on("requestfailed", lambda request: failed.append(request.url))
    await visitor.comes()
    await meet(visitor, professional)
    await visitor.says("onthoud dit niet")
    await professional.says("Goed.")
    await visitor.hears("Goed.")
    during = await visitor.page.evaluate(KEPT)
    await visitor.stops()

    nothing = {"cookies": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}
    same = {**nothing, "title": "Home", "query": "", "past": during["past"]}
    assert during == same
    assert await visitor.page.evaluate(KEPT) == same
    assert await visitor.page.context.cookies() == []
    assert await visitor.page.evaluate("window.name") == ""
    origin = scene.visitors.origin
    assert {request.url.removeprefix(origin).startswith("/") for request in visitor.requests} == {
        True
    }
    assert sockets == [origin.replace("http", "ws") + "/ws"]
    assert visitor.page.url == origin + "/"
    assert failed == []
    assert visitor.complaints == []
    assert professional.complaints == []


async def test_the_page_is_what_its_manifest_says_and_light(scene: Scene) -> None:
    visitor = await scene.visitor()
    await visitor.opens()
    await visitor.sees("start-page")
    answer = await visitor.page.request.get(f"{scene.visitors.origin}/manifest.json")
    manifest: dict[str, str] = (await answer.json())["files"]

    weights = {}
    for name, digest in manifest.items():
        path = "/" if name == "index.html" else f"/{name}"
        body = await (await visitor.page.request.get(scene.visitors.origin + path)).body()
        assert hashlib.sha256(body).hexdigest() == digest, name
        weights[name] = len(gzip.compress(body))

    for name in [*weights]:
        # For `chatserver check`, for pages of others, for later, for who compares control words.
        apart = ("button-", "more-", "words-", "afterwards-")
        if name == "languages.json" or name.startswith(apart):
            weights.pop(name)
    languages = [weights.pop(name) for name in [*weights] if name.startswith("language-")]
    assert len(languages) > 1
    assert sum(weights.values()) + max(languages) <= MOST_BYTES
    assert not any("/button-" in request.url for request in visitor.requests)
    loaded = {
        request.url.removeprefix(scene.visitors.origin + "/") or "index.html"
        for request in visitor.requests
    }
    assert loaded <= {*manifest, "api/desk"}
    [language] = [name for name in loaded if name.startswith("language-")]
    assert language.startswith("language-nl-")


async def test_every_frame_has_one_of_four_sizes_and_none_holds_a_word(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    said = ["ja", "Dit is een iets langere zin. " * 12, "paardenbloem " * 100, "😟" * 4000]
    for text in said:
        await visitor.says(text.strip())
        await professional.says(text.strip())
    await visitor.has_messages(8)
    await professional.has_messages(8)
    await visitor.everything_arrived()

    for window in (visitor, professional):
        sizes = {len(frame.payload) for frame in window.frames}
        assert sizes == set(FRAME_SIZES)
        for frame in window.frames:
            assert isinstance(frame.payload, str)
            bare = opened(frame.payload)
            for word in ("langere", "paardenbloem", "😟"):
                assert word.encode() not in bare


def opened(payload: str) -> bytes:
    """A frame and, after it, whatever bytes its base64 fields hold."""
    frame: dict[str, Any] = json.loads(payload)
    fields = [text for text in frame.values() if isinstance(text, str) and len(text) % 4 == 0]
    return payload.encode() + b"".join(
        base64.b64decode(text) for text in fields if re.fullmatch(r"[A-Za-z0-9+/]+=*", text)
    )


async def test_without_javascript_the_page_gives_phone_numbers(scene: Scene) -> None:
    visitor = await scene.visitor(java_script_enabled=False)
    await visitor.opens()

    body = visitor.page.locator("body")
    for number in ("112", "0800-2000", "0800-0432", "0800-0113", "088-20 80 000"):
        await expect(body.get_by_role("link", name=number).first).to_be_visible()
    await expect(body.get_by_role("link", name="112").first).to_have_attribute("href", "tel:112")
    english = visitor.page.locator("noscript section[lang=en]")
    dutch = visitor.page.locator("noscript .numbers").first
    for part in (english, dutch):
        numbers = await part.get_by_role("link").evaluate_all("(all) => all.map((a) => a.href)")
        assert numbers == [f"tel:{number}" for number in TO_CALL]
    await expect(visitor.page.locator("form, textarea, input, button")).to_have_count(0)
    await expect(visitor.page.get_by_text("Een moment")).to_be_hidden()

    await visitor.part("exit").click()

    await visitor.page.wait_for_url("https://www.knmi.nl/")


@pytest.mark.parametrize(
    "script",
    ["delete Promise.prototype.finally", "delete window.CustomEvent"],
    ids=["older than 2018", "an app that does not begin"],
)
async def test_a_browser_that_is_too_old_says_so_and_whom_to_call(
    scene: Scene, script: str
) -> None:
    visitor = await scene.visitor()
    await visitor.page.add_init_script(script)
    await visitor.opens()

    main = visitor.page.locator("#app")
    await expect(main).to_contain_text("De chat werkt niet in deze browser")
    await expect(main.get_by_text("The chat does not work in this browser")).to_be_visible()
    await expect(main.get_by_text("Een moment")).to_be_hidden()
    links = main.locator(".late a:visible")
    numbers = await links.evaluate_all("(all) => all.map((each) => each.href)")
    assert numbers == [f"tel:{number}" for number in TO_CALL]
    await expect(visitor.part("start")).to_have_count(0)
    await visitor.part("exit").click()
    await visitor.page.wait_for_url("https://www.knmi.nl/")


async def test_a_fault_in_a_script_of_somebody_else_stops_nobody(scene: Scene) -> None:
    visitor = await scene.visitor()
    await visitor.page.add_init_script("setTimeout(() => { throw new Error('theirs'); })")
    await visitor.opens()

    await visitor.starts()


async def test_the_question_whether_to_stop_fits_a_small_phone(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.page.set_viewport_size({"width": 320, "height": 568})
    scene.visitors.hold_down()
    await visitor.sees("banner")

    await visitor.part("end").click()

    for part in ("end-confirm", "end-cancel", "exit", "composer"):
        await expect(visitor.part(part)).to_be_in_viewport(ratio=1)
        await visitor.part(part).click(trial=True)
    app = await visitor.page.locator("#app").bounding_box()
    head = await visitor.page.locator(".head").bounding_box()
    assert app is not None
    assert head is not None
    assert head["height"] < app["height"] * 2 / 3


@pytest.mark.parametrize(
    "script",
    [
        *(BROKEN % primitive for primitive in ("encrypt", "importKey", "deriveBits")),
        MISSING,
        *(REFUSED % (algorithm, algorithm) for algorithm in ("ECDH", "ECDSA", "HKDF", "AES-GCM")),
    ],
    ids=["encrypt", "importKey", "deriveBits", "no subtle", "ECDH", "ECDSA", "HKDF", "AES-GCM"],
)
async def test_a_browser_that_cannot_encrypt_is_refused_and_given_numbers(
    scene: Scene, script: str
) -> None:
    visitor = await scene.visitor()
    await visitor.page.add_init_script(script)

    await visitor.opens()

    await refuses(visitor)
    assert visitor.frames == []


async def test_breaking_crypto_refuses_and_never_sends_text(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("eerst gaat het goed")
    await professional.hears("eerst gaat het goed")

    await visitor.page.evaluate(f"() => {{ {BROKEN % 'encrypt'} }}")
    await visitor.says("kanarie in de kooi")

    await refuses(visitor)
    await professional.sees("ended")
    for frame in (*visitor.frames, *professional.frames):
        assert isinstance(frame.payload, str)
        assert b"kanarie" not in opened(frame.payload)


async def test_a_professional_whose_crypto_breaks_is_told_and_can_only_end(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)

    await professional.page.evaluate(f"() => {{ {BROKEN % 'encrypt'} }}")
    await professional.says("kanarie in de kooi")

    await professional.sees("crypto-failure")
    await expect(professional.part("composer")).to_have_count(0)
    await professional.ends()
    await visitor.sees("ended-page", reason="done")
    for frame in (*visitor.frames, *professional.frames):
        assert isinstance(frame.payload, str)
        assert b"kanarie" not in opened(frame.payload)


async def refuses(visitor: VisitorPage) -> None:
    """No conversation, and somebody to call."""
    page = await visitor.sees("refused-page")
    await expect(page.get_by_role("link", name="112")).to_be_visible()
    await expect(visitor.part("composer")).to_have_count(0)
    await expect(visitor.part("start")).to_have_count(0)


async def test_a_phone_that_was_put_down_shows_nothing(scene: Scene) -> None:
    visitor, professional = await scene.visitor(), await scene.professional()
    await visitor.page.clock.install()
    await visitor.comes()
    await meet(visitor, professional)
    await visitor.says("ik ben zo terug")
    await professional.hears("ik ben zo terug")
    await professional.says("Neem je tijd.")
    await visitor.hears("Neem je tijd.")
    await visitor.types("half")

    await visitor.page.clock.fast_forward("10:05")
    await visitor.page.clock.fast_forward("00:10")

    await visitor.sees("go-on")
    for part in ("message", "composer", "title", "end"):
        await expect(visitor.part(part).first).to_be_hidden()
    await professional.says("Ben je er nog?")
    await professional.everything_arrived()
    await expect(visitor.part("message").first).to_be_hidden()
    await visitor.part("exit").click(trial=True)

    await visitor.part("go-on").click()

    await visitor.hears("Ben je er nog?")
    assert await visitor.part("composer").input_value() == "half"
    await expect(visitor.part("go-on")).to_be_hidden()


async def test_a_line_that_is_lost_and_found_again_is_nobody_at_the_phone(scene: Scene) -> None:
    visitor, professional = await scene.visitor(), await scene.professional()
    await visitor.page.clock.install()
    await visitor.comes()
    await meet(visitor, professional)
    await visitor.page.clock.fast_forward("09:40")

    scene.visitors.hold_down()
    await visitor.sees("banner")
    scene.visitors.thaw()
    await expect(visitor.part("banner")).to_have_count(0)
    await visitor.page.clock.fast_forward("00:40")

    await visitor.sees("go-on")
