// The brief beside the list, or over it where there is no room. It is a page of its own in a frame.

const narrow = matchMedia("(max-width: 59.99rem)");
const isNarrow = () => narrow.matches;
const OPEN_DELAY = 150;

let opened = null;
let openTimer = 0;

const frame = () => byId("brief");

/** Shows the brief of a record, or goes into the one that is open. Only an html can be shown in the page; a md opens alone. */
function openBrief(record) {
  clearTimeout(openTimer);
  if (opened === record) {
    // Firefox lets no key move the focus into a frame while the key is being handled.
    setTimeout(() => frame()?.focus(), 0);
    return;
  }
  if (!addressBelow(record.html)) {
    const address = addressBelow(record.md);
    if (address) window.open(address, "_blank", "noopener");
    else say(record.reason ? `There is no brief: ${plain(record.reason)}` : "There is no brief of this article.");
    return;
  }
  const isStep = view.open === "";
  view.open = record.path;
  writeAddress(isStep);
  showPane();
}

/** Opens a brief a little later unless it is open, so that a held key does not load all on its way. */
function openSoon(record) {
  clearTimeout(openTimer);
  openTimer = setTimeout(() => opened !== record && addressBelow(record.html) && openBrief(record), OPEN_DELAY);
}

function closeBrief() {
  if (view.open === "") return;
  view.open = "";
  writeAddress(true);
  showPane();
}

/** Makes the pane show what the view says. Its row has the focus again when it closes. */
function showPane() {
  clearTimeout(openTimer);
  const record = view.open === "" ? null : (recordOfPath.get(view.open) ?? null);
  const address = record ? addressBelow(record.html) : "";
  const isOpen = address !== "";
  if (view.open !== "" && !isOpen && allLoaded()) {
    view.open = "";
    writeAddress(false);
  }
  const pane = byId("pane");
  const wasOpen = !pane.hidden;
  pane.hidden = !isOpen;
  document.body.toggleAttribute("data-open", isOpen);
  for (const part of [byId("top"), byId("bar"), byId("filters"), byId("articles"), byId("skip"), byId("problems")]) {
    part.inert = isOpen && isNarrow();
  }
  if (!isOpen) {
    opened = null;
    byId("frame").replaceChildren();
    if (!wasOpen) return;
    const row = rowOfPath(chosenPath);
    if (row) choose(row);
    else byId("list").focus();
    return;
  }
  if (opened === record) return;
  opened = record;
  noteOpened(record);
  chosenPath = record.path;
  byId("open-alone").href = address;
  pane.setAttribute("aria-label", `Brief: ${plain(record.headline || record.path)}`);
  // A new frame each time: going through briefs does not fill the history of the browser.
  const next = element("iframe", {
    id: "brief",
    title: `Brief: ${plain(record.headline || record.path)}`,
    sandbox: "allow-scripts allow-popups allow-popups-to-escape-sandbox",
    referrerpolicy: "no-referrer",
    src: address,
  });
  byId("frame").replaceChildren(next);
  showCurrent();
  if (isNarrow() && !pane.contains(document.activeElement)) byId("back").focus();
  if (!wasOpen) seeOpened();
}

const send = (message) => sendTo(frame(), message);

const sendMarks = () => send({ type: "marks", marks: marksOf(opened.id) });

const sendWords = () =>
  send({
    type: "find",
    words: query.wanted.flatMap(({ forms }) => forms),
    fold: FOLD,
    clitics: [...CLITICS],
  });

/** Takes marks in, wherever they come from, and shows them. */
function takeMarks(list, { fromBrief = false, store = true } = {}) {
  const { briefs, taken } = mergeMarks(list);
  if (taken === 0) return 0;
  if (store) storeMarks();
  for (const brief of briefs) {
    for (const record of recordsOfBrief.get(brief) ?? []) {
      if (record.values[FACET.mark].length) record.values[FACET.mark] = markValues(brief);
    }
  }
  refreshMarks(briefs);
  if (opened && briefs.has(opened.id) && !fromBrief) sendMarks();
  if (scan) refreshCounts();
  return taken;
}

function receive(event) {
  if (!opened || !isMessageOf(frame(), event)) return;
  const { data } = event;
  if (data.type === "ready" && data.id === opened.id) {
    sendMarks();
    sendWords();
    sendKeys();
  } else if (data.type === "mark" && typeof data.mark === "object" && data.mark !== null) {
    takeMarks([afterOlder(readMark({ ...data.mark, brief: opened.id, path: opened.path }))], { fromBrief: true });
  } else if (data.type === "key" && typeof data.key === "string") {
    briefKey(data.key);
  }
}

const sendKeys = () => send({ type: "keys", single: hasSingleKeys() });

/** A key of the list that was pressed inside the brief. */
function briefKey(key) {
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "/") byId("query").focus();
  else if (key === "?") showHelp();
  else if (key === "Esc" || key === "Escape") closeBrief();
}

function startPane() {
  byId("back").addEventListener("click", closeBrief);
  byId("previous").addEventListener("click", () => move(-1, { focus: false }));
  byId("next").addEventListener("click", () => move(1, { focus: false }));
  addEventListener("message", receive);
  narrow.addEventListener("change", showPane);
}
