"""Whatever is said, there is an answer and a way on."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.model import Library, Text
from dialogs.flow import Answer
from dialogs.people import Path
from tests.bot.changes import with_a_page_for_managers
from tests.dialogs.visitor import TODAY, Visitor

# Nonsense ---------------------------------------------------------------------------------------------------

VERBS = st.sampled_from(
    [
        *[
            "next",
            "back",
            "answer",
            "acknowledge",
            "finish",
            "home",
            "modules",
            "open",
            "help",
            "record",
            "report",
            "coi",
            "privacy",
            "yes",
            "no",
            "change",
            "messages",
            "snooze",
            "wake",
            "read",
        ],
        *[
            "nothing-changed",
            "will-declare",
            "filed",
            "filed-today",
            "filed-on",
            "need-advice",
            "send-name",
            "will-call",
        ],
        *[
            "language-en",
            "language-fr",
            "open-M01",
            "open-M04",
            "open-M99",
            "to-coi/2026-Q4",
            "show-report",
            "reconsider",
            "records",
            "hold",
            "lift-hold",
            "record-of",
            "show-record",
            "doors",
            "door-wrongdoing",
            "door-ear",
            "menu",
            "code",
            "to-code/2026",
            *("courses", "choose-course", "finished-on", "finished-today"),
            "checklist",
            "team",
            "talk",
            "talked",
            "not-yet",
            "guide",
            "book-a-charter",
            *("lead", "book-session", "lead-what", "lead-on", "lead-move", "lead-cancel", "agenda"),
            "arrival-list",
            "departure-list",
            "manager-list",
            *("attend", "present"),
            "x",
        ],
    ]
)
INPUTS = st.dictionaries(
    st.sampled_from(
        [
            "option",
            "module",
            "menu",
            "period",
            "filed_on",
            "request",
            "who",
            "course",
            "finished_on",
            "code",
            "subject",
            "day",
        ]
    ),
    st.sampled_from(
        [
            "",
            "interrupt",
            "M01",
            "code",
            "report",
            "this-year",
            "2026-11-01",
            "2099-01-01",
            "A-2026-1",
            "a@b.ca",
            "FON301",
            "4821",
            "x",
        ]
    ),
    max_size=2,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("press"), VERBS, INPUTS),
            st.tuples(
                st.just("type"),
                st.one_of(
                    VERBS, st.text(max_size=12), st.sampled_from(["1", "2", "3", "oui", "yes", "4821"])
                ),
            ),
            st.tuples(st.just("remind"), st.sampled_from([("coi", "2026-Q4"), ("code", "2026")])),
            st.tuples(st.just("become"), st.sampled_from(Path)),
            st.tuples(st.just("open")),
        ),
        max_size=25,
    ),
    state=st.sampled_from(
        ["", "on-hold", "found", "unknown", "alone", "talks", "settled", "new", "too-many"]
    ),
)
def test_whatever_is_said_there_is_an_answer_and_a_way_on(
    library: Library, steps: list[tuple[object, ...]], state: str
) -> None:
    title = Text(en="First", fr="Première")
    known = Answer({"period": "2026-Q4", "since": TODAY, "title": title, "session": "first"}, state=state)
    told = with_a_page_for_managers(library, "M01")
    visitor = Visitor(told, may=("report", "records", "team", "lead"), answer=known)
    for step in steps:
        match step:
            case ("press", str(verb), dict(inputs)):
                view = visitor.presses(verb, **inputs)
            case ("type", str(text)):
                view = visitor.types(text)
            case ("remind", (str(duty), str(occurrence))):
                if visitor.past.language:
                    visitor.is_sent(occurrence, duty)
                continue
            case ("become", Path() as path):
                visitor.becomes(path)
                continue
            case _:
                view = visitor.opens()
        assert view.buttons
        assert view.card in library.cards
        assert len(view.buttons) <= 6
        assert visitor.past.language is not None or not visitor.standing
        assert not [where for where in visitor.standing if "door" in where[0]], "doors leave no trace"
