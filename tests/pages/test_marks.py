"""Marks that a reader sets in a brief, and their way to the list, to a file and back."""
import json
import re

import pytest

from outputs import article
from reader import eventually

ONE, TWO = "a/one.txt", "a/two.txt"
# It stands for the page of a brief: it says that it is ready and keeps what it is told.
BRIEF = """<!doctype html><title>brief</title><p>A brief.</p><script>
window.told = [];
addEventListener("message", (event) => told.push(event.data));
parent.postMessage({ mujaz: 1, type: "ready", id: "%s" }, "*");
</script>"""


def identifier(number):
    return article(number)["id"]


def mark(number=1, **fields):
    return {"brief": identifier(number), "path": ONE if number == 1 else TWO, "sentence": 2, "mark": "wrong", "source": "نص", "translation": "Text.",
            "at": "2026-11-28T10:00:00Z", **fields}


@pytest.fixture
def site(out, tmp_path):
    entries = [article(1, path=ONE, headline="Bridge opens", html="briefs/1.html"), article(2, path=TWO, headline="Rain falls", html="briefs/2.html")]
    return out.copy(tmp_path / "marks", entries, marks=[], briefs={f"briefs/{number}.html": BRIEF % identifier(number) for number in (1, 2)})


def same(marks, others):
    """Marks are the same whatever the order of their fields and the precision of their times."""
    def plain(mark):
        return {**mark, "at": re.sub(r"\.000Z$", "Z", mark["at"])}
    return [plain(mark) for mark in marks] == [plain(mark) for mark in others]


def say(reader, message):
    """The brief says this to the list."""
    reader.frame().evaluate("message => parent.postMessage(message, '*')", message)
    reader.page.wait_for_timeout(100)


def told(reader, kind):
    """The last thing of a kind that the brief was told."""
    said = [message for message in reader.frame().evaluate("window.told ?? []") if message.get("type") == kind]
    return said[-1] if said else None


def set_mark(reader, value):
    say(reader, {"mujaz": 1, "type": "mark", "mark": value})


@pytest.mark.parametrize("kind", ["checked", "wrong", "use"])
def test_a_mark_is_seen_in_the_list(visit, site, kind):
    reader = visit(site)
    reader.open(ONE)
    set_mark(reader, mark(mark=kind))
    eventually(lambda: reader.marks(ONE), [kind])
    assert reader.marks(TWO) == []
    assert reader.row(ONE).locator(".marks").inner_text().strip()


def test_a_mark_can_be_changed_and_removed(visit, site):
    reader = visit(site)
    reader.open(ONE)
    set_mark(reader, mark(mark="wrong"))
    set_mark(reader, mark(mark="use", at="2026-11-28T10:00:01Z"))
    eventually(lambda: reader.marks(ONE), ["use"])
    set_mark(reader, mark(mark=None, at="2026-11-28T10:00:02Z"))
    eventually(lambda: reader.marks(ONE), [])
    assert reader.export() == {"mujaz_marks": 1, "marks": []}


def test_of_two_marks_within_a_second_the_later_one_stands(visit, site):
    reader = visit(site)
    reader.open(ONE)
    set_mark(reader, mark(mark="wrong", at="2026-11-28T10:00:00.001Z"))
    set_mark(reader, mark(mark="use", at="2026-11-28T10:00:00.002Z"))
    eventually(lambda: reader.marks(ONE), ["use"])
    set_mark(reader, mark(mark=None, at="2026-11-28T10:00:00.003Z"))
    eventually(lambda: reader.marks(ONE), [])


def test_marks_filter_the_list(visit, site):
    reader = visit(site)
    reader.open(ONE)
    set_mark(reader, mark())
    reader.page.locator("#back").click()
    eventually(reader.opened, False)
    reader.tick("mark", "wrong")
    reader.expect([ONE])
    reader.tick("mark", "wrong")
    reader.tick("mark", "unmarked")
    reader.expect([TWO])


