"""A page in WebKitGTK, driven over WebDriver (https://www.w3.org/TR/webdriver2/): what the tests of this folder need of it."""
import json
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Escape": "\ue00c", "Enter": "\ue007"}


class Refused(Exception):
    """What the driver answers to a command that it does not carry out."""

    def __init__(self, error, message, **_):
        super().__init__(f"{error}: {message}")
        self.kind = error


class Driver:
    """One window of a browser that has kept nothing."""

    def __init__(self, address, options):
        self.address = f"{address}/session"
        session = self._call("POST", "", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        self.address += f"/{session['sessionId']}"

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Refused(**json.load(error)["value"]) from None

    def close(self):
        self._call("DELETE", "")

    def resize(self, width, height):
        self._call("POST", "/window/rect", {"width": width, "height": height})

    def goto(self, address):
        self._call("POST", "/url", {"url": address})

    def reload(self):
        self._call("POST", "/refresh", {})

    def back(self):
        self._call("POST", "/back", {})

    def run(self, expression, *arguments):
        """What an expression of JavaScript is in the page or the frame; promises are awaited. The arguments are `$[0]`, `$[1]`, …"""
        script = f"const $ = [...arguments], end = $.pop(); Promise.resolve({expression}).then(end, (error) => end(String(error)));"
        return self._call("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def element(self, selector):
        return self._call("POST", "/element", {"using": "css selector", "value": selector})

    def point(self, selector, *actions):
        """Brings an element into sight and moves the mouse over it, as soon as it is drawn."""
        element = self.element(selector)
        self.run("$[0].scrollIntoView({ block: 'nearest' })", element)
        move = {"type": "pointerMove", "duration": 0, "origin": element, "x": 0, "y": 0}
        source = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [move, *actions]}
        for is_last in (False,) * 20 + (True,):
            try:
                return self._act(source)
            except Refused as error:
                if is_last or error.kind not in ("element not interactable", "move target out of bounds"):
                    raise
                time.sleep(0.1)

    def click(self, selector):
        self.point(selector, *({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")))

    def press(self, *keys):
        """Presses keys one after another, wherever the focus is."""
        values = [KEYS.get(key, key) for key in keys]
        self._act({"type": "key", "id": "keys", "actions": [{"type": kind, "value": value} for value in values for kind in ("keyDown", "keyUp")]})

    def _act(self, source):
        self._call("POST", "/actions", {"actions": [source]})

    def frame(self, selector=None):
        """Goes into a frame, or back to the page."""
        self._call("POST", "/frame", {"id": self.element(selector) if selector else None})

    def screenshot(self):
        """The window as PNG in Base64."""
        return self._call("GET", "/screenshot")
