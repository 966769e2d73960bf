// The versions of a story beside the article that is shown for it. Their sentences are asked of the
// briefs themselves when a reader opens the list of versions.

const MOST_SENTENCES = 5000;
/** How many numbers are named. */
const MOST_NUMBERS = 8;

/** What differs, by the two records; null where a brief does not tell its sentences. */
const differences = new Map();

/** What a brief says as its sentences, with known fields only; null if it is something else. */
function readSentences(value) {
  if (!Array.isArray(value) || value.length > MOST_SENTENCES) return null;
  return value
    .map((sentence) => ({
      source: text(sentence?.source).slice(0, LONGEST_TEXT),
      translation: text(sentence?.translation).slice(0, LONGEST_TEXT),
    }))
    .filter(({ source }) => source.trim() !== "");
}

/** The sentences of a brief, without its headlines; null if it has none or does not answer. */
async function sentencesOf(record) {
  const answer = await askBrief(record, { type: "sentences" }, "sentences");
  return answer && readSentences(answer.sentences);
}

/** Fills in what differs, version by version, as long as their list is seen. */
async function compareVersions(list, shown) {
  const rows = [...list.children].map((row) => [row, recordOfRow.get(row)]);
  let sentences;
  for (const [row, version] of rows) {
    const key = `${version.index} ${shown.index}`;
    if (!differences.has(key)) {
      if (!list.isConnected || list.hidden) return;
      sentences ??= await sentencesOf(shown);
      const ofVersion = sentences && (await sentencesOf(version));
      differences.set(key, ofVersion ? differencesOf(ofVersion, sentences) : null);
    }
    row.querySelector(":scope > .differs").replaceChildren(...differenceNodes(version, differences.get(key)));
  }
}

const named = (list) => list.slice(0, MOST_NUMBERS).join(", ") + (list.length > MOST_NUMBERS ? ", …" : "");

/** The differences in words: "2 sentences only here, 1 changed; 3 of the one above are missing; numbers only here: 12." */
function differenceWords({ added, changed, lacking, addedNumbers, lackingNumbers }) {
  const sentences = [
    added.length > 0 && `${counted(added.length, "sentence")} only here`,
    changed.length > 0 && `${counted(changed.length, "sentence")} changed`,
    lacking > 0 && `${counted(lacking, "sentence")} of the article above missing`,
  ];
  const parts = [
    sentences.filter(Boolean).join(", "),
    addedNumbers.length > 0 && `numbers only here: ${named(addedNumbers)}`,
    lackingNumbers.length > 0 && `numbers only above: ${named(lackingNumbers)}`,
  ].filter(Boolean);
  return parts.length === 0 ? "The same sentences as above." : `${parts.join("; ")}.`;
}

function differenceNodes(record, found) {
  if (found === null) return [element("p", { class: "hint" }, "What differs cannot be told: a brief does not give its sentences.")];
  const words = differenceWords(found);
  const sentences = [...found.added.map((sentence) => ["only here", sentence]), ...found.changed.map((sentence) => ["changed", sentence])];
  if (sentences.length === 0) return [element("p", { class: "hint" }, words)];
  const items = sentences.map(([kind, { source, translation }]) =>
    element(
      "li",
      { "data-kind": kind },
      element("span", { class: "kind" }, `${kind}: `),
      translation ? element("span", { lang: "en", dir: "auto" }, plain(translation)) : null,
      element("p", { class: "title", ...languageOf(record) }, plain(source)),
    ),
  );
  return [element("details", {}, element("summary", {}, words), element("ul", {}, ...items))];
}
