"""The page is alone on the disk: it asks for nothing, and no text of an article becomes more than text."""
import json
import re

import pytest

from hostile import TEXTS, hostile
from outputs import article, write_part
from reader import eventually


@pytest.fixture
def attacked(out, tmp_path):
    (tmp_path / "outside.html").write_text("<script>parent.pwned=1</script>")
    return out.copy(tmp_path / "attacked", hostile(), title=TEXTS[1])


def visible(text):
    """What of a text can be seen: control characters, also those of the reading direction, need not be shown.
    Half a surrogate pair is seen as U+FFFD, which Firefox hands on for it."""
    seen = re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text or "")
    return " ".join(re.sub("[\ud800-\udfff]", "\ufffd", re.sub("[\u202a-\u202e\u2066-\u2069]", "", seen)).split())


def unharmed(reader):
    assert reader.page.evaluate("window.pwned") is None
    made = "script, img, svg, base, style, meta, link, iframe, object, embed, b, form"
    assert reader.page.evaluate(f"""() => [...document.querySelectorAll("#list, #filters, #chips, #title, #problems, #message")]
        .flatMap(part => [...part.querySelectorAll({json.dumps(made)})]).map(element => element.outerHTML)""") == []
    assert reader.page.evaluate("""() => [...document.querySelectorAll("*")]
        .flatMap(element => element.getAttributeNames().filter(name => name.startsWith("on")))""") == []


@pytest.mark.core
def test_nothing_is_asked_for_but_the_files_of_the_folder(visit, out):
    """The fixture sees every request, error and violation of the policy while a reader uses the page."""
    reader = visit(out)
    reader.search("the")
    reader.search("")
    entry = next(entry for entry in out.entries if entry.get("html"))
    reader.search(f'"{entry["path"]}"')
    reader.open(entry["path"])
    reader.page.locator("#back").click()
    reader.page.emulate_media(color_scheme="dark")
    reader.page.wait_for_timeout(500)


