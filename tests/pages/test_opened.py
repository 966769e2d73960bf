"""Opening briefs, and which of them this browser has opened before."""
from outputs import article
from reader import eventually


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
