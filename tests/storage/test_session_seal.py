"""A sealed state opens under its own key, for its own session and revision; its length is one of seven."""

import os

import pytest

from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.ports import Key, Ledger, Move, SessionId
from storage.session_seal import FIRST_STEP, LAST_STEP, NONCE, SessionSeal, padded, seat
from storage.team_sessions import TeamSessions
from tests.storage.rows import JOHN, MARIE
from tests.storage.sitting import CHAT
from tests.storage.test_contract_team_sessions import Counting

ONE, OTHER = SessionId("0123456789abcdef" * 2), SessionId("fedcba9876543210" * 2)
KEY, ANOTHER = Key("0badcafe", bytes(range(32))), Key("0badcafe", bytes(32))
STATE = "Dans notre équipe".encode()


def sealed() -> bytes:
    return SessionSeal(ONE, KEY).seal(7, padded(STATE), os.urandom(NONCE))


def test_a_state_is_opened_for_its_session_and_revision_under_its_key_and_not_otherwise() -> None:
    found = sealed()

    assert SessionSeal(ONE, KEY).unseal(7, found) == STATE
    assert SessionSeal(ONE, KEY).unseal(8, found) is None
    assert SessionSeal(OTHER, KEY).unseal(7, found) is None
    assert SessionSeal(ONE, ANOTHER).unseal(7, found) is None


@pytest.mark.parametrize("length", [0, 1, NONCE, NONCE + 8, NONCE + 16, 1000])
def test_of_a_torn_state_nothing_is_opened(length: int) -> None:
    assert SessionSeal(ONE, KEY).unseal(7, sealed()[:length]) is None


@pytest.mark.parametrize("at", [0, NONCE, 1000, -1])
def test_one_changed_byte_opens_nothing(at: int) -> None:
    found = bytearray(sealed())
    found[at] ^= 1
    assert SessionSeal(ONE, KEY).unseal(7, bytes(found)) is None


def test_whatever_is_written_has_one_of_seven_lengths() -> None:
    lengths = {len(padded(bytes(size))) for size in range(0, LAST_STEP - 3, 9_973)}
    assert lengths == {FIRST_STEP << nth for nth in range(7)}


@pytest.mark.parametrize("step", [FIRST_STEP << nth for nth in range(7)])
def test_a_step_is_filled_to_its_last_byte(step: int) -> None:
    assert len(padded(bytes(step - 4))) == step
    if step < LAST_STEP:
        assert len(padded(bytes(step - 3))) == 2 * step
    else:
        with pytest.raises(ValueError, match="too long"):
            padded(bytes(step - 3))


def test_a_seat_is_told_by_the_key_and_the_person_alone() -> None:
    assert seat(KEY, MARIE) == seat(KEY, MARIE)
    assert len({seat(KEY, MARIE), seat(KEY, JOHN), seat(ANOTHER, MARIE)}) == 3


async def test_the_same_state_kept_again_looks_like_any_other() -> None:
    ledger = Keeping(open_memory().ledger)
    sessions = TeamSessions(ledger, MemoryKeys(os.urandom), os.urandom)
    session = await sessions.begin(CHAT, STATE)
    for revision in range(1, 9):
        await sessions.move(session, revision, STATE)

    pieces = [place[at : at + 16] for place in ledger.places for at in range(9, len(place) - 16, 16)]
    assert len(ledger.places) == 9
    assert len(set(pieces)) == len(pieces)


class Keeping(Counting):
    """A ledger that shows what was kept in it."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self.places: list[bytes] = []

    async def commit(self, move: Move, **more: object) -> bool:
        self.places.append(move.place)
        return await super().commit(move, **more)
