"""Takes the pictures of the documentation: brief.png and digest.png, light and at twice the size."""
import pathlib
import sys

from playwright.sync_api import sync_playwright

from outputs import Output
from reader import Reader, launch

BRIEF = "match.json"
# The picture of the brief ends below so many paragraphs of its translation.
PARAGRAPHS = 3


def main(folder, target):
    out, target = Output(folder), pathlib.Path(target)
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(viewport={"width": 1200, "height": 800}, device_scale_factor=2, color_scheme="light", reduced_motion="reduce")
        reader = Reader(context, out)
        reader.goto()
        reader.page.screenshot(path=target / "digest.png")
        reader.page.set_viewport_size({"width": 1080, "height": 800})
        address = next(entry["html"] for entry in out.entries if entry["path"] == BRIEF)
        reader.page.goto((out.folder / address).resolve().as_uri())
        last = reader.page.locator(".pair").nth(PARAGRAPHS - 1).bounding_box()
        reader.page.screenshot(path=target / "brief.png", full_page=True, clip={"x": 0, "y": 0, "width": 1080, "height": last["y"] + last["height"]})
        browser.close()


main(*sys.argv[1:])
