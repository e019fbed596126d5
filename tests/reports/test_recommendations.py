"""What fits on the page for the deputy head."""

from datetime import date

from content.model import Library, Note, Recommendation, Title
from reports import recommendations
from reports.documents import Heading
from reports.markdown import as_markdown

TODAY = date(2026, 11, 23)


def recommendation(title: str, day: int, words: int = 20, **changed: str) -> Recommendation:
    because = Note(en="w " * words, fr="m " * words)
    return Recommendation.model_validate(
        {
            "day": date(2026, 11, day),
            "concerns": "practice",
            "title": Title(en=title),
            "because": because,
            **changed,
        }
    )


def test_the_newest_open_ones_come_first_and_what_is_closed_last() -> None:
    found = {
        "a": recommendation("A", 1),
        "b": recommendation("B", 2),
        "c": recommendation("C", 3, state="done"),
        "d": recommendation("D", 3, state="accepted"),
    }
    assert [id_ for id_, _ in recommendations.ordered(found)] == ["b", "a", "d", "c"]


def test_what_does_not_fit_on_the_page_is_counted_and_the_newest_always_stands(library: Library) -> None:
    found = {f"r{number}": recommendation(f"R{number}", number, 300) for number in range(1, 8)}
    page = recommendations.page(found)
    assert [each.title.en for each in page.shown] == ["R7", "R6"]
    assert page.more == 5
    alone = recommendations.page({"r": recommendation("R", 1, 900)})
    assert len(alone.shown) == 1
    document = recommendations.document(library, page, {}, TODAY, ("en",))
    assert sum(isinstance(block, Heading) for block in document.blocks) == 2
    assert "Further open recommendations: 5." in as_markdown(document)


def test_a_page_without_any_says_so(library: Library) -> None:
    document = recommendations.document(library, recommendations.page({}), {}, TODAY)
    assert "No recommendation is open." in as_markdown(document)
    assert "Aucune recommandation n'attend de réponse." in as_markdown(document)
