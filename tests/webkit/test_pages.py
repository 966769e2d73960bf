"""What a reader does first, in WebKitGTK: the tests in tests/pages say the rest, and need Playwright."""
import json
import time

import pytest

from hostile import TEXTS, hostile
from outputs import article, many
from reader import eventually

WITH_BRIEF = "outcome=done&outcome=flagged"
PATHS = "[...document.querySelectorAll('#list > li.row')].map((row) => row.dataset.path)"
CURRENT = """document.querySelector('#list [aria-current="true"]')?.closest("[data-path]").dataset.path ?? null"""
IS_OPEN = "document.body.hasAttribute('data-open')"
HITS = "[...document.querySelectorAll('#list mark.hit')].map((hit) => hit.textContent)"
SETTLED = """document.body?.hasAttribute("data-ready") && ["#count", "#texts-state"].every((name) => document.querySelector(name).dataset.state === "done")"""


def settled(page, within=30):
    eventually(lambda: page.run(SETTLED), True, within=within)
    # An answer may begin a moment after the question.
    time.sleep(0.3)
    eventually(lambda: page.run(SETTLED), True, within=within)


def search(page, words):
    page.run("""(() => {
        const query = document.querySelector("#query");
        query.value = $[0];
        query.dispatchEvent(new Event("input", { bubbles: true }));
    })()""", words)
    settled(page)


def in_brief(page):
    """Goes into the page of the open brief, when it is there."""
    eventually(lambda: page.run("document.querySelector('#brief') !== null"), True)
    page.frame("#brief")
    eventually(lambda: page.run("document.querySelector('.whole') !== null"), True)


@pytest.fixture
def opened(visit, out):
    """A page with the first brief open beside the list, and its path."""
    page = visit(out, WITH_BRIEF)
    settled(page)
    page.click("#list a.open")
    eventually(lambda: page.run(IS_OPEN), True)
    return page, page.run(CURRENT)


def test_it_opens_from_the_disk(visit, out):
    page = visit(out)
    settled(page)
    assert page.run("Number(document.querySelector('#count').dataset.found)") == len(out.entries)
    assert page.run("document.querySelector('#problems').textContent.trim()") == ""


def test_words_are_found_in_both_languages(visit, out, tmp_path):
    words = [article(1, headline="Minister opens a school", title="الوزير يفتتح مدرسةً في بغداد"), article(2, headline="Rain", title="وبالمدرسه كتب"), article(3)]
    page = visit(out.copy(tmp_path / "words", words))
    settled(page)
    search(page, "MINISTER")
    assert (page.run(PATHS), page.run(HITS)) == (["article-1.txt"], ["Minister"])
    search(page, "المدرسة")
    assert sorted(page.run(PATHS)) == ["article-1.txt", "article-2.txt"]
    assert sorted(page.run(HITS)) == sorted(["مدرسةً", "المدرسه"])


def test_filters_stand_in_the_address(visit, out):
    page = visit(out)
    settled(page)
    verdict = next(entry["verdict"] for entry in out.entries if entry.get("verdict"))
    expected = sum(entry.get("verdict") == verdict for entry in out.entries)
    found = lambda: page.run("Number(document.querySelector('#count').dataset.found)")
    page.click(f'.facet[data-facet="verdict"] li[data-value="{verdict}"] input')
    eventually(found, expected)
    assert page.run("location.hash") == f"#verdict={verdict}"
    page.reload()
    settled(page)
    assert found() == expected
    page.run("history.back()")
    eventually(found, len(out.entries))


def test_keys_walk_through_the_list(visit, out):
    page = visit(out, WITH_BRIEF)
    settled(page)
    paths = page.run(PATHS)
    page.press("j", "j", "j", "k")
    assert page.run(CURRENT) == paths[1]
    page.press("o")
    eventually(lambda: page.run(IS_OPEN), True)
    assert page.run("document.querySelector('#list').getBoundingClientRect().right <= document.querySelector('#pane').getBoundingClientRect().left + 1")
    page.press("Escape")
    eventually(lambda: page.run(IS_OPEN), False)
    page.press("?")
    assert page.run("document.querySelector('#keys').open")
    page.press("Escape")
    page.press("/")
    assert page.run("document.activeElement.id") == "query"


def test_a_sentence_lights_up_its_counterpart(opened):
    page, _ = opened
    in_brief(page)
    lit = "[...document.querySelectorAll('.lit')].map((sentence) => [sentence.dataset.sentence, sentence.closest('[lang]').lang])"
    assert page.run(lit) == []
    page.point(".pair .sentence")
    number = page.run("document.querySelector('.pair .sentence').dataset.sentence")
    eventually(lambda: page.run(lit), [[number, "en"], [number, "ar"]])


