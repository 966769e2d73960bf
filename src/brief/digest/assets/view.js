// The view: query, filters, order and the opened brief. It stands in the address, so that it can
// be shared and the back button works. What an address says is not trusted.

const SORTS = ["newest", "oldest", "doubts", "verdict", "path", "relevance"];
const MOST_VALUES = 50;
const LONGEST_VALUE = 1000;
const LONGEST_ADDRESS = 20000;

const emptyFilters = () => Object.fromEntries(FACETS.map(({ name }) => [name, new Set()]));

/**
 * `sort` is empty, and `texts` (whether full texts are searched) null, until one is chosen; `open`
 * is the path of the article whose brief is open.
 */
const emptyView = () => ({ query: "", texts: null, chosen: emptyFilters(), from: "", to: "", undated: false, sort: "", open: "" });

let view = emptyView();
let query = parseQuery("");

/** The address of a view. */
function hashOfView({ query: words, texts, chosen, from, to, undated, sort, open }) {
  const out = new URLSearchParams();
  if (words.trim()) out.set("q", words);
  if (texts !== null) out.set("texts", texts ? "1" : "0");
  for (const { name } of FACETS) {
    for (const value of chosen[name]) out.append(name, value);
  }
  if (from) out.set("from", from);
  if (to) out.set("to", to);
  if (undated) out.set("undated", "1");
  if (sort) out.set("sort", sort);
  if (open) out.set("open", open);
  const hash = out.toString();
  return hash ? `#${hash}` : "";
}

/** The view of an address; whatever cannot be is left out. */
function viewOfHash(hash) {
  const out = emptyView();
  if (hash.length > LONGEST_ADDRESS) return out;
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const one = (key) => {
    const value = given.get(key) ?? "";
    return value.length <= LONGEST_VALUE ? value : "";
  };
  const day = (key) => (dayNumber(one(key)) === null ? "" : one(key));
  out.query = one("q");
  if (["0", "1"].includes(one("texts"))) out.texts = one("texts") === "1";
  for (const { name, words } of FACETS) {
    for (const value of given.getAll(name).slice(0, MOST_VALUES)) {
      const possible = words ? Object.hasOwn(words, value) : value !== "" && value.length <= LONGEST_VALUE;
      if (possible) out.chosen[name].add(value);
    }
  }
  out.from = day("from");
  out.to = day("to");
  if (out.from && out.to && out.from > out.to) [out.from, out.to] = [out.to, out.from];
  out.undated = one("undated") === "1";
  out.sort = SORTS.includes(one("sort")) ? one("sort") : "";
  out.open = one("open");
  return out;
}

/** The order in use: the chosen one, or the one that fits. */
function sortInUse() {
  const searching = query.wanted.length > 0;
  if (view.sort === "" || (view.sort === "relevance" && !searching)) return searching ? "relevance" : "newest";
  return view.sort;
}

const hasFilters = () =>
  view.query.trim() !== "" ||
  view.from !== "" ||
  view.to !== "" ||
  view.undated ||
  FACETS.some(({ name }) => view.chosen[name].size > 0);

/** Writes the view into the address: as a new step for the back button, or in place. */
function writeAddress(asStep) {
  const hash = hashOfView(view);
  if (hash === location.hash) return;
  try {
    history[asStep ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
  } catch {
    // A browser may refuse many steps in a short time; the view is right without the address.
  }
}
