"""A reader of the digest: what one sees and does, by the stable hooks of the page."""
import json
import os
import pathlib
import tempfile
import time


def eventually(look, expected, within=10):
    """Waits until `look()` gives what is expected; the page answers in its own time."""
    end = time.monotonic() + within
    seen = look()
    while seen != expected and time.monotonic() < end:
        time.sleep(0.05)
        seen = look()
    assert seen == expected


def quoted(text):
    """A string of a CSS selector."""
    return json.dumps(text, ensure_ascii=False)


FIREFOX = os.environ.get("FIREFOX")
# Firefox does not announce to Playwright what a script of the page saves, but saves it.
SAVED = tempfile.TemporaryDirectory(prefix="mujaz-pages-")


def launch(playwright):
    """The browser that FIREFOX or else CHROMIUM names. Root has no sandbox in Chromium; only files of the output under test are opened."""
    if FIREFOX:
        # This channel speaks WebDriver BiDi, as every Firefox does; the other one is for Playwright's own build.
        return playwright.firefox.launch(channel="moz-firefox", executable_path=FIREFOX, downloads_path=SAVED.name)
    return playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"] if os.geteuid() == 0 else [])


class Reader:
    def __init__(self, context, output):
        self.context = context
        self.output = output
        self.allowed = []
        self.seen = []
        # A violation of the policy in a frame does not always reach the console.
        context.add_init_script("""addEventListener("securitypolicyviolation",
            (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))""")
        context.on("request", self._request)
        context.on("page", lambda page: self.seen.append(f"page: {page.url}") if page is not self.page else None)
        self.page = None
        self.page = context.new_page()
        self.seen.clear()
        self.page.on("console", lambda message: self.seen.append(f"console: {message.text}") if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("framenavigated", self._navigated)

    def _request(self, request):
        folder = self.output.url.rsplit("/", 1)[0] + "/"
        if not request.url.startswith((folder, "data:", "blob:", "about:")):
            self.seen.append(f"request: {request.url}")

    def _dialog(self, dialog):
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _navigated(self, frame):
        if frame == self.page.main_frame and not frame.url.startswith(self.output.url):
            self.seen.append(f"navigation: {frame.url}")

    def allow(self, words):
        """A trouble that holds these words belongs to the test."""
        self.allowed.append(words)

    def troubles(self):
        return [trouble for trouble in self.seen if not any(words in trouble for words in self.allowed)]

    def goto(self, fragment="", wait=True):
        self.page.goto(self.output.url + (f"#{fragment}" if fragment else ""))
        if wait:
            self.loaded()

    def loaded(self):
        self.page.wait_for_selector('#loading[data-state="done"]', state="attached", timeout=60_000)
        self.settled()

    def settled(self):
        """The list shows what was asked for: twice in a row, since an answer may begin a moment after the question."""
        for _ in range(2):
            self.page.wait_for_selector('#count[data-state="done"]', state="attached", timeout=60_000)
            self.page.wait_for_timeout(150)
        self.page.wait_for_selector('#texts-state[data-state="done"]', state="attached", timeout=60_000)
        self.page.wait_for_selector('#count[data-state="done"]', state="attached", timeout=60_000)

    # What one sees.

    def found(self):
        return int(self.page.locator("#count").get_attribute("data-found"))

    def paths(self):
        """The paths of all rows, in order, with those that "more" brings."""
        while self.page.locator("#more").is_visible():
            # The page itself may have brought the rest in the meantime.
            self.page.locator("#more").evaluate("more => more.hidden || more.dispatchEvent(new MouseEvent('click', { detail: 1 }))")
        return self.shown()

    def shown(self):
        return self.page.locator("#list > li.row").evaluate_all("rows => rows.map(row => row.dataset.path)")

    def row(self, path):
        return self.page.locator(f"#list > li.row[data-path={quoted(path)}]")

    def current(self):
        """The path of the chosen row."""
        return self.page.evaluate("""() => document.querySelector('#list [aria-current="true"]')?.closest("[data-path]").dataset.path ?? null""")

    def opened(self):
        return self.page.evaluate("() => document.body.hasAttribute('data-open')")

    def hits(self, path, part):
        """The highlighted words within a part (a class) of a row."""
        return self.row(path).locator(f"{part} mark.hit").all_inner_texts()

    def snippet(self, path):
        """The sentence of the full text that a row shows: its translation and its source."""
        snippet = self.row(path).locator(".snippet")
        return [snippet.locator(part).text_content() if snippet.locator(part).count() else None for part in (".translation", ".source")]

    def facet(self, name):
        """The values of a facet with their counts."""
        return dict(self.page.locator(f'.facet[data-facet="{name}"] li[data-value]').evaluate_all(
            "values => values.map(value => [value.dataset.value, Number(value.dataset.count)])"))

    def view(self):
        """All that makes a view: the rows, the words asked for and the filters."""
        return self.page.evaluate("""() => ({
            rows: [...document.querySelectorAll("#list > li.row")].map(row => row.dataset.path),
            found: document.querySelector("#count").dataset.found,
            query: document.querySelector("#query").value,
            sort: document.querySelector("#sort").value,
            from: document.querySelector("#from").value,
            to: document.querySelector("#to").value,
            chips: [...document.querySelectorAll("#chips [data-chip]")].map(chip => `${chip.dataset.chip}=${chip.dataset.value}`),
            ticked: [...document.querySelectorAll("#filters li[data-value] input:checked")].map(box => box.closest("li").dataset.value),
            open: document.body.hasAttribute("data-open"),
        })""")

    def brief(self):
        """The address of the open brief, from the folder of the output on."""
        return self.page.locator("#brief").get_attribute("src").removeprefix(self.output.url.rsplit("/", 1)[0] + "/")

    # What one does.

    def search(self, query):
        self.page.locator("#query").fill(query)
        self.settled()

    def expect(self, paths):
        """These articles are found and shown, whatever their order."""
        eventually(lambda: sorted(self.shown()), sorted(paths))
        assert self.found() == len(paths)

    def value(self, facet, value):
        return self.page.locator(f'.facet[data-facet="{facet}"] li[data-value={quoted(value)}]')

    def uncover(self, facet):
        """Opens a facet that is folded and shows all its values."""
        section = self.page.locator(f'.facet[data-facet="{facet}"]')
        if not self.page.locator("#filters").is_visible():
            self.page.locator("#show-filters").click()
        folded = section.locator("details:not([open]) > summary")
        if folded.count():
            folded.first.click()
        if section.locator("button.more").is_visible():
            section.locator("button.more").click()

    def tick(self, facet, value):
        self.uncover(facet)
        self.value(facet, value).locator('input[type="checkbox"]').first.click()
        self.settled()

    def press(self, key):
        self.page.keyboard.press(key)
        self.page.wait_for_timeout(100)

    def open(self, path):
        self.row(path).locator("a.open").first.click()
        eventually(self.opened, True)

    def frame(self):
        """The page of the open brief."""
        return self.page.locator("#brief").element_handle().content_frame()

    def back(self):
        """Goes one step back. Playwright itself waits for a page to load, which no step within a page does in Firefox."""
        self.page.evaluate("history.back()")

    def menu(self):
        """Opens the menu of the marks."""
        if self.page.locator("#marks-menu:not([open])").count():
            self.page.locator("#marks-menu > summary").click()

    def export(self):
        """What the exported file holds."""
        self.menu()
        if FIREFOX:
            self.page.locator("#export").click()
            return self._saved()
        with self.page.expect_download() as download:
            self.page.locator("#export").click()
        return json.loads(pathlib.Path(download.value.path()).read_text("utf-8"))

    def _saved(self):
        """What the only file holds that Firefox has saved; it is written under another name."""
        files = lambda: [file for file in pathlib.Path(SAVED.name).iterdir() if file.suffix == ".json"]
        eventually(lambda: len(files()), 1)
        text = files()[0].read_text("utf-8")
        files()[0].unlink()
        return json.loads(text)

    def bring(self, text):
        """Imports a file with this text."""
        self.menu()
        file = {"name": "marks.json", "mimeType": "application/json", "buffer": text.encode("utf-8", "surrogatepass")}
        self.page.locator("#import-file").set_input_files(file)
        self.page.locator("#message:not(:empty)").wait_for()
        return self.page.locator("#message").inner_text()

    def marks(self, path):
        """The kinds of marks that a row shows."""
        return self.row(path).locator(".marks [data-mark]").evaluate_all("marks => marks.map(mark => mark.dataset.mark)")
