"""Articles whose texts and addresses attack the page that shows them."""
from outputs import article

RUN = "window.pwned=1"
TEXTS = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    "<!--", "<!--<script>", "-->", "]]>", "</style></title></textarea></noscript>",
    f'"><img src=x onerror={RUN}>',
    f"' onmouseover='{RUN}' autofocus onfocus='{RUN}",
    f"<svg/onload={RUN}>", "<base href=https://evil.example/>", "<style>*{display:none}</style>", "<meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    f"javascript:{RUN}", f"`${{{RUN}}}`", f"'; {RUN}; //", f"{{{{{RUN}}}}}",
    "&lt;b&gt;bold&lt;/b&gt; &amp;amp;",
    "invoice \u202egnp.exe", "\u2067isolate without an end", "a\u2028b\u2029c",
    "lone \ud800 surrogate", "\udfff\ud83d", "nul \x00 bell \x07 escape \x1b[31m",
    "__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined", "-0", "NaN",
    "A" * 3000, "\u0301" * 300, "ﷺ" * 200,
]
ADDRESSES = [
    f"javascript:{RUN}", f" javascript:{RUN}", f"java\nscript:{RUN}", f"JaVaScRiPt:{RUN}", "data:text/html,<script>parent.pwned=1</script>",
    "https://evil.example/x.html", "//evil.example/x.html", "\\\\evil.example\\x.html", "/etc/passwd", "file:///etc/passwd", "C:\\x.html",
    "../outside.html", "briefs/../../outside.html", "briefs/%2e%2e/%2e%2e/outside.html", "briefs\\..\\..\\outside.html", "./../outside.html",
    "blob:https://evil.example/1", "vbscript:x", "?x", "#x", "",
]


def hostile():
    entries = []
    for number, text in enumerate(TEXTS):
        entries.append(article(number, path=f"{text}/{text}#{number}", outcome="flagged", headline=text, summary=f"S {text}", title=f"T {text}",
                               date=text, day="2026-11-01", url=f"https://example.org/{number}", flags={"number": 1},
                               names=[[text, kind, 1] for kind in ("place", "person", "organisation", "other")]))
    for number, text in enumerate(TEXTS, 1000):
        entries.append({"id": f"{number:064x}", "path": f"{text}/{number}", "outcome": "skipped", "reason": text})
    for number, address in enumerate(ADDRESSES, 2000):
        entries.append(article(number, path=f"address/{number}", url=address, html=address, md=address))
    for number, (field, text) in enumerate(((field, text) for field in ("language", "verdict", "day", "outcome", "story") for text in TEXTS[:2] + ["__proto__"]), 3000):
        entries.append(article(number, path=f"field/{number}", **{field: text}))
    return entries
