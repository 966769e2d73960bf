// One article in the list.

const languageOf = (record) => ({ lang: languageCode(record.language), dir: "auto" });

const dayOf = (record) => (record.day === null ? record.date : dayText(record.day));

/** "5 doubts: numbers 2, meaning 3" */
function doubtsLine({ doubts, flags }) {
  const kinds = Object.entries(flags).sort((a, b) => b[1] - a[1]);
  return `${counted(doubts, "doubt")}: ${kinds.map(([kind, times]) => `${DOUBTS[kind]} ${number(times)}`).join(", ")}`;
}

/** The marks of a brief as one small word for each kind, and whether it has been opened. */
function markWords(record) {
  if (!record.id) return [];
  const list = marksOf(record.id);
  const words = wasOpened(record) ? [element("span", { class: "opened" }, "Opened")] : [];
  const kinds = [...MARK_KINDS, "written"]
    .map((kind) => [kind, list.filter(({ mark }) => (mark ?? "written") === kind).length])
    .filter(([, times]) => times > 0)
    .map(([kind, times]) =>
      element("span", { class: `mark ${kind}`, "data-mark": kind }, `${MARKS[kind]}${times > 1 ? ` ${number(times)}` : ""}`),
    );
  return [...words, ...kinds];
}

/** The headline as a link that opens the brief; a plain text if there is none. */
function headlineOf(record) {
  const address = briefAddress(record);
  const [words, attributes] = record.headline
    ? [record.headline, { lang: "en", dir: "auto" }]
    : record.title
      ? [record.title, languageOf(record)]
      : [record.path, { dir: "auto" }];
  const content = highlighted(query, words);
  return address
    ? element("a", { class: "open", href: address, ...attributes }, ...content)
    : element("a", { class: "open", role: "link", tabindex: "0", ...attributes }, ...content);
}

const LATE = 160;
const LEAD_IN = 60;

/** A summary; what is far before its first hit is folded away while the row is not chosen. */
function summaryOf(record) {
  const words = plain(record.summary);
  const first = hits(query, words)[0]?.[0] ?? 0;
  const cut = first > LATE ? words.lastIndexOf(" ", first - LEAD_IN) + 1 : 0;
  const early = cut > 0 ? [element("span", { class: "early" }, words.slice(0, cut)), element("span", { class: "cut" }, "… ")] : [];
  return element("p", { class: "summary", lang: "en", dir: "auto" }, ...early, ...highlighted(query, words.slice(cut)));
}

/** The facts of a record in one line. */
function metaOf(record) {
  const item = (name, attributes, ...children) => element("span", { class: name, ...attributes }, ...children);
  const address = webAddress(record.url);
  const host = hostOf(record.url);
  const parts = [
    Object.hasOwn(VERDICTS, record.verdict) &&
      item(`verdict ${record.verdict}`, { "data-verdict": record.verdict }, VERDICTS[record.verdict]),
    (record.outcome === "failed" || record.outcome === "skipped") &&
      item(`verdict ${record.outcome}`, {}, OUTCOMES[record.outcome]),
    record.doubts > 0 && item("doubts", {}, doubtsLine(record)),
    dayOf(record) && item("day", {}, element("bdi", {}, plain(dayOf(record)))),
    host &&
      (address
        ? element(
            "a",
            { class: "host", href: address, target: "_blank", rel: "noopener noreferrer", title: plain(address) },
            ...highlighted(query, host),
          )
        : item("host", {}, ...highlighted(query, host))),
    record.language && item("language", {}, plain(languageName(record.language))),
    (record.headline || record.title) && item("path", {}, element("bdi", {}, ...highlighted(query, record.path))),
  ];
  return element("p", { class: "meta" }, ...parts.filter(Boolean), item("marks", {}, ...markWords(record)));
}

/** Names or the address, when the query is met there and nowhere in what is shown. */
function elsewhere(record) {
  if (query.wanted.length === 0) return null;
  const shown = [record.headline, record.title, record.summary, record.path, hostOf(record.url)];
  const open = query.wanted.filter((wanted) => !shown.some((words) => hits({ wanted: [wanted] }, plain(words)).length));
  if (open.length === 0) return null;
  const found = [...namesOf(record), record.url].filter((words) => hits({ wanted: open }, plain(words)).length).slice(0, 5);
  if (found.length === 0) return null;
  const items = found.map((words) => element("bdi", {}, ...highlighted(query, words)));
  return element("p", { class: "elsewhere" }, "Also in: ", ...items.flatMap((item, at) => (at ? [", ", item] : [item])));
}

const openStories = new Set();

/** The other versions of a story, under a button. */
function versionsOf(record) {
  const versions = (record.group?.versions ?? []).filter((version) => version !== record);
  if (versions.length === 0) return null;
  const isOpen = openStories.has(record.group);
  const list = element("ul", { class: "version-list", hidden: !isOpen });
  const fill = () => list.append(...versions.map(versionOf));
  // A list that is drawn again is not yet on the page.
  const compare = () => setTimeout(() => compareVersions(list, record), 0);
  if (isOpen) {
    fill();
    compare();
  }
  const button = element(
    "button",
    { type: "button", class: "versions", "aria-expanded": String(isOpen) },
    counted(versions.length, "other version"),
  );
  button.addEventListener("click", () => {
    if (!list.firstChild) fill();
    list.hidden = !list.hidden;
    if (list.hidden) openStories.delete(record.group);
    else {
      openStories.add(record.group);
      compare();
    }
    button.setAttribute("aria-expanded", String(!list.hidden));
    showCurrent();
  });
  return element("div", { class: "story" }, button, list);
}

function versionOf(record) {
  const title = record.title && record.title !== record.headline
    ? element("p", { class: "title", ...languageOf(record) }, ...highlighted(query, record.title))
    : null;
  const out = record.scan !== listScan.stamp ? element("p", { class: "hint" }, "not among the articles that match") : null;
  const row = element("li", { "data-path": record.path, "data-id": record.id }, headlineOf(record), title, metaOf(record), out, element("div", { class: "differs" }));
  rememberRecord(row, record);
  return row;
}

/** The row of a record. */
function rowOf(record) {
  const row = element(
    "li",
    { class: "row", "data-path": record.path, "data-id": record.id, "data-outcome": record.outcome },
    element("h3", {}, headlineOf(record)),
    record.headline && record.title && record.title !== record.headline
      ? element("p", { class: "title", ...languageOf(record) }, ...highlighted(query, record.title))
      : null,
    record.summary ? summaryOf(record) : null,
    record.reason ? element("p", { class: "reason", dir: "auto" }, ...isolated(plain(record.reason))) : null,
    elsewhere(record),
    snippetOf(record),
    metaOf(record),
    versionsOf(record),
  );
  rememberRecord(row, record);
  return row;
}