def test_what_is_searched_is_highlighted_in_the_brief(visit, out):
    entry = next(entry for entry in out.entries if entry.get("html") and len(entry.get("headline", "").split()) > 4)
    page = visit(out, WITH_BRIEF)
    settled(page)
    word = max(entry["headline"].split(), key=len).strip(".,'\"")
    search(page, f'{word} "{entry["path"]}"')
    page.click("#list a.open")
    in_brief(page)
    eventually(lambda: page.run("CSS.highlights.get('found')?.size > 0"), True)


def test_a_sentence_is_copied_and_marked_and_the_mark_stays(opened, out):
    page, path = opened
    in_brief(page)
    page.click(".pair .sentence")
    page.press("c")
    eventually(lambda: page.run("document.querySelector('.status').textContent"), "Copied: sentence 1")
    page.press("2")
    eventually(lambda: page.run("document.querySelectorAll('.sign.wrong').length"), 1)
    page.frame()
    marks = "[...document.querySelectorAll(`#list > li.row[data-path=\"${$[0]}\"] .marks [data-mark]`)].map((mark) => mark.dataset.mark)"
    eventually(lambda: page.run(marks, path), ["wrong"])
    page.reload()
    settled(page)
    assert page.run(marks, path) == ["wrong"]
    page.run("""(() => {
        const original = URL.createObjectURL;
        URL.createObjectURL = (blob) => { window.saved = blob; return original.call(URL, blob); };
    })()""")
    page.run("document.querySelector('#marks-menu').open = true")
    page.run("document.querySelector('#export').click()")
    mark, = json.loads(page.run("saved.text()"))["marks"]
    assert (mark["path"], mark["mark"], mark["sentence"]) == (path, "wrong", 1)


@pytest.mark.parametrize("is_dark", [False, True])
def test_colours_follow_the_system(visit, out, is_dark):
    paper = "getComputedStyle(document.body).backgroundColor"
    assert visit(out, dark=is_dark).run(paper) == ("rgb(22, 24, 27)" if is_dark else "rgb(253, 253, 251)")


def test_on_a_telephone_a_brief_covers_the_list(visit, out, tmp_path):
    """A window of MiniBrowser is wider than a telephone; a frame in it is not."""
    page = visit(out)
    frame = tmp_path / "telephone.html"
    frame.write_text(f'<body style="margin: 0"><iframe src="{out.url}#{WITH_BRIEF}" style="width: 390px; height: 844px; border: 0"></iframe>')
    page.goto(frame.as_uri())
    page.frame("iframe")
    settled(page)
    sideways = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    assert page.run("innerWidth") == 390
    assert page.run(sideways) == 0
    page.click("#list a.open")
    eventually(lambda: page.run("document.elementFromPoint(195, 420)?.closest('#pane') !== null"), True)
    in_brief(page)
    assert page.run(sideways) == 0
    page.frame()
    page.frame("iframe")
    page.click("#back")
    eventually(lambda: page.run(IS_OPEN), False)


def test_hostile_texts_stay_texts(visit, out, tmp_path):
    page = visit(out.copy(tmp_path / "attacked", hostile(), title=TEXTS[1]))
    settled(page)
    assert page.run("document.querySelector('#title').textContent") == TEXTS[1]
    assert page.run("window.pwned ?? null") is None
    assert page.run("document.querySelectorAll('#list :is(script, img, svg, iframe, style, base, meta)').length") == 0


def test_the_policy_holds(visit, out, allowed):
    page = visit(out)
    settled(page)
    allowed.append("Refused to")
    page.run("""(() => {
        const script = document.createElement("script");
        script.textContent = "window.pwned = 1";
        document.body.append(script);
    })()""")
    assert page.run("window.pwned ?? null") is None
    assert page.run("fetch('https://example.org/').then(() => true, () => false)") is False


def test_ten_thousand_articles_are_there_at_once(visit, out, tmp_path):
    site = out.copy(tmp_path / "crowd", many(out, 10_000))
    page = visit(site)
    eventually(lambda: page.run(f"{PATHS}.length >= 50"), True)
    settled(page, within=60)
    assert page.run("document.querySelector('#count').textContent") == "10,000 articles"
    search(page, '"many/007777.txt"')
    assert page.run(PATHS) == ["many/007777.txt"]
