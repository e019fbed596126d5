"""Teams clients: each holds the newest card of one chat and presses its buttons as Teams does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from content.model import Library, Text
from tests.bot.teams import shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import Reply
from tests.bot.teams.shapes import Body

CARD = "application/vnd.microsoft.card.adaptive"
WORDS = "application/vnd.microsoft.activity.message"


def alone(body: Body) -> Body:
    """Leave an activity in the private chat it is made for."""
    return body


@dataclass
class Client:
    """One person's client, in front of one chat; `place` says which. `posts` is Microsoft's end."""

    posts: Callable[[Body], Awaitable[Reply]]
    connector: FakeConnector
    place: Callable[[Body], Body] = alone
    card: Mapping[str, Any] = field(default_factory=dict)
    came: list[dict[str, Any]] = field(default_factory=list)
    window: Mapping[str, Any] | None = None
    said: int = 0

    @property
    def url(self) -> str:
        return self.connector.url

    async def hears(self, body: Body) -> Reply:
        """Post what Teams would. `came` is what reached the connector then, `card` the newest card in it."""
        await self.connector.clear()
        reply = await self.posts(self.place(body))
        self.came = await self.connector.seen()
        for sent in self.came:
            for attachment in (sent["body"] or {}).get("attachments", ()):
                if attachment["contentType"] == CARD:
                    self.card = attachment["content"]
        return reply

    async def installs(self, action: str = "add") -> None:
        assert (await self.hears(shapes.installation(self.url, action))).status == 200

    async def types(self, text: str) -> None:
        self.said += 1
        reply = await self.hears(shapes.message(self.url, text, id=f"17600000{self.said:05}"))
        assert (reply.status, reply.body) == (200, None)

    async def press(self, verb: str, **inputs: str) -> Reply:
        """Press a button of the newest card, in the way its kind asks for."""
        return await self._pressed(self.card, verb, inputs)

    async def press_in_window(self, verb: str, **inputs: str) -> Reply:
        """Press a button of the window that is open."""
        assert self.window is not None
        return await self._pressed(self.window, verb, inputs)

    async def press_on_an_old_phone(self, verb: str, **inputs: str) -> Reply:
        """Press the fallback of a button: a client of before only knows that."""
        data = action_of(self.card, verb)["fallback"]["data"]
        return await self.hears(shapes.submit(self.url, **data, **inputs))

    async def opens(self, data: Mapping[str, Any]) -> Reply:
        """Ask for a window with the data of a button."""
        return self._looked(await self.hears(shapes.window(self.url, "task/fetch", data)))

    async def _pressed(self, card: Mapping[str, Any], verb: str, inputs: Mapping[str, str]) -> Reply:
        action = action_of(card, verb)
        data = {**action["data"], **(inputs if action["associatedInputs"] == "auto" else {})}
        if action["type"] == "Action.Execute":
            reply = await self.hears(shapes.execute(self.url, **data))
            if reply.body and reply.body["type"] == CARD:
                self.card = reply.body["value"]
            return reply
        if card is self.window:
            return self._looked(await self.hears(shapes.window(self.url, "task/submit", data)))
        if "msteams" in data:
            assert data["msteams"] == {"type": "task/fetch"}
            return await self.opens(data)
        return await self.hears(shapes.submit(self.url, **data))

    def _looked(self, reply: Reply) -> Reply:
        """Close the window, or show in it what came."""
        self.window = None
        if reply.body and reply.body["task"]["type"] == "continue":
            self.window = reply.body["task"]["value"]["card"]["content"]
        return reply

    @property
    def texts(self) -> list[str]:
        """Return the plain words that came."""
        return [each["body"]["text"] for each in self.came if "text" in (each["body"] or {})]


def action_of(card: Mapping[str, Any], verb: str) -> Mapping[str, Any]:
    """Return the button with a verb; there must be one."""
    [found] = [each for each in card["actions"] if each["data"]["verb"] == verb]
    return dict(found)


def verbs(card: Mapping[str, Any]) -> list[str]:
    """Return what a card offers, in its order."""
    return [each["data"]["verb"] for each in card["actions"]]


def heading(card: Mapping[str, Any]) -> str:
    """Return the first heading of a card."""
    return next(str(each["text"]) for each in elements(card) if each.get("style") == "heading")


def elements(node: Any) -> list[dict[str, Any]]:
    """Return every element of a card's body, also those inside containers."""
    body = node.get("body", node.get("items", ()))
    return [found for each in body for found in (each, *elements(each))]


def choices(card: Mapping[str, Any]) -> Mapping[str, list[str]]:
    """Return the values of each choice that a card asks for."""
    return {
        each["id"]: [choice["value"] for choice in each["choices"]]
        for each in elements(card)
        if each.get("type") == "Input.ChoiceSet"
    }


def written(card: Any) -> str:
    """Return the words of a card as they are read."""
    return " ".join(str(each.get("text", "")) for each in elements(card)).replace("\\", "")


def both(library: Library, name: str) -> str:
    """Return a sentence as it is said while nobody knows the language."""
    text = library.sentences[name]
    return f"{text.en} / {text.fr}"


def each(text: Text) -> tuple[str, str]:
    """Return a text in both languages."""
    return text.en, text.fr
