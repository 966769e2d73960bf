"""The program's own briefs within the list: what is marked there travels, and what is searched is shown there."""
import json

import pytest

from reader import eventually

WITH_BRIEF = "outcome=done&outcome=flagged"


@pytest.fixture
def opened(visit, out):
    """A reader with the first brief open."""
    reader = visit(out, WITH_BRIEF)
    reader.open(reader.shown()[0])
    reader.page.frame_locator("#brief").locator(".whole").wait_for()
    return reader


def choose(frame):
    """Chooses the first sentence by keyboard, since a click may meet the link to a doubt."""
    frame.locator("h1").click()
    sentence = frame.locator(".sentence").first
    sentence.press("Enter")
    frame.locator(".tools button").first.wait_for()
    return sentence


def pressed(reader):
    """The marks of the whole brief that are set in its page."""
    return reader.page.frame_locator("#brief").locator(".whole [data-mark][aria-pressed=true]").evaluate_all(
        "buttons => buttons.map(button => button.dataset.mark)")


def test_a_mark_of_the_whole_brief_travels_to_another_reader(visit, out, opened):
    path = opened.current()
    opened.page.frame_locator("#brief").locator('.whole [data-mark="wrong"]').click()
    eventually(lambda: opened.marks(path), ["wrong"])
    exported = opened.export()
    mark, = exported["marks"]
    assert (mark["path"], mark["sentence"], mark["mark"]) == (path, 0, "wrong")
    other = visit(out, WITH_BRIEF)
    other.bring(json.dumps(exported))
    eventually(lambda: other.marks(path), ["wrong"])
    other.open(path)
    eventually(lambda: pressed(other), ["wrong"])


@pytest.mark.core
def test_a_sentence_is_marked_with_its_texts(opened):
    frame, path = opened.page.frame_locator("#brief"), opened.current()
    sentence = choose(frame)
    frame.locator('.tools [data-mark="use"]').click()
    eventually(lambda: opened.marks(path), ["use"])
    mark, = opened.export()["marks"]
    assert mark["sentence"] == int(sentence.get_attribute("data-sentence"))
    assert mark["translation"] and mark["translation"] in sentence.inner_text()
    assert mark["source"] in frame.locator(".sentence").nth(1).inner_text()


def test_a_note_alone_and_a_correction_are_kept(opened):
    frame = opened.page.frame_locator("#brief")
    choose(frame)
    frame.get_by_role("button", name="Note").last.click()
    frame.locator("textarea").fill("Ask the author.")
    frame.get_by_role("button", name="Save").click()
    eventually(lambda: [mark.get("note") for mark in opened.export()["marks"]], ["Ask the author."])
    choose(frame)
    frame.get_by_role("button", name="Correct").click()
    frame.locator("textarea").fill("The right English.")
    frame.get_by_role("button", name="Save").click()
    eventually(lambda: [(mark.get("note"), mark.get("correction")) for mark in opened.export()["marks"]], [("Ask the author.", "The right English.")])


def test_a_mark_that_is_taken_back_is_gone_in_the_list(opened):
    path, button = opened.current(), opened.page.frame_locator("#brief").locator('.whole [data-mark="checked"]')
    button.click()
    eventually(lambda: opened.marks(path), ["checked"])
    button.click()
    eventually(lambda: opened.marks(path), [])


def carried(reader, marks):
    """What the open brief says of marks of an earlier brief."""
    return reader.page.evaluate("""marks => new Promise((resolve) => {
        addEventListener("message", ({ data }) => data.type === "carried" && resolve(data.marks));
        document.querySelector("#brief").contentWindow.postMessage({ mujaz: 1, type: "earlier", marks }, "*");
    })""", marks)


def test_marks_of_an_earlier_brief_hold_where_the_source_is_the_same(opened):
    path, frame = opened.current(), opened.page.frame_locator("#brief")
    choose(frame)
    frame.locator('.tools [data-mark="wrong"]').click()
    eventually(lambda: opened.marks(path), ["wrong"])
    now, = opened.export()["marks"]
    earlier = {**now, "brief": "e" * 64, "sentence": 90, "note": "Ask."}
    assert carried(opened, [earlier]) == [{**now, "note": "Ask."}]
    # Of another translation, it is not known whether it is right.
    other = {**earlier, "translation": "Something else."}
    assert [each.get("mark") for each in carried(opened, [other, {**other, "mark": "use"}])] == [None, "use"]
    for change in ({"source": "نص آخر"}, {"path": "other.txt"}, {"source": ""}, {"sentence": "length"}, {"at": 5}):
        assert carried(opened, [{**earlier, **change}, None, 5]) == [], change
    without_note = {key: value for key, value in other.items() if key != "note"}
    assert carried(opened, [without_note]) == []


def test_the_note_on_a_whole_brief_is_carried_over(opened):
    opened.page.frame_locator("#brief").locator('.whole [data-mark="wrong"]').click()
    eventually(lambda: len(opened.export()["marks"]), 1)
    now, = opened.export()["marks"]
    earlier = {**now, "brief": "e" * 64, "correction": "Ask."}
    assert [(each["sentence"], each.get("mark"), each["correction"]) for each in carried(opened, [earlier])] == [(0, None, "Ask.")]
    assert carried(opened, [{**earlier, "source": "عنوان آخر"}]) == []


