"""Whatever is said at the desk of the values and ethics office, there is an answer and a way on."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.model import Library
from dialogs import writing
from dialogs.flow import Answer
from dialogs.views import Value
from tests.dialogs.visitor import TODAY, Visitor

WAYS = "open preview-en start-campaign stop-campaign edit-message back"
MORE = "unreached correct-message make-list rehearse"
VERBS = st.sampled_from(
    [
        *WAYS.split(),
        *MORE.split(),
        *("campaigns", "new-communication", "from-draft", "use-draft", "new-session", "save-message"),
        *("old-save-message", "yes", "no", "send-correction", "unreached", "home", "language-fr", "x", ""),
    ]
)
WORDS = st.one_of(
    st.sampled_from(["elections", "c1", "unreached", "everyone", "list", "2026-11-30", "5", "{{x}}"]),
    st.text(max_size=40),
)
INPUTS = st.dictionaries(st.sampled_from([*writing.FIELDS, "campaign", "draft", "more"]), WORDS, max_size=9)
STATES = st.sampled_from(["campaigns", "campaigns.card", "campaigns.form", "campaigns.correct"])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("press"), VERBS, INPUTS, STATES),
            st.tuples(st.just("type"), st.one_of(VERBS, st.text(max_size=12), st.just("1")), INPUTS, STATES),
        ),
        max_size=20,
    )
)
def test_whatever_is_said_at_the_desk_there_is_an_answer_and_no_word_is_kept(
    library: Library, steps: list[tuple[str, str, dict[str, str], str]]
) -> None:
    values: dict[str, Value] = {
        "campaign": "c1",
        "revision": 3,
        "ways": WAYS,
        "more": MORE,
        "until": TODAY,
        "title": "T",
        "standing": "S",
        "audience": "A",
        "size": 3,
        "spread": "S",
        "first": TODAY,
        "last": TODAY,
    }
    visitor = Visitor(library, may=["campaigns"])
    visitor.settles_in()
    for kind, said, inputs, state in steps:
        options = (("c1", library.sentences["campaigns.choose"]),) if state == "campaigns" else ()
        visitor.answer = Answer(values, state=state, options=options)
        view = visitor.presses(said, None, **inputs) if kind == "press" else visitor.types(said)
        assert view.buttons
        assert view.card in library.cards
        assert len(view.buttons) <= 6
        kept = b" ".join(each.place for each in visitor.standing.values() if each.flow == "campaigns")
        assert not [words for words in inputs.values() if len(words) > 15 and words.encode() in kept]
