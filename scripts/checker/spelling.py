"""How well an Arabic word spells an English name, and how much an Arabic word looks like a foreign name, by letters.

    s<TAB>English letters<TAB>Arabic letters:score ...
    t<TAB>three letters of a folded Arabic word:score ...

The first is a joint model of pieces of both spellings (Bisani and Ney 2008): a score is ten times the logarithm of how
much oftener the pieces stand for each other than their letters by chance. The second compares trigrams of names and of
other words, ^ and $ being the ends of a word. make_spelling.py makes the file. The Rust port is src/quality/spelling.rs.
"""

import functools
import gzip
from pathlib import Path

# The score of a letter that the other word has nothing for.
LEFT_OUT = -50
LONGEST_PIECE = 3  # of English letters
LONGEST = 24  # letters of a word that are compared


class Spelling:
    def __init__(self, lines):
        self.pieces = {}
        self.trigrams = {}
        for line in lines:
            side, *fields = line.rstrip("\n").split("\t")
            items = [item.rsplit(":", 1) for item in fields[-1].split(" ")]
            if side == "s":
                self.pieces[fields[0]] = [(letters, int(score)) for letters, score in items]
            else:
                self.trigrams |= {letters: int(score) for letters, score in items}
        self.likeness = functools.lru_cache(None)(self._likeness)

    @classmethod
    def read(cls, path):
        unpack = gzip.open if Path(path).suffix == ".gz" else open
        with unpack(path, "rt", encoding="utf-8") as lines:
            return cls(lines)

    def _likeness(self, english, arabic):
        """The score of the best division into pieces, by the letters of both words; -1 to 1."""
        if not english or max(len(english), len(arabic)) > LONGEST:
            return -1.0
        least = LEFT_OUT * (len(english) + len(arabic))
        best = [[least] * (len(arabic) + 1) for _ in range(len(english) + 1)]
        best[0][0] = 0
        for at in range(len(english) + 1):
            pieces = [
                (length, piece)
                for length in range(min(LONGEST_PIECE, len(english) - at) + 1)
                for piece in self.pieces.get(english[at : at + length], ())
            ]
            for other in range(len(arabic) + 1):
                own = best[at][other]
                for length, (letters, value) in pieces:
                    if arabic.startswith(letters, other):
                        row, place = best[at + length], other + len(letters)
                        row[place] = max(row[place], own + value)
                if at < len(english):
                    best[at + 1][other] = max(best[at + 1][other], own + LEFT_OUT)
                if other < len(arabic):
                    best[at][other + 1] = max(best[at][other + 1], own + LEFT_OUT)
        return max(-1.0, min(1.0, best[-1][-1] / (10 * (len(english) + len(arabic)))))

    def foreign(self, word):
        """How much a folded Arabic word looks like a name: the mean score of its trigrams, above 0 for names."""
        whole = f"^{word}$"
        trigrams = [whole[at : at + 3] for at in range(len(whole) - 2)]
        return sum(self.trigrams.get(trigram, 0) for trigram in trigrams) / (10 * len(trigrams))