def test_the_policy_allows_no_connection_and_no_foreign_script(out):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', out.page())[1]
    rules = dict(re.match(r"\s*(\S+)\s*(.*)", rule).groups() for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == "'none'"
    assert rules.get("base-uri", "") == "'none'"
    assert rules.get("form-action", "") == "'none'"
    assert "connect-src" not in rules or rules["connect-src"] == "'none'"
    for word in ("'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "data:", "blob:", "*"):
        assert word not in rules["script-src"].split()


@pytest.mark.core
def test_the_policy_holds(visit, out):
    """What the page does not do itself is stopped when it is tried."""
    reader = visit(out)
    reader.allow("")
    reader.page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.pwned = 1";
        document.body.append(script);
        const button = document.createElement("button");
        button.setAttribute("onclick", "window.pwned = 1");
        document.body.append(button);
        button.click();
        button.remove();
    }""")
    assert reader.page.evaluate("window.pwned") is None
    assert reader.page.evaluate("fetch('https://example.org/').then(() => true, () => false)") is False
    assert any("script-src" in trouble for trouble in reader.seen)
    reader.page.wait_for_timeout(300)
    assert any("connect-src" in trouble for trouble in reader.seen)


@pytest.mark.core
def test_hostile_texts_are_shown_as_they_are(visit, attacked):
    reader = visit(attacked)
    rows = set(reader.paths())
    assert reader.page.locator("#title").text_content() == attacked.head["title"]
    shown = json.loads(reader.page.evaluate("""() => JSON.stringify([...document.querySelectorAll("#list > li.row[data-path]")].map(row =>
        [row.dataset.id, row.querySelector("h3")?.textContent ?? null, row.querySelector(".summary")?.textContent ?? null,
         row.querySelector(".title")?.textContent ?? null, row.querySelector(".reason")?.textContent ?? null]))"""))
    assert len(shown) == len(rows)
    for identifier, headline, summary, title, reason in shown:
        entry = attacked.entry(identifier)
        if "reason" in entry:
            assert visible(entry["reason"]) in visible(reason)
        elif int(identifier, 16) < 1000:
            assert [visible(text) for text in (headline, summary, title)] == [visible(entry[name]) for name in ("headline", "summary", "title")]
    unharmed(reader)


def test_hostile_names_and_folders_are_values_like_others(visit, attacked):
    reader = visit(attacked)
    for facet in ("place", "person", "folder", "reason"):
        reader.uncover(facet)
    for facet in ("place", "person"):
        find = reader.page.locator(f'.facet[data-facet="{facet}"] input.find')
        if find.is_visible():
            find.fill("__proto__")
        reader.value(facet, "__proto__").locator("input").first.click()
        eventually(reader.found, 1)
        unharmed(reader)
        reader.page.locator("#clear-all").click()
        reader.settled()


def test_hostile_texts_can_be_searched(visit, attacked):
    reader = visit(attacked)
    for text in TEXTS[:14] + ["constructor", "toString"]:
        reader.search(text)
        reader.search(f'"{text}"')
    unharmed(reader)


@pytest.mark.core
def test_links_lead_to_the_folder_or_to_the_web(visit, attacked):
    reader = visit(attacked)
    reader.paths()
    folder = attacked.url.rsplit("/", 1)[0] + "/"
    links = reader.page.locator("#list a[href]").evaluate_all("links => links.map(link => [link.href, link.getAttribute('href'), link.target, link.rel])")
    assert links
    for resolved, written, target, rel in links:
        if resolved.startswith("http"):
            assert target == "" or re.search("noopener|noreferrer", rel), written
        else:
            assert resolved.startswith(folder), written


def test_no_hostile_address_is_opened(visit, attacked):
    reader = visit(attacked, "folder=address")
    folder = attacked.url.rsplit("/", 1)[0] + "/"
    reader.allow("ERR_FILE_NOT_FOUND")
    for path in reader.paths():
        row = reader.row(path).locator("a.open")
        if row.count():
            row.first.click()
            reader.page.wait_for_timeout(50)
        for frame in reader.page.frames[1:]:
            assert frame.url.startswith((folder, "about:")), frame.url
            assert re.split("[?#]", frame.url)[0] != folder, "the list of the files of the folder"
        if reader.opened():
            reader.page.locator("#back").click()
            eventually(reader.opened, False)
    assert len(reader.context.pages) == 1
    unharmed(reader)


def test_a_text_that_turns_the_reading_direction_turns_only_itself(visit, attacked):
    reader = visit(attacked)
    loose = reader.page.evaluate("""() => {
        const loose = [], walk = document.createTreeWalker(document.querySelector("main, body"), NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            if (!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(walk.currentNode.data)) continue;
            let element = walk.currentNode.parentElement;
            if (element.closest("script, style, noscript, template")) continue;
            while (getComputedStyle(element).display === "inline" && !/isolate|plaintext/.test(getComputedStyle(element).unicodeBidi)) element = element.parentElement;
            // A block that holds other texts too does not keep the mark to itself.
            if (!/isolate|plaintext/.test(getComputedStyle(element).unicodeBidi) && element.textContent.trim() !== walk.currentNode.data.trim())
                loose.push(element.outerHTML.slice(0, 200));
        }
        return loose;
    }""")
    assert loose == []


@pytest.mark.core
def test_briefs_are_kept_in_a_sandbox(visit, out):
    reader = visit(out, "outcome=done&outcome=flagged")
    reader.open(reader.shown()[0])
    sandbox = reader.page.locator("#brief").get_attribute("sandbox").split()
    assert set(sandbox) <= {"allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox"}
    reader.allow("Blocked")
    reader.allow("SecurityError")
    assert reader.frame().evaluate("() => { try { return parent.document.title } catch { return 'kept out' } }") == "kept out"


# When not all is there.

def test_a_part_that_is_missing_is_said_and_can_be_tried_again(visit, out, tmp_path):
    entries = [article(number) for number in range(1200)]
    site = out.copy(tmp_path / "missing", entries, without=(2,))
    reader = visit(site)
    reader.allow("ERR_FILE_NOT_FOUND")
    problem = reader.page.locator('#problems li[data-part="index/articles-0002.js"]')
    assert problem.is_visible()
    assert "articles-0002.js could not be read: 500 articles are missing" in problem.inner_text()
    assert reader.found() == 700
    problem.locator("button.retry").click()
    eventually(lambda: "still cannot be read" in reader.page.locator("#message").inner_text(), True)
    reader.search('"article-1100.txt"')
    reader.expect(["article-1100.txt"])
    reader.search("")
    write_part(site.folder / "index/articles-0002.js", 2, entries)
    problem.locator("button.retry").click()
    eventually(reader.found, 1200)
    assert problem.count() == 0 or not problem.is_visible()


@pytest.mark.parametrize("text", ["mujaz.articles(2, [{", "", "mujaz.articles(7, []);", "other.thing();"])
def test_a_part_that_is_broken_is_said(visit, out, tmp_path, text):
    site = out.copy(tmp_path / "broken", [article(number) for number in range(1200)])
    (site.folder / "index/articles-0002.js").write_text(text)
    reader = visit(site)
    reader.allow("error: ")
    reader.allow("console: Uncaught")
    assert "500 articles are missing" in reader.page.locator('#problems li[data-part="index/articles-0002.js"]').inner_text()
    assert reader.found() == 700


def test_a_part_that_holds_too_few_articles_is_said(visit, out, tmp_path):
    entries = [article(number) for number in range(1200)]
    site = out.copy(tmp_path / "short", entries)
    write_part(site.folder / "index/articles-0003.js", 3, entries[:1199])
    reader = visit(site)
    assert reader.page.locator("#problems li").all_inner_texts() == ["index/articles-0003.js is not whole: 1 article is missing."]
    assert reader.found() == 1199


def test_a_folder_whose_only_part_is_missing_is_not_called_empty(visit, out, tmp_path):
    reader = visit(out.copy(tmp_path / "none", [article(1)], without=(1,)))
    reader.allow("ERR_FILE_NOT_FOUND")
    assert "1 article is missing" in reader.page.locator("#problems").inner_text()
    assert not reader.page.locator("#empty").is_visible()


NO_ENTRIES = [None, 5, "article", [], {}, {"path": ""}, {"path": 5}, {"path": None}]
SPOILT_FIELDS = [
    ("names", "Baghdad"), ("names", 5), ("names", {"0": "x"}), ("names", [None]), ("names", [["Baghdad", "place", "2"]]), ("names", [[5, "place", 1]]),
    ("flags", {"number": "2"}), ("flags", [2]), ("flags", "number"), ("failed", "3"), ("failed", -1), ("sentences", 1.5), ("headline", 7),
    ("headline", ["x"]), ("summary", {}), ("title", True), ("verdict", {"toString": 1, "valueOf": 1}), ("outcome", {"toString": 1}), ("day", 20261101), ("date", []),
    ("url", {"toString": 1}), ("language", 5), ("story", []), ("html", {}), ("md", 1), ("id", 5), ("reason", 0),
]


def test_entries_of_wrong_types_neither_stop_the_page_nor_vanish_in_silence(visit, out, tmp_path):
    spoilt = [article(number, **{field: value}) for number, (field, value) in enumerate(SPOILT_FIELDS)]
    empty = [article(100, **dict.fromkeys(("names", "flags", "failed", "headline", "summary", "title", "verdict", "day", "url", "language", "story")))]
    site = out.copy(tmp_path / "spoilt", NO_ENTRIES + spoilt + empty + [article(number) for number in range(200, 800)])
    reader = visit(site)
    assert reader.found() == len(site.entries) - len(NO_ENTRIES)
    problem, = reader.page.locator("#problems li").all_inner_texts()
    assert f"index/articles-0001.js is not whole: {len(NO_ENTRIES)} articles are missing." in problem
    said, fields = problem.split(" articles of which something could not be read: ")
    assert said.endswith(f"It has {len(spoilt)}")
    assert set(fields.strip(" .").split(", ")) == {field for field, _ in SPOILT_FIELDS}
    reader.search('"article-799.txt"')
    reader.expect(["article-799.txt"])


def test_a_brief_that_is_missing_leaves_the_list(visit, out, tmp_path):
    reader = visit(out.copy(tmp_path / "gone", [article(1, html="briefs/gone.html"), article(2)], briefs={}))
    reader.allow("ERR_FILE_NOT_FOUND")
    reader.open("article-1.txt")
    reader.page.locator("#back").click()
    eventually(reader.opened, False)
    reader.expect(["article-1.txt", "article-2.txt"])


@pytest.mark.chromium
def test_without_script_there_are_words_and_a_way_on(visit, out):
    reader = visit(out, script=False)
    words = reader.page.locator("noscript")
    assert words.first.inner_text().strip()
    links = reader.page.locator("noscript a[href]")
    assert links.count() > 0
    for link in links.all():
        assert (out.folder / link.get_attribute("href")).exists()
