// Scanning: which articles the view shows, and how many each filter would show. It goes through
// the records in slices, goes on when more are loaded, and stops when the view changes.

const DAY_ONE = 719162; // days from the year 1 to 1970
const MOST_DAYS = 2 ** 22;
const MOST_RECORDS = 2 ** 20;
const DATE_FILTER = FACETS.length;

let scan = null;
let lastScan = 0;

/** What the dates of the view let through, as a test of a day's number (or null). */
function dateTest({ from, to, undated }) {
  if (undated) return (day) => day === null;
  if (!from && !to) return () => true;
  const first = from ? dayNumber(from) : -Infinity;
  const last = to ? dayNumber(to) : Infinity;
  return (day) => day !== null && day >= first && day <= last;
}

/** The numbers of the chosen values of each facet, or null where none is chosen. */
const chosenIds = () =>
  FACETS.map((item) => {
    const values = view.chosen[item.name];
    return values.size === 0 ? null : new Set([...values].map((value) => valueId(item, value)));
  });

/**
 * Starts to scan for the view as it is now; `keepList` if only the counts can have changed,
 * `keepPlace` if as many rows as now are to be shown.
 */
function startScan({ keepList = false, keepPlace = false } = {}) {
  scan?.stop?.();
  lastScan += 1;
  scan = {
    stamp: lastScan,
    keepList,
    keepPlace,
    query,
    sort: sortInUse(),
    chosen: chosenIds(),
    inDates: dateTest(view),
    next: 0,
    published: 0,
    found: [],
    counts: FACETS.map(() => []),
    days: new Map(),
    undated: 0,
    stop: null,
  };
  byId("count").dataset.state = "busy";
  continueScan();
}

/** Scans what has not been scanned yet. */
function continueScan() {
  const mine = scan;
  if (mine.stop) return;
  const start = mine.next;
  mine.stop = inSlices(
    () => records.length - start,
    () => {
      scanRecord(mine, records[mine.next]);
      mine.next += 1;
    },
    () => {
      mine.stop = null;
      if (isWorthShowing(mine)) publish(mine);
    },
  );
}

/** While articles are loaded, the list is shown anew only when they have doubled. */
const isWorthShowing = ({ published, next }) => published === 0 || next >= 2 * published || allLoaded();

/** Counts a record for every filter that alone keeps it out; if none does, it is found. */
function scanRecord(mine, record) {
  if (scoreOf(mine.query, record) === 0) return;
  let failing = mine.inDates(record.day) ? -1 : DATE_FILTER;
  for (let at = 0; at < FACETS.length; at += 1) {
    const chosen = mine.chosen[at];
    if (chosen === null || record.values[at].some((id) => chosen.has(id))) continue;
    if (failing >= 0) return;
    failing = at;
  }
  if (failing < 0) {
    record.scan = mine.stamp;
    mine.found.push(record);
  }
  for (let at = 0; at < FACETS.length; at += 1) {
    if (failing >= 0 && failing !== at) continue;
    const counts = mine.counts[at];
    for (const id of record.values[at]) counts[id] = (counts[id] ?? 0) + 1;
  }
  if (failing < 0 || failing === DATE_FILTER) {
    if (record.day === null) mine.undated += 1;
    else mine.days.set(record.day, (mine.days.get(record.day) ?? 0) + 1);
  }
}

/** A path as a file and the number of a record in it. */
function pathParts({ path, index }) {
  const number = /#\d+$/.exec(path)?.[0] ?? "";
  return { file: path.slice(0, path.length - number.length), number: Number(number.slice(1)), index };
}

/** Paths in order, with the records of one file by their number. */
function comparePaths(a, b) {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.number - b.number || a.index - b.index;
}

let pathOrder = { length: 0, ranks: [] };

/** The place of every record in the order of paths. */
function pathRanks() {
  if (pathOrder.length !== records.length) {
    const ranks = new Uint32Array(records.length);
    records.map(pathParts).sort(comparePaths).forEach(({ index }, rank) => {
      ranks[index] = rank;
    });
    pathOrder = { length: records.length, ranks };
  }
  return pathOrder.ranks;
}

const VERDICT_ORDER = { fit: 0, care: 1, unfit: 2 };

/** Articles in order. The order is one number for each, since numbers are sorted much faster. */
function sorted({ found, sort, days }) {
  const isPlaceholder = placeholderTest(days);
  const isDated = ({ day }) => day !== null && !isPlaceholder(day);
  const newest = (record) => (isDated(record) ? MOST_DAYS - 2 - (record.day + DAY_ONE) : MOST_DAYS - 1);
  const oldest = (record) => (isDated(record) ? record.day + DAY_ONE : MOST_DAYS - 1);
  const ranks = sort === "path" ? pathRanks() : null;
  const keys = {
    newest,
    oldest,
    // More would make keys that a number does not hold exactly.
    doubts: (record) => (511 - Math.min(511, record.doubts)) * MOST_DAYS + newest(record),
    verdict: (record) => (Object.hasOwn(VERDICT_ORDER, record.verdict) ? VERDICT_ORDER[record.verdict] : 3) * MOST_DAYS + newest(record),
    path: ({ index }) => ranks[index],
    relevance: (record) => (255 - record.score) * MOST_DAYS + newest(record),
  };
  const key = keys[sort];
  const order = Float64Array.from(found, (record) => key(record) * MOST_RECORDS + record.index);
  return Array.from(order.sort(), (value) => records[value % MOST_RECORDS]);
}

/** One record for each story: the one that stands for it if it is found, else the first. */
function oneOfEachStory(list, stamp) {
  const shown = new Map();
  return list.filter((record) => {
    const { group } = record;
    if (!group || group.versions.length === 1) return true;
    if (!shown.has(group)) shown.set(group, group.lead?.scan === stamp ? group.lead : record);
    return shown.get(group) === record;
  });
}

/** Shows what was found: the list first, then the filters, so that typing is not held up. */
function publish(mine) {
  mine.published = mine.next;
  if (mine.keepList) keepList(mine);
  else showList(oneOfEachStory(sorted(mine), mine.stamp), mine);
  const shownOf = mine.published;
  const steps = [
    () => showTimeline(mine),
    ...FACETS.map((item) => () => showFacet(item, mine)),
    () => showLeftOut(mine),
    () => {
      mine.keepList = false;
      document.body.toggleAttribute("data-ready", allLoaded());
    },
  ];
  inTurn(steps, () => scan === mine && mine.published === shownOf);
}