def test_marks_stay_when_the_page_is_closed(visit, site):
    reader = visit(site)
    reader.open(ONE)
    set_mark(reader, mark())
    eventually(lambda: reader.marks(ONE), ["wrong"])
    reader.goto("")
    reader.page.reload()
    reader.loaded()
    assert reader.marks(ONE) == ["wrong"]


def test_marks_of_another_folder_are_not_mixed_in(visit, site, out, tmp_path):
    reader = visit(site)
    reader.open(ONE)
    set_mark(reader, mark())
    eventually(lambda: reader.marks(ONE), ["wrong"])
    reader.output = out.copy(tmp_path / "other", site.entries, marks=[], briefs={})
    reader.goto()
    assert reader.marks(ONE) == []


def test_a_mark_travels_by_file_to_another_reader(visit, site):
    reader = visit(site)
    reader.open(ONE)
    one = mark(note="ملاحظة <b>", correction="The right English.")
    set_mark(reader, one)
    eventually(lambda: reader.marks(ONE), ["wrong"])
    exported = reader.export()
    assert exported["mujaz_marks"] == 1
    assert same(exported["marks"], [one])
    other = visit(site)
    assert other.marks(ONE) == []
    other.bring(json.dumps(exported))
    eventually(lambda: other.marks(ONE), ["wrong"])
    assert other.export() == exported
    other.open(ONE)
    eventually(lambda: same((told(other, "marks") or {}).get("marks", []), [one]), True)


def test_of_two_marks_of_a_sentence_the_later_one_counts(visit, site):
    reader = visit(site)
    reader.open(ONE)
    set_mark(reader, mark(mark="use", at="2026-11-28T10:00:00Z"))
    reader.bring(json.dumps({"mujaz_marks": 1, "marks": [mark(mark="wrong", at="2026-11-27T10:00:00Z")]}))
    assert reader.marks(ONE) == ["use"]
    reader.bring(json.dumps({"mujaz_marks": 1, "marks": [mark(mark="checked", at="2026-11-29T10:00:00Z")]}))
    eventually(lambda: reader.marks(ONE), ["checked"])


def test_marks_that_were_put_back_by_the_program_are_shown(visit, site, out, tmp_path):
    reader = visit(out.copy(tmp_path / "back", site.entries, marks=[mark(mark="use")], briefs={}))
    assert reader.marks(ONE) == ["use"]


def test_a_brief_is_told_its_own_marks_and_the_words_of_the_search(visit, site):
    reader = visit(site)
    reader.bring(json.dumps({"mujaz_marks": 1, "marks": [mark(), mark(2, mark="use")]}))
    reader.search("bridge")
    reader.open(ONE)
    eventually(lambda: same((told(reader, "marks") or {}).get("marks", []), [mark()]), True)
    find = told(reader, "find")
    assert find["words"] == ["bridge"]
    assert find["fold"] == site.head["fold"] and find["clitics"] == site.head["clitics"]


def test_keys_pressed_in_a_brief_reach_the_list(visit, site):
    reader = visit(site)
    first, second = reader.shown()
    reader.open(first)
    eventually(lambda: told(reader, "marks") is not None, True)
    say(reader, {"mujaz": 1, "type": "key", "key": "j"})
    eventually(reader.current, second)
    # The frame of the next brief takes the place of this one a moment later.
    eventually(reader.brief, site.entries[1 if second == TWO else 0]["html"])
    eventually(lambda: told(reader, "marks") is not None, True)
    say(reader, {"mujaz": 1, "type": "key", "key": "k"})
    eventually(reader.current, first)
    eventually(reader.brief, site.entries[1 if first == TWO else 0]["html"])
    eventually(lambda: told(reader, "marks") is not None, True)
    say(reader, {"mujaz": 1, "type": "key", "key": "Escape"})
    eventually(reader.opened, False)


