// Folding: spellings of a word become one. The program's rules come with the page.

const HEAD = JSON.parse(byId("digest").textContent);
const FOLD = { from: "", to: "", dropped: "", ...HEAD.fold };
const CLITICS = new Set(HEAD.clitics ?? []);
const LONGEST_CLITIC = Math.max(0, ...[...CLITICS].map((clitic) => clitic.length));

/** Folded characters by those they stand for; one that is dropped has an empty text. */
const folded = new Map([["ς", "σ"]]);
for (const c of FOLD.dropped) folded.set(c, "");
const foldedTo = Array.from(FOLD.to);
Array.from(FOLD.from).forEach((c, at) => folded.set(c, foldedTo[at] ?? c));

const changed = new RegExp(
  `[${[...folded.keys()].map((c) => `\\u{${c.codePointAt(0).toString(16)}}`).join("")}]`,
  "gu",
);
const tableLeavesAscii = [...folded.keys()].every((c) => c > "\u007f");
const BLANK = /[\s\u0000-\u001f\u007f-\u009f]/;
const BLANKS = new RegExp(`${BLANK.source}+`, "g");
const ascii = /^[\u0020-\u007e]*$/;

/** A text folded, without its white space made one. */
function foldPiece(text) {
  if (tableLeavesAscii && ascii.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(changed, (c) => folded.get(c));
}

/** A text folded for searching. */
const fold = (text) => foldPiece(text).replace(BLANKS, " ").trim();

// What NFKC may change together: a character with its marks, a Korean syllable in letters, a
// narrow Katakana letter with its sound mark. Nothing is composed across these pieces.
const PIECES =
  /(?:[\u1100-\u115f][\u1160-\u11a7]*[\u11a8-\u11ff]*|[\uac00-\ud7a3][\u11a8-\u11ff]*|.)[\p{M}\uff9e\uff9f]*/gsu;

/** A text folded, with the functions that tell where a unit of it starts and ends in the original. */
function foldWithMap(text) {
  if (tableLeavesAscii && ascii.test(text) && !/^ | {2}/.test(text)) {
    return { folded: text.toLowerCase(), startOf: (at) => at, endOf: (at) => at + 1 };
  }
  let out = "";
  const starts = [];
  const ends = [];
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    for (const unit of foldPiece(piece).split("")) {
      const blank = BLANK.test(unit);
      if (blank && (out === "" || out.endsWith(" "))) continue;
      out += blank ? " " : unit;
      starts.push(index);
      ends.push(index + piece.length);
    }
  }
  return { folded: out, startOf: (at) => starts[at], endOf: (at) => ends[at] };
}
