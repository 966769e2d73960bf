"""Draws a film of a terminal as an SVG that plays by itself, with CSS alone. Pure: frames in, text out.

A frame is `(start, rows, cursor)`: seconds, a tuple of rows from the top, and the cursor's `(row, column)` or None. A row is
a tuple of runs `(column, text, style)`, and a style a tuple of class names from `CLASSES`.
"""
import re
from xml.sax.saxutils import escape

CELL, LINE, MARGIN, SIZE = 8.4, 19, 14, 14
CLASSES = ("bold", "italic", "underlined", "black", "red", "green", "brown", "blue", "magenta", "cyan", "white")
LIGHT = {"paper": "#fbfbf9", "edge": "#d5d5d0", "ink": "#1d1f23", "black": "#5b5f66", "red": "#b3261e", "green": "#1d6b2c",
         "brown": "#7a4d00", "blue": "#1450a0", "magenta": "#8a2a83", "cyan": "#0b6470", "white": "#5b5f66"}
DARK = {"paper": "#17181b", "edge": "#3a3c41", "ink": "#e6e6e3", "black": "#a0a4ab", "red": "#ff8a80", "green": "#7fd08f",
        "brown": "#f0b85c", "blue": "#8ab8ff", "magenta": "#e79be0", "cyan": "#6fd3e0", "white": "#c6c8cc"}
# From the first letter that is written from right to left to the last one, with the signs that end a sentence.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[^A-Za-z]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?[.,:;!?»”…]*")


def intervals(frames, end, of):
    """What `of(frame)` names, with the times `((from, until), ...)` in which it is seen, in the order of its appearance."""
    seen = {}
    for number, frame in enumerate(frames):
        until = frames[number + 1][0] if number + 1 < len(frames) else end
        for thing in of(frame):
            times = seen.setdefault(thing, [])
            if times and times[-1][1] == frame[0]:
                times[-1] = (times[-1][0], until)
            else:
                times.append((frame[0], until))
    return {thing: tuple(times) for thing, times in seen.items()}


def keyframes(name, times, end):
    """The steps of an animation that shows something at these times only."""
    steps = {"0": "hidden"}
    for start, until in times:
        steps[f"{100 * start / end:.2f}".rstrip("0").rstrip(".")] = "visible"
        if until < end:
            steps[f"{100 * until / end:.2f}".rstrip("0").rstrip(".")] = "hidden"
    return f"@keyframes {name}{{" + "".join(f"{at}%{{visibility:{state}}}" for at, state in steps.items()) + "}"


def pieces(column, text):
    """A run in pieces of one writing direction: column, text and whether it is written from right to left."""
    at = 0
    for found in RIGHT_TO_LEFT.finditer(text):
        if found.start() > at:
            yield column + at, text[at:found.start()], False
        yield column + found.start(), found[0], True
        at = found.end()
    if at < len(text):
        yield column + at, text[at:], False


def number(value):
    return f"{value:.1f}".removesuffix(".0")


def row_text(row, line, shown):
    """The text elements of a row. A piece from left to right is as wide as its cells in any font; letters that are joined are
    as wide as their font has them."""
    y = number(MARGIN + LINE * line + SIZE)
    for column, run, style in row:
        for column, text, rtl in pieces(column, run):
            if not text.strip():
                continue
            blank = len(text) - len(text.lstrip())
            column, text = column + blank, text.strip()
            width = "" if rtl else f' textLength="{number(CELL * len(text))}" lengthAdjust="spacingAndGlyphs"'
            names = " ".join([*style, *(["rtl"] if rtl else []), *shown])
            names = f' class="{names}"' if names else ""
            yield f'<text x="{number(MARGIN + CELL * column)}" y="{y}"{width}{names}>{escape(text)}</text>'


def colours(table):
    return ";".join(f"--{name}:{value}" for name, value in table.items())


def draw(frames, end, columns, title, description):
    """The SVG of `frames`, as high as the rows that are ever used. It begins again after `end` seconds. The last frame is what
    is seen without animations, and where the reader wants no motion."""
    used = max(line for frame in frames for line, row in enumerate(frame[1], 1) if row)
    width, height = number(2 * MARGIN + CELL * columns), number(2 * MARGIN + LINE * used)
    lines = intervals(frames, end, lambda frame: [(line, row) for line, row in enumerate(frame[1]) if row])
    cursors = intervals(frames, end, lambda frame: [frame[2]] if frame[2] else [])
    animations = {}

    def shown(times):
        """The classes of what is seen at these times."""
        if times == ((frames[0][0], end),):
            return []
        name = animations.setdefault(times, f"t{len(animations)}")
        return [name] if times[-1][1] == end else [name, "past"]

    body = []
    for (line, row), times in lines.items():
        body += row_text(row, line, shown(times))
    for (line, column), times in cursors.items():
        body.append(f'<rect x="{number(MARGIN + CELL * column)}" y="{number(MARGIN + LINE * line)}" width="{CELL}" height="{LINE - 2}"'
                    f' class="{" ".join(["cursor", *shown(times)])}"/>')
    moving = "".join(f".{name}{{animation-name:{name}}}{keyframes(name, times, end)}" for times, name in animations.items())
    style = (
        f"svg{{{colours(LIGHT)}}}@media (prefers-color-scheme:dark){{svg{{{colours(DARK)}}}}}"
        # Chromium does not hand down xml:space, and other programs know nothing else.
        f"text{{white-space:pre;font:{SIZE}px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:var(--ink)}}"
        ".rtl{direction:rtl;text-anchor:end}.bold{font-weight:700}.italic{font-style:italic}.underlined{text-decoration:underline}"
        + "".join(f".{name}{{fill:var(--{name})}}" for name in CLASSES[3:])
        + ".paper{fill:var(--paper);stroke:var(--edge)}.cursor{fill:var(--ink);opacity:.7}.past{visibility:hidden}"
        f"@media (prefers-reduced-motion:no-preference){{text,rect{{animation:{number(end)}s step-end infinite}}{moving}}}"
    )
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" xml:space="preserve">',
        f"<title>{escape(title)}</title>", f"<desc>{escape(description)}</desc>", f"<style>{style}</style>",
        f'<rect class="paper" x=".5" y=".5" width="{number(float(width) - 1)}" height="{number(float(height) - 1)}" rx="8"/>', *body, "</svg>", "",
    ])