# A brief that carries the first of the marks that it is asked about, on another sentence.
CARRIER = BRIEF.replace("window.told = [];", """window.told = [];
addEventListener("message", ({ data }) => {
  if (data.type === "earlier") parent.postMessage({ mujaz: 1, type: "carried", marks: [{ ...data.marks[0], sentence: 7, brief: "x", path: "y" }, null, 5] }, "*");
});""")
EARLIER = {"brief": "e" * 64, "path": ONE}


@pytest.fixture
def again(out, tmp_path):
    """An article that was translated again after it was marked, and one without marks."""
    entries = [article(1, path=ONE, html="briefs/1.html"), article(2, path=TWO, html="briefs/2.html")]
    marks = [mark(**EARLIER), mark(sentence=3, mark="use", **EARLIER, source="غيره"), mark(brief="f" * 64, path="gone.txt")]
    return out.copy(tmp_path / "again", entries, marks=marks, briefs={f"briefs/{number}.html": CARRIER % identifier(number) for number in (1, 2)})


def test_marks_of_an_earlier_brief_are_carried_over(visit, again):
    reader = visit(again)
    eventually(lambda: reader.marks(ONE), ["wrong"])
    assert reader.marks(TWO) == []
    # What no brief carries stays as it was set.
    expected = [mark(sentence=3, mark="use", **EARLIER, source="غيره"), mark(brief="f" * 64, path="gone.txt"), mark(sentence=7)]
    eventually(lambda: same(reader.export()["marks"], expected), True)
    assert reader.page.locator("iframe").count() == 0
    reader.open(ONE)
    eventually(lambda: same((told(reader, "marks") or {}).get("marks", []), [mark(sentence=7)]), True)


def test_a_mark_that_was_carried_over_and_removed_does_not_return(visit, again):
    reader = visit(again)
    eventually(lambda: reader.marks(ONE), ["wrong"])
    reader.open(ONE)
    set_mark(reader, mark(sentence=7, mark=None, at="2026-11-29T10:00:00Z"))
    eventually(lambda: reader.marks(ONE), [])
    reader.goto()
    reader.page.reload()
    reader.loaded()
    reader.page.wait_for_timeout(500)
    assert reader.marks(ONE) == []
    assert all(each["sentence"] != 2 or each["path"] != ONE for each in reader.export()["marks"])


def test_marks_of_an_earlier_brief_are_carried_over_from_a_file(visit, site, out, tmp_path):
    pages = {f"briefs/{number}.html": CARRIER % identifier(number) for number in (1, 2)}
    reader = visit(out.copy(tmp_path / "file", site.entries, marks=[], briefs=pages))
    reader.bring(json.dumps({"mujaz_marks": 1, "marks": [mark(**EARLIER)]}))
    eventually(lambda: reader.marks(ONE), ["wrong"])


LIES = [
    None, 1, "wrong", [], {}, mark(sentence=-1), mark(sentence=1.5), mark(sentence="2"),
    mark(sentence=1e300), mark(mark="nosuch"), mark(mark="constructor"), mark(mark=["wrong"]), mark(at=5), mark(at="tomorrow"),
]


def test_a_brief_that_lies_sets_no_mark(visit, site):
    reader = visit(site)
    reader.open(ONE)
    eventually(lambda: told(reader, "marks") is not None, True)
    believed = []
    for value in LIES:
        set_mark(reader, value)
        if reader.marks(ONE) + reader.marks(TWO):
            believed.append(value)
            set_mark(reader, mark(mark=None, at="2030-01-01T00:00:00Z"))
    assert believed == []
    assert reader.export()["marks"] == []


def test_a_brief_marks_no_other_brief(visit, site):
    reader = visit(site)
    reader.open(ONE)
    eventually(lambda: told(reader, "marks") is not None, True)
    set_mark(reader, mark(2))
    assert reader.marks(TWO) == []
    assert all(each["brief"] == identifier(1) and each["path"] == ONE for each in reader.export()["marks"])


