// The list: a page of rows at a time, the chosen row, and what is said when there is none.

const PAGE = 50;
const AUTOMATIC_ROWS = 300;
/** How far down an article that an address opened is shown in the list. */
const MOST_OPENED = 1000;

let listed = [];
let listScan = null;
let shownRows = PAGE;
let chosenPath = "";
const recordOfRow = new WeakMap();

const rememberRecord = (row, record) => recordOfRow.set(row, record);

/** All rows of articles, also the open versions of stories, in the order of the page. */
const rowsInOrder = () => [...byId("list").querySelectorAll("li[data-path]")].filter((row) => !row.closest("[hidden]"));

const rowOfPath = (path) => rowsInOrder().find((row) => recordOfRow.get(row).path === path);

function showList(list, mine) {
  const sameView = listScan === mine || mine.keepPlace;
  listed = list;
  listScan = mine;
  if (!sameView) shownRows = PAGE;
  const opened = listed.findIndex(({ path }) => path === view.open);
  if (opened >= shownRows && opened < MOST_OPENED) shownRows = PAGE * Math.ceil((opened + 1) / PAGE);
  const focused = document.activeElement?.closest?.("#list li[data-path]");
  const path = focused ? recordOfRow.get(focused)?.path : null;
  byId("list").replaceChildren(...rowsUpTo(0, shownRows));
  if (path) (linkOf(rowOfPath(path)) ?? byId("list")).focus({ preventScroll: true });
  showAround(mine);
  showCurrent();
  seeOpened();
}

let seenOpened = "";

/** Brings the row of a brief that an address opened into sight, once. */
function seeOpened() {
  if (view.open === seenOpened) return;
  const row = view.open === "" ? null : rowOfPath(view.open);
  if (row || view.open === "") seenOpened = view.open;
  row?.scrollIntoView({ block: "nearest" });
}

/** Leaves the list as it is: the same articles were found once more. */
function keepList(mine) {
  listScan = mine;
  showAround(mine);
}

const rowsUpTo = (first, last) => listed.slice(first, last).map(rowOf);

const linkOf = (row) => row?.querySelector("a.open");

function showMore() {
  const first = shownRows;
  shownRows += PAGE;
  byId("list").append(...rowsUpTo(first, shownRows));
  showAround(listScan);
  showCurrent();
}

/** The count, the button for more and the words for an empty list. */
function showAround({ found }) {
  const left = listed.length - shownRows;
  const more = byId("more");
  more.hidden = left <= 0;
  more.textContent = `Show ${number(Math.min(PAGE, Math.max(left, 0)))} more of ${number(Math.max(left, 0))}`;
  const status = byId("count");
  const all = records.length === found.length;
  const articles = all ? counted(found.length, "article") : `${number(found.length)} of ${counted(records.length, "article")}`;
  const words = listed.length < found.length ? `${articles} in ${counted(listed.length, "story", "stories")}` : articles;
  if (status.textContent !== words) status.textContent = words;
  Object.assign(status.dataset, { found: found.length, rows: listed.length, state: "done" });
  byId("empty").hidden = TOTAL > 0 || records.length > 0 || !allLoaded();
  byId("nothing").hidden = listed.length > 0 || records.length === 0 || !allLoaded() || isSearchingTexts();
  byId("hide-filters").textContent = `Show ${counted(found.length, "article")}`;
}

/** Draws the marks of briefs again, in the rows that show them. */
function refreshMarks(briefs) {
  for (const row of byId("list").querySelectorAll("li[data-path]")) {
    const record = recordOfRow.get(row);
    if (briefs.has(record.id)) row.querySelector(":scope > .meta .marks").replaceChildren(...markWords(record));
  }
}

/** Marks the chosen row, for eyes and ears. */
function showCurrent() {
  for (const row of byId("list").querySelectorAll("li[data-path]")) {
    const isChosen = chosenPath !== "" && recordOfRow.get(row).path === chosenPath;
    row.classList.toggle("current", isChosen);
    if (isChosen) linkOf(row).setAttribute("aria-current", "true");
    else linkOf(row).removeAttribute("aria-current");
  }
}

/** Chooses a row: it is marked, seen and has the focus. */
function choose(row, { focus = true } = {}) {
  chosenPath = recordOfRow.get(row).path;
  showCurrent();
  row.scrollIntoView({ block: "nearest" });
  if (focus) linkOf(row).focus({ preventScroll: true });
}

/** Moves the choice by one row; the last of them brings more. */
function move(step, { focus = opened === null || !isNarrow() } = {}) {
  let rows = rowsInOrder();
  const from = rows.findIndex((row) => recordOfRow.get(row).path === chosenPath);
  if (step > 0 && from === rows.length - 1 && !byId("more").hidden) {
    showMore();
    rows = rowsInOrder();
  }
  const to = from < 0 ? 0 : Math.min(Math.max(from + step, 0), rows.length - 1);
  if (!rows[to]) return;
  choose(rows[to], { focus });
  if (opened) openSoon(recordOfRow.get(rows[to]));
}

function startList() {
  byId("list").addEventListener("click", (event) => {
    const link = event.target.closest("a.open");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const row = link.closest("li[data-path]");
    choose(row);
    openBrief(recordOfRow.get(row));
  });
  byId("list").addEventListener("focusin", (event) => {
    const row = event.target.closest("li[data-path]");
    // A pointer chooses with its click: the rows must not move while it is down.
    if (!row || event.target !== linkOf(row) || !event.target.matches(":focus-visible")) return;
    chosenPath = recordOfRow.get(row).path;
    showCurrent();
  });
  byId("more").addEventListener("click", ({ detail }) => {
    const first = rowsInOrder().length;
    showMore();
    // By keyboard, one goes on with the first row that is new.
    if (detail === 0) linkOf(rowsInOrder()[first])?.focus();
  });
  byId("clear-nothing").addEventListener("click", clearAll);
  new IntersectionObserver(([{ isIntersecting }]) => {
    if (isIntersecting && shownRows < AUTOMATIC_ROWS && !byId("more").hidden) showMore();
  }).observe(byId("more"));
}