def test_a_brief_alone_carries_its_marks_over(opened, out):
    path, frame = opened.current(), opened.page.frame_locator("#brief")
    choose(frame)
    frame.locator('.tools [data-mark="wrong"]').click()
    eventually(lambda: opened.marks(path), ["wrong"])
    now, = opened.export()["marks"]
    page = opened.context.new_page()
    opened.allow("page: ")
    address = out.url.replace("index.html", opened.brief())
    page.goto(address)
    kept = json.dumps({"mujaz_marks": 1, "marks": [{**now, "brief": "e" * 64}]})
    page.evaluate("kept => localStorage.setItem('mujaz-marks', kept)", kept)
    page.reload()
    assert page.locator(".sign.wrong").count() == 1
    sentence = page.locator(".sentence").first
    sentence.press("2")
    page.reload()
    assert page.locator(".sign.wrong").count() == 0, "it was removed"


def test_keys_in_the_brief_walk_through_the_list(opened):
    def press(key):
        opened.page.frame_locator("#brief").locator("h1").click()
        opened.press(key)

    first, second = opened.shown()[:2]
    before = opened.brief()
    press("j")
    eventually(opened.current, second)
    eventually(lambda: opened.brief() != before, True)
    press("k")
    eventually(opened.current, first)
    eventually(opened.brief, before)
    press("Escape")
    eventually(opened.opened, False)


def test_single_keys_in_a_brief_can_be_switched_off(opened):
    frame, path = opened.page.frame_locator("#brief"), opened.current()

    def switch(is_on):
        opened.page.locator("#show-keys").click()
        opened.page.locator("#single-keys").set_checked(is_on)
        opened.press("Escape")

    def press(key):
        frame.locator(".sentence").first.press(key)
        opened.page.wait_for_timeout(300)

    switch(False)
    for key in "1j":
        press(key)
    assert (opened.marks(path), opened.current()) == ([], path)
    opened.page.reload()
    opened.loaded()
    press("1")
    assert opened.marks(path) == []
    switch(True)
    press("1")
    eventually(lambda: opened.marks(path), ["checked"])


def test_single_keys_of_a_brief_work_only_at_a_sentence(opened):
    frame, path = opened.page.frame_locator("#brief"), opened.current()
    choose(frame)
    frame.locator(".whole button").first.press("2")
    opened.page.wait_for_timeout(300)
    assert opened.marks(path) == []
    frame.locator(".tools button").first.press("2")
    eventually(lambda: opened.marks(path), ["wrong"])


def test_help_can_be_had_in_a_brief(opened):
    opened.page.frame_locator("#brief").locator(".sentence").first.press("?")
    opened.page.locator("#keys").wait_for()


def test_a_link_to_a_doubt_leads_there(visit, out):
    """Also in the frame, whose sandbox may not follow addresses of files."""
    flagged = next(entry for entry in out.entries if entry["outcome"] == "flagged" and entry.get("html") and sum(entry.get("flags", {}).values()) > 4)
    reader = visit(out)
    reader.search(f'"{flagged["path"]}"')
    reader.open(flagged["path"])
    frame = reader.page.frame_locator("#brief")
    link = frame.locator('a[href^="#"]').last
    target = link.get_attribute("href")
    link.click()
    eventually(lambda: frame.locator(target).evaluate("target => { const box = target.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight }"), True)


def test_the_words_of_the_search_are_shown_in_the_brief(visit, out):
    reader = visit(out, WITH_BRIEF)
    entry = next(entry for entry in out.entries if entry.get("html") and len(entry.get("headline", "").split()) > 4)
    word = max(entry["headline"].split(), key=len).strip(".,'\"")
    reader.search(f'{word} "{entry["path"]}"')
    reader.open(entry["path"])
    eventually(lambda: reader.frame().evaluate("CSS.highlights?.get('found')?.size > 0"), True)


@pytest.mark.core
@pytest.mark.chromium
def test_a_brief_alone_shows_all_without_script(browser, out):
    entry = next(entry for entry in out.entries if entry.get("html"))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((out.folder / "index.html").resolve().as_uri().replace("index.html", entry["html"]))
    assert page.locator("h1").inner_text().strip() == " ".join(entry["headline"].split())
    assert page.locator(".sentence").count() > 0
    assert page.locator("button").count() == 0
    context.close()


def test_a_browser_that_cannot_highlight_shows_and_marks_a_brief(visit, out):
    """As Firefox before 125, which cannot divide texts into characters either."""
    reader = visit(out, WITH_BRIEF, wait=False)
    reader.context.add_init_script("delete Intl.Segmenter; Object.defineProperty(CSS, 'highlights', { value: undefined });")
    reader.page.reload()
    reader.loaded()
    reader.search("the")
    path = reader.shown()[0]
    reader.open(path)
    reader.page.frame_locator("#brief").locator('.whole [data-mark="wrong"]').click()
    eventually(lambda: reader.marks(path), ["wrong"])
