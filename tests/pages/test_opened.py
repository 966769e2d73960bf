"""Opening briefs, and which of them this browser has opened before."""
from outputs import article, write_part
from reader import eventually

WITH_BRIEF = "outcome=done&outcome=flagged"


def opened(reader):
    return reader.page.locator("#list .opened").evaluate_all("words => words.map(word => word.closest('[data-path]').dataset.path)")


def test_a_brief_that_was_opened_is_told_apart_and_stays_so(visit, out):
    reader = visit(out, WITH_BRIEF)
    first, second = reader.shown()[:2]
    weight = lambda path: reader.row(path).locator("h3").evaluate("headline => getComputedStyle(headline).fontWeight")
    assert (opened(reader), weight(first)) == ([], "600")
    reader.open(first)
    eventually(lambda: opened(reader), [first])
    reader.page.reload()
    reader.loaded()
    assert opened(reader) == [first]
    assert (weight(first), weight(second)) == ("400", "600")


def test_a_brief_that_is_made_anew_was_not_opened(visit, out, tmp_path):
    site = out.copy(tmp_path / "anew")
    reader = visit(site, WITH_BRIEF)
    path = reader.shown()[0]
    reader.open(path)
    eventually(lambda: opened(reader), [path])
    write_part(site.folder / "index/articles-0001.js", 1, [{**entry, **({"id": "e" * 64} if entry["path"] == path else {})} for entry in site.entries])
    reader.goto(WITH_BRIEF)
    reader.page.reload()
    reader.loaded()
    assert path in reader.shown()
    assert opened(reader) == []


def test_what_is_kept_as_opened_is_not_trusted(visit, out):
    reader = visit(out, WITH_BRIEF)
    first, second = reader.shown()[:2]
    reader.open(first)
    key = reader.page.evaluate("Object.keys(localStorage).find(key => key.startsWith('mujaz-opened:'))")
    reader.page.locator("#back").click()
    for kept in ("{", "null", '{"length": 3}', '[5, null, {}, ["x"]]'):
        reader.page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept])
        reader.page.reload()
        reader.loaded()
        assert opened(reader) == []
        reader.open(second)
        eventually(lambda: opened(reader), [second])
        reader.page.locator("#back").click()


def test_one_click_opens_the_brief_below_an_open_one(visit, out, tmp_path):
    """The row that is left folds its summary together, and the one below moves: not before the click is over."""
    summary = "A sentence of some length stands here. " * 12
    entries = [article(number, headline="A bridge", summary=summary, html=f"briefs/{number}.html", day=f"2026-11-0{9 - number}") for number in (1, 2, 3)]
    reader = visit(out.copy(tmp_path / "rows", entries, briefs={f"briefs/{number}.html": "<p>A brief." for number in (1, 2, 3)}))
    for number in (1, 2, 3):
        box = reader.row(f"article-{number}.txt").locator("a.open").bounding_box()
        reader.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        reader.page.mouse.down()
        reader.page.wait_for_timeout(100)
        reader.page.mouse.up()
        eventually(lambda: reader.page.locator("#brief").count() and reader.brief(), f"briefs/{number}.html")