OTHER_MESSAGES = [
    None, "mark", {"type": "mark", "mark": mark()}, {"mujaz": 2, "type": "mark", "mark": mark()}, {"mujaz": 1, "type": "nosuch"}, {"mujaz": 1},
    {"mujaz": 1, "type": "key", "key": "/"}, {"mujaz": 1, "type": "key", "key": {}}, {"mujaz": 1, "type": "ready", "id": identifier(2)},
    {"mujaz": 1, "type": "marks", "marks": [mark()]}, {"mujaz": 1, "type": "__proto__"},
]


def test_other_messages_of_a_brief_do_nothing(visit, site):
    reader = visit(site)
    reader.open(ONE)
    eventually(lambda: told(reader, "marks") is not None, True)
    before = reader.view()
    for message in OTHER_MESSAGES:
        say(reader, message)
        assert reader.view() == before, message
    assert reader.export()["marks"] == []
    assert all(one.get("brief") == identifier(1) for said in reader.frame().evaluate("window.told") for one in said.get("marks", []))


def test_only_the_open_brief_is_listened_to(visit, site):
    reader = visit(site)
    reader.open(ONE)
    reader.page.evaluate("message => window.postMessage(message, '*')", {"mujaz": 1, "type": "mark", "mark": mark()})
    reader.page.wait_for_timeout(200)
    assert reader.marks(ONE) == []
    reader.frame().evaluate("""message => {
        const inner = document.createElement("iframe");
        inner.srcdoc = `<script>parent.parent.postMessage(${JSON.stringify(message)}, "*")<` + `/script>`;
        document.body.append(inner);
    }""", {"mujaz": 1, "type": "mark", "mark": mark()})
    reader.page.wait_for_timeout(500)
    assert reader.marks(ONE) == []


NO_MARKS = [
    "", "no JSON", "null", "[]", "{}", '{"mujaz_marks": 2, "marks": []}', '{"mujaz_marks": 1}', '{"mujaz_marks": 1, "marks": {}}',
    '{"mujaz_marks": 1, "marks": [null, 5, "x", {}, {"brief": "__proto__", "sentence": 1, "mark": "wrong"}]}', "\ud800", "[" * 100_000,
]


def test_a_file_that_holds_no_marks_is_refused_aloud(visit, site):
    reader = visit(site)
    for text in NO_MARKS:
        reader.page.evaluate("document.querySelector('#message').textContent = ''")
        assert reader.bring(text).strip()
    assert reader.export()["marks"] == []
    reader.expect([ONE, TWO])


@pytest.mark.core
def test_hostile_marks_are_text(visit, site):
    reader = visit(site)
    text = "</script><img src=x onerror=window.pwned=1>"
    reader.bring(json.dumps({"mujaz_marks": 1, "marks": [mark(note=text, correction=text, source=text, translation=text)]}))
    eventually(lambda: reader.marks(ONE), ["wrong"])
    assert reader.page.evaluate("window.pwned") is None
    assert reader.page.locator("#list img, #message img").count() == 0


def test_marks_that_cannot_be_kept_are_said(visit, site):
    reader = visit(site, wait=False)
    reader.page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    reader.page.reload()
    reader.loaded()
    reader.open(ONE)
    set_mark(reader, mark())
    eventually(lambda: reader.marks(ONE), ["wrong"])
    assert reader.page.locator("#not-kept, #message").all_inner_texts() != ["", ""]
    assert same(reader.export()["marks"], [mark()])


@pytest.mark.parametrize("kept", ["no JSON", "5", '{"mujaz_marks": 1, "marks": [null, {"brief": 5}]}'])
def test_what_is_kept_may_be_spoilt(visit, site, kept):
    reader = visit(site)
    reader.open(ONE)
    set_mark(reader, mark())
    eventually(lambda: reader.marks(ONE), ["wrong"])
    reader.page.evaluate("kept => { for (const key of Object.keys(localStorage)) localStorage.setItem(key, kept) }", kept)
    reader.goto()
    reader.page.reload()
    reader.loaded()
    reader.expect([ONE, TWO])
    assert reader.marks(ONE) == []
