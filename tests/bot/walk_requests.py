"""The cards about sessions that units ask for, and about logged conversations, in one language."""

from bot.heard import Shown
from content.model import Language, Library
from dialogs.flow import Ref
from dialogs.people import PersonId
from storage.written import REQUESTS
from tests.bot.office import person
from tests.bot.request_office import ANA, BOSS, VERA, answers, office_of, request, sends

LONG = "w " * 149 + "w"


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what a manager, the office and an employee meet, from the first request on."""
    return [
        *await _asked(library, language),
        *await _answered(library, language),
        *await _logged(library, language),
    ]


async def _asked(library: Library, language: Language) -> list[Shown]:
    said = library.verbs["ask-session"].label.of(language)
    office = await office_of(library, language=language)
    await office.hires(person("noor", "policy"))
    form = await office.types(BOSS, said)
    found = [await office.types(ANA, said), form, await sends(office, first="")]
    found += [await sends(office, wish="noor@example.org"), await sends(office, wish=LONG)]
    found.append(await office.presses(BOSS, "ask-session"))
    await sends(office)
    await office.presses(BOSS, "ask-session")
    found.append(await sends(office, form, wish="Said anew"))
    note = await office.turns.present(PersonId(VERA), Ref("note", "requests.new"), None)
    assert note is not None
    office.later(days=1)
    await office.store.people.bring_in([person(VERA, "policy")])
    await office.types(BOSS, said)
    return [*found, note, await sends(office)]


async def _answered(library: Library, language: Language) -> list[Shown]:
    said = library.verbs["requests"].label.of(language)
    empty = await office_of(library, language=language)
    found = [await empty.types(VERA, said), await empty.types(ANA, said)]
    office = await office_of(
        library, language=language, r1=request(wish=LONG), r2=request("2026-11-21", wish="")
    )

    async def one(id_: str = "r1") -> Shown:
        await office.types(VERA, said)
        return await office.presses(VERA, "open", None, request=id_)

    found += [await office.types(VERA, said), await one()]
    found += [await office.presses(VERA, "plan-request")]
    for verb in ("agree-request", "hold-request", "decline-request"):
        await one()
        found.append(await office.presses(VERA, verb))
    await one()
    form = await office.presses(VERA, "agree-request")
    found.append(await office.presses(VERA, "request-agreed", None, agreed="soon"))
    agreed = request(state="agreed", agreed="2026-12-01", wish="")
    await REQUESTS.keep(office.store, "r1", agreed, 1)
    found.append(await office.presses(VERA, "request-agreed", None, agreed="2026-12-10"))
    found.append(await office.presses(VERA, "request-agreed", None, agreed="2026-12-10"))
    found.append(await answers(office, "hold-request", held="2026-11-23", people="11"))
    found.append(await office.presses(VERA, "reopen-request"))
    found.append(await answers(office, "decline-request", reason="elsewhere"))
    await one("r2")
    declined = request("2026-11-21", wish="", state="declined", reason="twice")
    await REQUESTS.keep(office.store, "r2", declined, 1)
    found.append(await office.presses(VERA, "agree-request"))
    await office.types(VERA, said)
    found.append(await office.presses(VERA, "requests-answered"))
    found.append(await office.presses(VERA, "request-agreed", form, agreed="2026-12-10"))
    await office.store.registers.put("session-request", "r2", {"shape": "unknown"}, 2)
    await office.types(VERA, said)
    return [*found, await office.presses(VERA, "request-agreed", form, agreed="2026-12-10")]


async def _logged(library: Library, language: Language) -> list[Shown]:
    said, talk = library.verbs["log-conversation"].label.of(language), {"topic": "gifts", "people": "5-9"}
    office = await office_of(library, language=language)
    found = [await office.types(ANA, said), await office.types(BOSS, said)]
    found.append(await office.presses(BOSS, "conversation-held"))
    done = await office.presses(BOSS, "conversation-held", None, **talk, talked="2026-11-23")
    found += [done, await office.presses(BOSS, "unlog-conversation")]
    logged = {"logged": str(getattr(done.view.inputs[0], "value", ""))}
    found.append(await office.presses(BOSS, "unlog-conversation", None, **logged))
    found.append(await office.presses(BOSS, "unlog-conversation", None, logged="0" * 32))
    return found
