"""Reads what `mujaz run` wrote for the digest, and writes changed copies of it by the same contract."""
import json
import pathlib
import re
import unicodedata

HEAD = re.compile(r'(<script type="application/json" id="digest">)(.*?)(</script>)', re.S)
PART = re.compile(r"mujaz\.articles\((\d+),\s*(\[.*\])\s*\)\s*;?\s*$", re.S)
PER_PART = 500
TEXTS_PER_FILE = 256
TEXTS = re.compile(r'mujaz\.texts\("[^"]+",(\[.*\])\);\s*$', re.S)


def data_for_script(value):
    """JSON that may stand within a script element, lone surrogates included."""
    text = json.dumps(value, ensure_ascii=False)
    text = re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)
    return text.replace("<", "\\u003c")


def write_part(file, number, entries):
    rows = entries[(number - 1) * PER_PART:number * PER_PART]
    file.write_text(f"mujaz.articles({number}, {data_for_script(rows)});\n", "utf-8")


def write_texts(folder, texts):
    """Writes full texts, rows of path, translation and source; the answer is the addresses of their files."""
    files = []
    for first in range(0, len(texts), TEXTS_PER_FILE):
        name = f"{first:032x}"
        files.append(f"index/texts-{name}.js")
        rows = data_for_script(texts[first:first + TEXTS_PER_FILE])
        (folder / files[-1]).write_text(f'mujaz.texts("{name}",{rows});\n', "utf-8")
    return files


class Output:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.head = json.loads(HEAD.search(self.page())[2])
        self.entries = []
        for part in filter(lambda part: (self.folder / part).exists(), self.head["parts"]):
            self.entries += json.loads(PART.search((self.folder / part).read_text("utf-8"))[2])

    def page(self):
        return (self.folder / "index.html").read_text("utf-8")

    @property
    def url(self):
        return (self.folder / "index.html").resolve().as_uri()

    def texts(self):
        """The full texts, as rows of path, translation and source."""
        files = [(self.folder / name).read_text("utf-8") for name in self.head.get("texts", [])]
        return [row for file in files for row in json.loads(TEXTS.search(file)[1])]

    def entry(self, identifier):
        return next(entry for entry in self.entries if entry.get("id", "") == identifier)

    def copy(self, folder, entries=None, without=(), briefs=None, texts=(), **head):
        """Writes this output to `folder` with other entries, another head, other briefs (texts by their addresses) or
        other full texts, of which it has none by default. Parts whose number is in `without` are not written."""
        entries = self.entries if entries is None else entries
        folder = pathlib.Path(folder)
        (folder / "index").mkdir(parents=True)
        parts = [f"index/articles-{number:04}.js" for number in range(1, (len(entries) + PER_PART - 1) // PER_PART + 1)]
        for number, part in enumerate(parts, 1):
            if number not in without:
                write_part(folder / part, number, entries)
        head = {**self.head, "articles": len(entries), "parts": parts, "texts": write_texts(folder, texts), **head}
        page = HEAD.sub(lambda found: found[1] + data_for_script(head) + found[3], self.page(), count=1)
        (folder / "index.html").write_text(page, "utf-8")
        if briefs is not None:
            for address, text in briefs.items():
                (folder / address).parent.mkdir(parents=True, exist_ok=True)
                (folder / address).write_text(text, "utf-8")
        elif (self.folder / "briefs").exists():
            (folder / "briefs").symlink_to((self.folder / "briefs").resolve(), target_is_directory=True)
        return Output(folder)

    def fold(self, text):
        fold = self.head["fold"]
        table = str.maketrans(fold["from"], fold["to"], fold["dropped"])
        return unicodedata.normalize("NFKC", text).lower().translate(table)


def article(number, **fields):
    """An entry that says nothing but its fields."""
    return {"id": f"{number:064x}", "path": f"article-{number}.txt", "outcome": "done", "headline": f"Headline {number}",
            "language": "ar", "verdict": "fit", "sentences": 3, **fields}


def many(output, count):
    """`count` articles made from those of an output, with days and numbers that differ."""
    briefs = [entry for entry in output.entries if entry.get("headline")]
    made = []
    for number in range(count):
        base = briefs[number % len(briefs)]
        entry = {key: value for key, value in base.items() if key != "story"}
        entry.update(id=f"{number:064x}", path=f"many/{number:06}.txt", headline=f"{base['headline']} {number}",
                     day=f"20{number % 20 + 10}-{number % 12 + 1:02}-{number % 28 + 1:02}")
        made.append(entry)
    return made
