// What differs between two versions of a story: the sentences and the numbers of one that the other
// has not. Sentences are compared as they stand in the source, folded as for searching.

/** The share of its pairs of neighbouring words that the other article has, if a sentence is a changed one. */
const CHANGED = 0.6;

const SPACELESS = WITHOUT_SPACES.source.slice(1);
const WORDS = new RegExp(`${SPACELESS}|(?:(?!${SPACELESS})[\\p{L}\\p{N}\\p{M}])+`, "gu");
const NUMBERS = /\p{N}+(?:[.,٫٬]\p{N}+)*/gu;
/** The zeros of the digits that news are written with. */
const ZEROS = ["0", "٠", "۰", "०", "０"].map((zero) => zero.codePointAt(0));

const foldedWords = (text) => fold(text).match(WORDS) ?? [];

const pairsOf = (words) => words.slice(1).map((word, at) => `${words[at]} ${word}`);

/** A digit of any of these kinds as one of 0 to 9. */
function plainDigit(digit) {
  const code = digit.codePointAt(0);
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? digit : String(code - zero);
}

/** The numbers of a text, each in one spelling: digits 0 to 9, a point before decimals, no sign between thousands. */
function numbersOf(text) {
  const found = text.match(NUMBERS) ?? [];
  return found.map((number) =>
    number
      .replace(/\p{N}/gu, plainDigit)
      .replace(/[,٬](?=\d{3}(?!\d))/g, "")
      .replace(/٫/g, "."),
  );
}

/** What the sentences of an article are compared by. */
function readText(sentences) {
  const words = sentences.map(({ source }) => foldedWords(source));
  const all = words.flat();
  return {
    words,
    whole: ` ${all.join(" ")} `,
    pairs: new Set(pairsOf(all)),
    numbers: new Set(sentences.flatMap(({ source }) => numbersOf(source))),
  };
}

/** How a sentence stands in another text: 0 not, 1 changed, 2 word for word. */
function stands(words, other) {
  if (words.length === 0 || other.whole.includes(` ${words.join(" ")} `)) return 2;
  const pairs = pairsOf(words);
  const known = pairs.filter((pair) => other.pairs.has(pair)).length;
  return pairs.length > 0 && known >= CHANGED * pairs.length ? 1 : 0;
}

/**
 * What differs between a version and the article that is shown for its story: the version's own
 * sentences, those that it changed, how many it lacks, and the numbers that only one of the two has.
 */
function differencesOf(version, shown) {
  const [mine, theirs] = [readText(version), readText(shown)];
  const kinds = mine.words.map((words) => stands(words, theirs));
  const only = (numbers, others) => [...numbers].filter((number) => !others.has(number));
  return {
    added: version.filter((_, at) => kinds[at] === 0),
    changed: version.filter((_, at) => kinds[at] === 1),
    lacking: theirs.words.filter((words) => stands(words, mine) === 0).length,
    addedNumbers: only(mine.numbers, theirs.numbers),
    lackingNumbers: only(theirs.numbers, mine.numbers),
  };
}
