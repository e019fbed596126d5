"""What an office sent can be read again, is looked up each time, and leaves no trace."""

import pytest

from content.model import Library, Text
from dialogs import message, reception
from dialogs.flow import Answer, Ask, Learned, Nothing, Opened, Show
from dialogs.questions import CommunicationAsked
from dialogs.turned import opened
from dialogs.views import Pressed
from tests.dialogs.visitor import Visitor

FLOWS = (message.COMMUNICATIONS, message.INVITATIONS, message.SESSION_REMINDERS)
ANSWER = Answer({"title": Text(en="Gifts", fr="Cadeaux")})


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_its_words_are_looked_up_whenever_it_is_opened(library: Library, flow: message.MessageFlow) -> None:
    script = flow.script(library, "gifts")
    assert script is not None
    for said in (Opened(), Pressed("anything")):
        following = flow.step(script, Nothing(), flow.begin(script, Nothing()), said)
        assert following.effects == (Ask(CommunicationAsked("gifts")),)
    following = flow.step(script, Nothing(), message.Reading(), Learned(ANSWER))
    (shown,) = following.effects
    assert isinstance(shown, Show)
    assert (shown.view.card, shown.view.values, shown.view.passing) == (flow.name, ANSWER.values, True)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_without_an_answer_there_is_nothing_to_read(library: Library, flow: message.MessageFlow) -> None:
    script = flow.script(library, "gifts")
    assert script is not None
    following = flow.step(script, Nothing(), message.Reading(), Learned(None))
    assert following.effects == (Show(message.gone()),)
    assert flow.here(script, Nothing(), message.Reading()) == message.gone()
    assert flow.edition(script) == "1"


def test_no_campaign_is_no_conversation(library: Library) -> None:
    assert [flow.script(library, "") for flow in FLOWS] == [None, None, None]


def test_reading_it_moves_nothing_and_is_kept_nowhere(library: Library) -> None:
    visitor = Visitor(library, answer=ANSWER)
    visitor.settles_in()
    turned = reception.learn(visitor.desk, opened(visitor.desk, "communication", "gifts"), Learned(ANSWER))
    assert (turned.keep, turned.facts) == (False, ())
