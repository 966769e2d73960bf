"""What the versions of a story say of the article that is shown for it."""
import json

import pytest

from outputs import article, data_for_script
from reader import eventually

# It stands for the page of a brief that tells its sentences when it is asked for them.
BRIEF = """<!doctype html><title>brief</title><script>
addEventListener("message", ({ data }) => data.type === "sentences" && parent.postMessage({ mujaz: 1, type: "sentences", sentences: %s }, "*"));
parent.postMessage({ mujaz: 1, type: "ready", id: "%s" }, "*");
</script>"""
OPENED = ("افتتح الوزير أحمد سالم الجسر الجديد في بغداد اليوم.", "Minister Ahmed Salim opened the new bridge in Baghdad today.")
COST = ("وبلغت كلفة الجسر الجديد 1,200 مليون دينار عراقي.", "The new bridge cost 1,200 million Iraqi dinars.")
HOURS = ("وتستغرق الرحلة بين المدينتين 12 ساعة حاليا.", "The journey between the two towns takes 12 hours at present.")
SHOWN = [OPENED, COST, HOURS]
# The spelling and the digits of the first two differ; the last is new.
VERSION = [
    ("افتتح الوزير احمد سالم الجسر الجديد في بغداد اليوم", OPENED[1]),
    ("وبلغت كلفة الجسر الجديد ١٤٠٠ مليون دينار عراقي.", "The new bridge cost 1400 million Iraqi dinars."),
    ("ورفض معارضون الحضور <b>.", "Opponents refused to come <b>."),
]


def brief(number, sentences):
    told = [{"source": source, "translation": translation} for source, translation in sentences]
    return BRIEF % (data_for_script(told), article(number)["id"])


def story(out, folder, *versions):
    """An output of one story, whose versions have these pages; the first is the one that is shown."""
    lead = article(0)["id"]
    entries = [article(number, html=f"briefs/{number}.html", **({"story": lead} if number else {})) for number in range(len(versions))]
    return out.copy(folder, entries, briefs={f"briefs/{number}.html": page for number, page in enumerate(versions)})


def differs(reader, number=1):
    """What the version with this number says, once it says something."""
    line = reader.page.locator(f'.version-list > li[data-path="article-{number}.txt"] > .differs')
    line.locator(":scope > *").first.wait_for()
    return line


def unfold(reader):
    reader.row("article-0.txt").locator("button.versions").click()


def test_a_version_says_what_differs_and_shows_it(visit, out, tmp_path):
    reader = visit(story(out, tmp_path / "story", brief(0, SHOWN), brief(1, VERSION)))
    unfold(reader)
    line = differs(reader)
    assert line.locator("summary").inner_text() == (
        "1 sentence only here, 1 sentence changed, 1 sentence of the article above missing; numbers only here: 1400; numbers only above: 1200, 12.")
    line.locator("summary").click()
    shown = line.locator("li").evaluate_all("items => items.map(item => [item.dataset.kind, item.querySelector('[lang=en]').textContent, item.querySelector('[lang=ar]').textContent])")
    assert shown == [["only here", *reversed(VERSION[2])], ["changed", *reversed(VERSION[1])]]
    assert reader.page.locator("iframe").count() == 0, "what was read for it is gone"


def test_versions_with_the_same_sentences_say_so(visit, out, tmp_path):
    # Others end sentences elsewhere.
    joined = [(f"{OPENED[0]} {COST[0]}", f"{OPENED[1]} {COST[1]}"), HOURS]
    reader = visit(story(out, tmp_path / "same", brief(0, SHOWN), brief(1, SHOWN), brief(2, joined)))
    unfold(reader)
    assert differs(reader).inner_text() == "The same sentences as above."
    assert differs(reader, 2).inner_text() == "The same sentences as above."


def test_what_differs_stays_when_the_list_is_drawn_again(visit, out, tmp_path):
    reader = visit(story(out, tmp_path / "again", brief(0, SHOWN), brief(1, VERSION)))
    unfold(reader)
    before = differs(reader).inner_text()
    reader.page.locator("#sort").select_option("path")
    reader.settled()
    eventually(lambda: differs(reader).inner_text(), before)


@pytest.mark.parametrize("told", [None, 5, {}, "x" * 100, [None, 5, {"source": 5}] * 2000])
def test_a_brief_that_tells_something_else_is_not_compared(visit, out, tmp_path, told):
    liar = BRIEF % (json.dumps(told), article(1)["id"])
    reader = visit(story(out, tmp_path / "lies", brief(0, SHOWN), liar))
    unfold(reader)
    assert "cannot be told" in differs(reader).inner_text()


def test_a_brief_of_another_article_is_not_asked(visit, out, tmp_path):
    reader = visit(story(out, tmp_path / "other", brief(0, SHOWN), brief(2, VERSION)))
    unfold(reader)
    reader.page.wait_for_timeout(500)
    assert reader.page.locator(".differs > *").count() == 0


@pytest.mark.core
def test_the_program_s_own_briefs_tell_their_sentences(visit, out):
    reader = visit(out, "outcome=done&outcome=flagged")
    path = reader.shown()[0]
    reader.open(path)
    frame = reader.page.frame_locator("#brief")
    frame.locator(".whole").wait_for()
    told = reader.page.evaluate("""() => new Promise((resolve) => {
        addEventListener("message", ({ data }) => data.type === "sentences" && resolve(data.sentences));
        document.querySelector("#brief").contentWindow.postMessage({ mujaz: 1, type: "sentences" }, "*");
    })""")
    assert len(told) == frame.locator(".pair > :first-child:not(h3) .sentence").count() > 0
    for sentence in told:
        assert sentence["source"] and sentence["source"] in frame.locator("main").inner_text()
