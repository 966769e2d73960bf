// Facets: the properties by which articles are filtered and counted. Values are kept as small
// numbers, so that counting 100,000 articles stays quick.

const DOUBTS = {
  empty: "no English text",
  repetition: "repeats itself",
  residue: "foreign letters left",
  length: "length",
  number: "numbers",
  date: "dates",
  name: "names",
  negation: "negation",
  omission: "left out",
  language: "wrong language",
  meaning: "meaning",
  confidence: "low confidence",
  faithfulness: "summary not in the text",
  failure: "not translated",
  error: "failed for now",
  reading: "text of the page left out",
  term: "glossary term",
};
const VERDICTS = { fit: "Fit to read", care: "Read with care", unfit: "Not fit to read", none: "No verdict" };
const OUTCOMES = { done: "Nothing to check", flagged: "Something to check", failed: "Failed", skipped: "Skipped" };
const MARKS = { checked: "Checked", wrong: "Wrong", use: "To be used", written: "Note or correction", unmarked: "Unmarked" };

/**
 * A facet. `words` holds the only values it can have, in the order in which they are shown;
 * `isSentence` says that a value is an English sentence.
 */
function facet(name, title, { words = null, label = (value) => words?.[value] ?? value, byCount = !words, isSentence = false } = {}) {
  return { name, title, words, label, byCount, isSentence, values: [], ids: new Map(), alone: [], folded: [] };
}

const FACETS = [
  facet("verdict", "Verdict", { words: VERDICTS }),
  facet("doubt", "To check", { words: DOUBTS, byCount: true }),
  facet("place", "Places"),
  facet("person", "People"),
  facet("organisation", "Organisations"),
  facet("source", "Source"),
  facet("folder", "Folder"),
  facet("language", "Language", { label: languageName }),
  facet("mark", "Marks", { words: MARKS }),
  facet("outcome", "Outcome", { words: OUTCOMES }),
  facet("reason", "Reason", { isSentence: true }),
];
const FACET = Object.fromEntries(FACETS.map((item, at) => [item.name, at]));
const NAME_KINDS = ["person", "place", "organisation"];

/** The number of a value, which is new if it was not met before. */
function valueId(item, value) {
  const known = item.ids.get(value);
  if (known !== undefined) return known;
  const id = item.values.length;
  item.values.push(value);
  item.ids.set(value, id);
  item.alone.push([id]);
  return id;
}

/** The list of one value alone, the same for all articles. */
const only = (item, value) => item.alone[valueId(item, value)];

for (const item of FACETS) {
  if (item.words) Object.keys(item.words).forEach((value) => valueId(item, value));
}

/** A label of a value as nodes. */
const labelNodes = (item, label) => (item?.isSentence ? isolated(plain(label)) : [plain(label)]);

/** The label of a value, folded, for finding it by name. */
function foldedLabel(item, id) {
  item.folded[id] ??= fold(item.label(item.values[id]));
  return item.folded[id];
}
