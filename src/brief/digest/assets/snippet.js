// Snippets: the sentence of a full text that meets a query, in both languages.

/** A sentence longer than this is shown without its end, and without what is far before a hit. */
const LONGEST_SNIPPET = 320;
const BEFORE_HIT = 100;
/** Of a sentence longer than this, so much around the first hit is kept. */
const LONGEST_KEPT = 1000;

/** A text of its own: a part of another one would keep all of that in memory. */
const detached = (part) => JSON.parse(JSON.stringify(part));

/** A place in a text where it may be cut: no character is cut in two. */
const wholeAt = (text, at) => (/[\udc00-\udfff]/.test(text[at] ?? "") ? at + 1 : at);

/** The part of a sentence around its first hit, or its beginning. */
function around(terms, sentence) {
  if (sentence.length <= LONGEST_SNIPPET) return sentence;
  const hit = hits({ wanted: terms }, sentence)[0]?.[0] ?? 0;
  const early = Math.max(0, hit - BEFORE_HIT);
  const word = early === 0 ? 0 : sentence.lastIndexOf(" ", early) + 1;
  const from = early - word <= BEFORE_HIT ? word : wholeAt(sentence, early);
  const rest = sentence.slice(from);
  if (rest.length <= LONGEST_SNIPPET) return `${from > 0 ? "… " : ""}${rest}`;
  const space = rest.lastIndexOf(" ", LONGEST_SNIPPET);
  const end = space > LONGEST_SNIPPET / 2 ? space : wholeAt(rest, LONGEST_SNIPPET);
  return `${from > 0 ? "… " : ""}${rest.slice(0, end)} …`;
}

/** About where in a sentence a place of it folded lies: a map of all would take long for thousands of sentences. */
function placeOfFolded(sentence, at) {
  let [low, high] = [0, sentence.length];
  while (high - low > LONGEST_KEPT / 4) {
    const middle = Math.floor((low + high) / 2);
    if (fold(sentence.slice(0, middle)).length <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** The part of a sentence that is kept. */
function keptPart(terms, sentence, folded) {
  if (sentence.length <= LONGEST_KEPT) return sentence;
  const places = terms.flatMap(({ forms, whole }) => forms.map((form) => findForm(folded, form, { whole }))).filter((at) => at >= 0);
  const hit = places.length === 0 ? 0 : placeOfFolded(sentence, Math.min(...places));
  const from = wholeAt(sentence, Math.max(0, hit - LONGEST_KEPT / 4));
  const end = wholeAt(sentence, from + LONGEST_KEPT);
  return `${from > 0 ? "… " : ""}${sentence.slice(from, end)}${end < sentence.length ? " …" : ""}`;
}

/** The sentence of a text that meets most of the terms, of equals the first: its lines in both languages. */
function bestSentence(article, terms) {
  const folded = foldedText(article);
  const [translations, sources] = [folded.translation.split("\n"), folded.source.split("\n")];
  const metIn = (line) => terms.filter((term) => isMetIn(term, line)).length;
  let [best, most] = [0, 0];
  for (let at = 0; at < Math.max(translations.length, sources.length) && most < terms.length; at += 1) {
    const met = Math.max(metIn(translations[at] ?? ""), metIn(sources[at] ?? ""));
    if (met > most) [best, most] = [at, met];
  }
  const line = (lines, foldedLines) => detached(keptPart(terms, plain(lines.split("\n")[best] ?? ""), foldedLines[best] ?? ""));
  return { translation: line(article.translation, translations), source: line(article.source, sources) };
}

/** The sentence in which the text of a record meets the query, where the record itself does not. */
function snippetOf(record) {
  const sentence = inTextOf(query, record)?.sentence;
  if (!sentence) return null;
  const terms = query.wanted.filter((_, at) => record.inText.isMet[at]);
  const part = (words, name, attributes) =>
    words === "" ? null : element("p", { class: name, ...attributes }, ...highlighted(query, around(terms, words)));
  return element(
    "blockquote",
    { class: "snippet", "aria-label": "From the text" },
    part(sentence.translation, "translation", { lang: "en", dir: "auto" }),
    part(sentence.source, "source", languageOf(record)),
  );
}
