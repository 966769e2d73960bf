"""The terminal session of the documentation: an SVG that plays by itself."""
import pathlib
import sys
import xml.etree.ElementTree

import pytest

ROOT = pathlib.Path(__file__).parents[2]
sys.path.append(str(ROOT / "scripts/drawing"))

from svg import CELL, MARGIN, draw, intervals  # noqa: E402

pytestmark = pytest.mark.core

SESSION = ROOT / "docs/session.svg"
NONE = ()
PROMPT = ((0, "$ ", NONE),)
TYPED = ((0, "$ ls", NONE),)
ANSWER = ((0, "a <b> &amp;  c", ("bold",)), (20, "السد. x", NONE))
FILM = [
    (0.0, (PROMPT, NONE, NONE, NONE), (0, 2)),
    (1.0, (TYPED, NONE, NONE, NONE), (0, 4)),
    (2.0, (TYPED, PROMPT, NONE, NONE), None),
    (3.0, (TYPED, ANSWER, PROMPT, NONE), (2, 2)),
]
SEEN = """() => [...document.querySelectorAll("text")].filter(text => getComputedStyle(text).visibility === "visible").map(text => text.textContent)"""


@pytest.fixture
def show(browser, tmp_path):
    """Opens an SVG; the answer is its page."""
    contexts = []

    def show(svg, **options):
        (tmp_path / "film.svg").write_text(svg, "utf-8")
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto((tmp_path / "film.svg").as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def at(page, second):
    page.evaluate("second => document.getAnimations().forEach(animation => { animation.pause(); animation.currentTime = 1000 * second })", second)
    return page.evaluate(SEEN)


def test_a_row_that_comes_back_has_several_times():
    film = [(0.0, "a", None), (1.0, "b", None), (2.5, "a", None), (3.0, "a", None)]
    assert intervals(film, 4.0, lambda frame: [frame[1]]) == {"a": ((0.0, 1.0), (2.5, 4.0)), "b": ((1.0, 2.5),)}


def test_each_picture_is_seen_at_its_time(show):
    page = show(draw(FILM, 5, 40, "title", "description"))
    answer = ["a <b> &amp;  c", "السد.", "x"]
    assert at(page, 0.5) == ["$"]
    assert at(page, 1.5) == ["$ ls"]
    assert sorted(at(page, 2.5)) == ["$", "$ ls"]
    assert sorted(at(page, 4.9)) == sorted(["$ ls", *answer, "$"])
    assert at(page, 5.5) == ["$"]


@pytest.mark.chromium
def test_without_motion_the_last_picture_is_seen(show):
    page = show(draw(FILM, 5, 40, "title", "description"), reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
    assert sorted(page.evaluate(SEEN)) == sorted(["$ ls", "a <b> &amp;  c", "السد.", "x", "$"])


def test_texts_stand_in_their_cells(show):
    page = show(draw(FILM, 5, 40, "title", "description"), reduced_motion="reduce")
    boxes = dict(page.evaluate("""() => [...document.querySelectorAll("text")].map(text => [text.textContent, text.getBBox()])
        .map(([text, box]) => [text, [box.x, box.width]])"""))
    assert boxes["a <b> &amp;  c"] == pytest.approx([MARGIN, 14 * CELL], abs=0.1)
    assert boxes["x"] == pytest.approx([MARGIN + 26 * CELL, CELL], abs=0.1)
    # Joined letters are as wide as their font has them, and begin at the left edge of their cells.
    assert boxes["السد."][0] == pytest.approx(MARGIN + 20 * CELL, abs=2)


@pytest.mark.chromium
def test_the_session_of_the_documentation_needs_nothing_and_shows_all(show):
    text = SESSION.read_text("utf-8")
    assert len(text.encode()) < 100_000
    for word in ("url(", "@import", "http:", "https:"):
        assert word not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    names = {element.tag.split("}")[1] for element in xml.etree.ElementTree.fromstring(text).iter()}
    assert names == {"svg", "title", "desc", "style", "rect", "text"}
    seen = show(text, reduced_motion="reduce").evaluate(SEEN)
    assert [line for line in seen if line.startswith("$ ")] == [
        "$ ls samples", "$ mujaz run samples -o briefs", "$ mujaz search briefs vaccinate", "$ cat pairs.tsv", "$ mujaz check --pairs pairs.tsv"]
    assert "results: briefs" in seen and "mujaz: 2 pairs: 1 without a doubt, 1 flagged, 0 failed" in seen
