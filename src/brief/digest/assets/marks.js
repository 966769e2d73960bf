// Marks of the reader: which sentences were checked, are wrong or can be used. They are kept in
// this browser under the name of this folder.

const MARK_KINDS = ["checked", "wrong", "use"];
const LONGEST_TEXT = 4000;
const folderHash = hashOf(location.pathname.replace(/[^/]*$/, ""));
const markKey = `mujaz-marks:${folderHash}`;

/** Marks by brief, then by sentence. A removed one stays, so that an older one does not return. */
const marks = new Map();

/** FNV-1a, as eight hexadecimal digits. */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** What came from outside as a mark, with known fields only, or null. A mark may be a note alone. */
function readMark(value) {
  if (typeof value !== "object" || value === null) return null;
  const { brief, sentence, mark, at } = value;
  const isWritten = [value.note, value.correction].some((text) => typeof text === "string" && text !== "");
  const known = mark === null || MARK_KINDS.includes(mark) || (mark === undefined && isWritten);
  if (!known || typeof brief !== "string" || brief === "" || brief.length > 200) return null;
  if (!Number.isInteger(sentence) || sentence < 0 || sentence > 1e6) return null;
  const time = typeof at === "string" ? Date.parse(at) : NaN;
  if (Number.isNaN(time)) return null;
  const out = { brief, sentence, mark, at: new Date(time).toISOString() };
  for (const name of ["path", "language", "note", "correction", "source", "translation"]) {
    if (typeof value[name] === "string" && value[name] !== "") out[name] = value[name].slice(0, LONGEST_TEXT);
  }
  return out;
}

/** A mark that is being set now, whatever the clock of an older one said. */
function afterOlder(mark) {
  const old = marks.get(mark?.brief)?.get(mark.sentence);
  return old && old.at >= mark.at ? { ...mark, at: new Date(Date.parse(old.at) + 1).toISOString() } : mark;
}

/** Takes marks in, the newest of each sentence; tells the briefs that changed. */
function mergeMarks(list) {
  const briefs = new Set();
  let taken = 0;
  for (const mark of list.map(readMark)) {
    if (!mark) continue;
    const ofBrief = marks.get(mark.brief) ?? new Map();
    const old = ofBrief.get(mark.sentence);
    if (old && old.at >= mark.at) continue;
    ofBrief.set(mark.sentence, mark);
    marks.set(mark.brief, ofBrief);
    briefs.add(mark.brief);
    taken += 1;
  }
  return { briefs, taken };
}

/** The marks of all briefs, also those that were removed. */
const everyMark = () => [...marks.values()].flatMap((ofBrief) => [...ofBrief.values()]);

/** The marks of a brief that stand. */
const marksOf = (brief) => [...(marks.get(brief)?.values() ?? [])].filter(({ mark }) => mark !== null);

/** The marks that stand, of all briefs; one that was carried over to a newer brief counts there. */
const allMarks = () =>
  [...marks.keys()].flatMap(marksOf).filter((mark) => {
    const record = translatedAgain(mark);
    return !record || !isCarried(mark, record);
  });

/** Which kinds of marks a brief has: a list of numbers of the facet. */
function markValues(brief) {
  const item = FACETS[FACET.mark];
  const kinds = new Set(marks.has(brief) ? marksOf(brief).map(({ mark }) => mark ?? "written") : []);
  return kinds.size === 0 ? only(item, "unmarked") : [...kinds].map((kind) => valueId(item, kind));
}

function storeMarks() {
  try {
    localStorage.setItem(markKey, JSON.stringify({ mujaz_marks: 1, marks: everyMark() }));
  } catch {
    byId("not-kept").textContent = "This browser does not keep the marks: save them as a file before you close the page.";
  }
}

/** The marks that are kept in this browser; none if it refuses or holds something else. */
function storedMarks() {
  try {
    const stored = JSON.parse(localStorage.getItem(markKey) ?? "{}");
    return Array.isArray(stored?.marks) ? stored.marks : [];
  } catch {
    return [];
  }
}
