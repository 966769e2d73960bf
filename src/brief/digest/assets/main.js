// The start, and how everything on the page changes together.

const TYPING_DELAY = 80;
let typingTimer = 0;

/** Makes the controls show the view. */
function showControls() {
  if (byId("query").value !== view.query) byId("query").value = view.query;
  byId("sort").value = sortInUse();
  byId("sort").querySelector("[value=relevance]").disabled = query.wanted.length === 0;
  byId("from").value = view.from;
  byId("to").value = view.to;
  byId("undated").checked = view.undated;
  showChips();
}

/** Shows the view from scratch. */
function showView() {
  clearTimeout(typingTimer);
  if (query.text !== view.query || query.inTexts !== searchesTexts()) {
    query = { ...parseQuery(view.query), inTexts: searchesTexts() };
    if (opened) sendWords();
  }
  showControls();
  startScan();
  searchTexts();
}

/** Changes the view: the address, the controls and the list follow. */
function changeView(change, { asStep = true } = {}) {
  change(view);
  writeAddress(asStep);
  showView();
}

const setQuery = (words, options) =>
  changeView((next) => {
    next.query = words.slice(0, LONGEST_VALUE);
  }, options);

const toggleValue = (facetName, value, isChosen) =>
  changeView((next) => {
    if (isChosen) next.chosen[facetName].add(value);
    else next.chosen[facetName].delete(value);
  });

/** Removes query and filters; the order, the opened brief and what is searched stay. */
function clearAll() {
  changeView((next) => Object.assign(next, emptyView(), { sort: next.sort, open: next.open, texts: next.texts }));
  byId("query").focus();
}

/** Counts again after marks have changed; the list stays as it is unless it depends on them. */
function refreshCounts() {
  const isShown = scan.keepList || (listScan === scan && scan.stop === null);
  startScan({ keepList: isShown && allLoaded() && view.chosen.mark.size === 0 });
}

/** Follows the address when the reader goes back or changes it. */
function followAddress() {
  const before = view;
  view = viewOfHash(location.hash);
  const sameList = hashOfView({ ...before, open: "" }) === hashOfView({ ...view, open: "" });
  if (!sameList) showView();
  showPane();
}

function showFilters(isShown) {
  document.body.toggleAttribute("data-filters", isShown);
  byId("show-filters").setAttribute("aria-expanded", String(isShown));
  if (isShown) byId("filters").scrollIntoView();
}

function startControls() {
  byId("query").addEventListener("input", () => {
    clearTimeout(typingTimer);
    typingTimer = setTimeout(() => {
      const words = byId("query").value;
      // The first letter and the last one that goes are steps back; those between are not.
      setQuery(words, { asStep: (words.trim() === "") !== (view.query.trim() === "") });
    }, TYPING_DELAY);
  });
  let stopFolding = () => {};
  byId("query").addEventListener("focus", () => {
    // One who is about to search gets the answer sooner.
    stopFolding();
    stopFolding = inSlices(
      () => records.length,
      (at) => foldRecord(records[at]),
      () => {},
    );
  });
  byId("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) setQuery(byId("query").value);
  });
  byId("sort").addEventListener("change", () =>
    changeView((next) => {
      next.sort = byId("sort").value;
    }),
  );
  byId("show-filters").addEventListener("click", () => showFilters(!document.body.hasAttribute("data-filters")));
  byId("hide-filters").addEventListener("click", () => {
    showFilters(false);
    byId("list").focus();
    byId("list").scrollIntoView();
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("list").focus();
  });
  addEventListener("popstate", followAddress);
  addEventListener("hashchange", followAddress);
}

function start() {
  document.body.toggleAttribute("data-script", true);
  const title = text(HEAD.title) || "mujaz briefs";
  document.title = plain(title);
  byId("title").textContent = plain(title);
  mergeMarks(Array.isArray(HEAD.marks) ? HEAD.marks : []);
  mergeMarks(storedMarks());
  startFilters();
  startList();
  startTimeline();
  startPane();
  startTransfer();
  startTexts();
  startKeys();
  startControls();
  view = viewOfHash(location.hash);
  showProgress();
  showView();
  loadParts();
}

start();
