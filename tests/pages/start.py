"""Ends well if the browser starts and shows a page."""
from playwright.sync_api import sync_playwright

from reader import launch

with sync_playwright() as playwright:
    launch(playwright).new_page().goto("about:blank")
