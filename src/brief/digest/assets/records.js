// Records: the articles as this page keeps them. What is needed for searching is folded once,
// when it is first looked for.

const records = [];
const recordOfPath = new Map();
const recordsOfBrief = new Map();
const stories = new Map();

const text = (value) => (typeof value === "string" ? value : "");
const count = (value) => (Number.isInteger(value) && value > 0 ? value : 0);

const isText = (value) => typeof value === "string";
const isCount = (value) => Number.isInteger(value) && value >= 0;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isName = (value) => Array.isArray(value) && isText(value[0]) && isText(value[1]) && isCount(value[2]);

/** What each field of an entry must be, apart from its path, where it is not left out. */
const FIELDS = {
  failed: isCount,
  sentences: isCount,
  flags: (value) => isObject(value) && Object.values(value).every(isCount),
  names: (value) => Array.isArray(value) && value.every(isName),
};
const TEXTS = ["id", "outcome", "reason", "headline", "summary", "title", "language", "date", "day", "url", "verdict", "story", "html", "md"];
for (const name of TEXTS) FIELDS[name] = isText;

/** The fields of an entry that are not what they must be; an article is shown without them. */
const spoiltFields = (entry) => Object.keys(FIELDS).filter((name) => (entry[name] ?? null) !== null && !FIELDS[name](entry[name]));

const DAY = 86400000;

const knownDays = new Map();

/** The number of a day such as 2026-11-01, or null. */
function dayNumber(day) {
  let known = knownDays.get(day);
  if (known === undefined) {
    known = readDay(day);
    if (knownDays.size < 100000) knownDays.set(day, known);
  }
  return known;
}

function readDay(day) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day < "0001") return null;
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time) || dayText(time / DAY) !== day) return null;
  return time / DAY;
}

const dayText = (numberOfDay) => new Date(numberOfDay * DAY).toISOString().slice(0, 10);

/** The host of a web address, without what is the same for most. */
function hostOf(url) {
  // Browsers leave these characters out of an address.
  const address = url.replace(/[\t\n\r]/g, "");
  const host = /^https?:\/\/(?:[^/?#@\\]*@)?([^/?#:\\\s]+)/i.exec(address)?.[1] ?? "";
  return host.toLowerCase().replace(/^www\./, "");
}

/** The folders above a path, from the outermost; a file of records counts as one. */
function foldersOf(path) {
  const item = FACETS[FACET.folder];
  const isRecord = /#\d+$/.test(path);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf(isRecord ? "#" : "/")));
  if (folder === "") return [];
  item.chains ??= new Map();
  let chain = item.chains.get(folder);
  if (!chain) {
    const parts = folder.split("/");
    chain = parts.map((_, at) => valueId(item, parts.slice(0, at + 1).join("/")));
    item.chains.set(folder, chain);
  }
  return chain;
}

const NO_VALUES = [];

/** The values of an article in every facet. */
function facetValues(entry, record) {
  const values = FACETS.map(() => NO_VALUES);
  const put = (name, value) => {
    if (value !== "") values[FACET[name]] = only(FACETS[FACET[name]], value);
  };
  const { verdict, outcome } = record;
  const readable = outcome !== "failed" && outcome !== "skipped";
  put("verdict", Object.hasOwn(VERDICTS, verdict) ? verdict : readable ? "none" : "");
  put("outcome", Object.hasOwn(OUTCOMES, outcome) ? outcome : "");
  put("reason", readable ? "" : record.reason);
  put("source", hostOf(record.url));
  put("language", record.language);
  values[FACET.doubt] = Object.keys(record.flags).map((kind) => valueId(FACETS[FACET.doubt], kind));
  values[FACET.folder] = foldersOf(record.path);
  values[FACET.mark] = record.id ? markValues(record.id) : NO_VALUES;
  for (const [name, kind] of Array.isArray(entry.names) ? entry.names.filter(Array.isArray) : []) {
    if (typeof name !== "string" || name === "" || !NAME_KINDS.includes(kind)) continue;
    const at = FACET[kind];
    if (values[at] === NO_VALUES) values[at] = [];
    values[at].push(valueId(FACETS[at], name));
  }
  return values;
}

/** Whether an entry names an article, which is all that it needs. */
const isEntry = (entry) => isObject(entry) && text(entry.path) !== "";

/** An article as a record, among the others. */
function addRecord(entry) {
  const flags = Object.entries({ ...entry.flags, failure: entry.failed }).filter(([kind, times]) => Object.hasOwn(DOUBTS, kind) && count(times));
  const record = {
    index: records.length,
    id: text(entry.id),
    path: entry.path,
    outcome: text(entry.outcome),
    verdict: text(entry.verdict),
    reason: text(entry.reason),
    headline: text(entry.headline),
    summary: text(entry.summary),
    title: text(entry.title),
    language: text(entry.language),
    date: text(entry.date),
    day: dayNumber(text(entry.day)),
    url: text(entry.url),
    flags: Object.fromEntries(flags),
    doubts: flags.reduce((sum, [, times]) => sum + times, 0),
    html: text(entry.html),
    md: text(entry.md),
    group: null,
    folded: null,
    inText: null,
    headEnd: 0,
    stamp: 0,
    score: 0,
    scan: 0,
  };
  record.values = facetValues(entry, record);
  records.push(record);
  recordOfPath.set(record.path, record);
  if (record.id) {
    if (recordsOfBrief.has(record.id)) recordsOfBrief.get(record.id).push(record);
    else recordsOfBrief.set(record.id, [record]);
  }
  joinStory(record, text(entry.story));
}

/** Puts a record among the versions of its story; the one that leads may come before or after. */
function joinStory(record, story) {
  const lead = (group, leading) => {
    group.lead = leading;
    group.versions.unshift(leading);
    leading.group = group;
  };
  if (story !== "" && story !== record.id) {
    let group = stories.get(story);
    if (!group) {
      group = { lead: null, versions: [] };
      stories.set(story, group);
      const known = recordsOfBrief.get(story)?.[0];
      if (known && !known.group) lead(group, known);
    }
    group.versions.push(record);
    record.group = group;
  }
  const led = stories.get(record.id);
  if (led && !led.lead && !record.group) lead(led, record);
}

/** The names in an article, of all kinds. */
const namesOf = (record) =>
  NAME_KINDS.flatMap((kind) => record.values[FACET[kind]].map((id) => FACETS[FACET[kind]].values[id]));

/** Folds what a record is searched in, once: the headlines, then the rest, a line each. */
function foldRecord(record) {
  if (record.folded !== null) return;
  const head = [fold(record.headline), fold(record.title)].join("\n");
  const rest = [record.summary, ...namesOf(record), record.path, record.url].map((part) => fold(part));
  record.headEnd = head.length;
  record.folded = [head, ...rest].join("\n");
}

/** How well a record meets a query; remembered until there is another query. */
function scoreOf(query, record) {
  if (query.wanted.length === 0 && query.unwanted.length === 0) return 1;
  if (record.stamp === query.stamp) return record.score;
  foldRecord(record);
  record.stamp = query.stamp;
  record.score = score(query, record.folded, record.headEnd, inTextOf(query, record));
  return record.score;
}
