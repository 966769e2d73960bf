// The filters beside the list: facets with counts.

const SHOWN_VALUES = 12;
const MOST_SHOWN = 200;
const ROOM_FOR_FOLDERS = 60;
const FINDABLE = ["place", "person", "organisation", "source", "folder", "reason"];

const facetStates = new Map();

/** The values with the highest counts, from the highest; the chosen ones always. */
function topValues(counts, chosen, most, isWanted) {
  const best = [];
  let least = 0;
  for (let id = 0; id < counts.length; id += 1) {
    const times = counts[id] ?? 0;
    if (times <= least || !isWanted(id)) continue;
    best.push(id);
    if (best.length >= 4 * most) {
      best.sort((a, b) => counts[b] - counts[a] || a - b).length = most;
      least = counts[best.at(-1)];
    }
  }
  best.sort((a, b) => counts[b] - counts[a] || a - b);
  const shown = best.slice(0, most);
  return [...[...chosen].filter((id) => !shown.includes(id)), ...shown];
}

/** One facet with its counts. */
function showFacet(item, mine = scan) {
  const state = facetStates.get(item);
  const counts = mine.counts[FACET[item.name]];
  const chosen = mine.chosen[FACET[item.name]] ?? new Set();
  const all = item.words && !item.byCount;
  const wanted = fold(state.find?.value ?? "");
  // Values come with every part.
  if (wanted !== "" && state.looked < item.values.length) findValues(item);
  const isWanted = wanted === "" ? () => true : (id) => state.matches?.has(id);
  const isTree = item.name === "folder" && wanted === "";
  const most = state.all ? MOST_SHOWN : SHOWN_VALUES;
  const ids = all
    ? item.values.map((_, id) => id).filter((id) => state.known.has(id) || counts[id] || chosen.has(id))
    : topValues(counts, chosen, most, isWanted);
  if (all) ids.forEach((id) => counts[id] && state.known.add(id));
  const different = counts.reduce((sum, times, id) => sum + (times && isWanted(id) ? 1 : 0), 0);
  const isAsked = item.name !== "reason" || chosen.size > 0 || ["skipped", "failed"].some((value) => view.chosen.outcome.has(value));
  state.section.hidden = !isAsked || (ids.length === 0 && wanted === "" && different === 0);
  const focused = state.list.contains(document.activeElement) ? focusKey(document.activeElement) : null;
  if (isTree) showTree(state, counts, chosen);
  else replaceRows(state.list, ids.map((id) => rowOfValue(state, item, id, counts[id] ?? 0, chosen.has(id))));
  if (focused) [...state.list.querySelectorAll("input, button")].find((node) => focusKey(node) === focused)?.focus();
  state.more.hidden = all || isTree || different <= SHOWN_VALUES;
  const cut = different > most ? ` (${number(most)} of ${number(different)} are here)` : "";
  state.more.textContent = state.all ? `Fewer${cut}` : `More (${number(different)})`;
  state.more.setAttribute("aria-expanded", String(state.all));
  if (state.find) state.find.hidden = different <= SHOWN_VALUES && wanted === "";
}

const MOST_KEPT_ROWS = 1000;

/** The row of a value: the one that was there before, with its new count, or a new one. */
function rowOfValue(state, item, id, times, isChosen) {
  const known = state.rows.get(id);
  if (!known) {
    if (state.rows.size >= MOST_KEPT_ROWS) state.rows.clear();
    state.rows.set(id, valueRow(item, id, times, isChosen));
    return state.rows.get(id);
  }
  known.querySelector("input").checked = isChosen;
  if (known.dataset.count !== String(times)) {
    known.dataset.count = times;
    known.classList.toggle("none", times === 0);
    known.querySelector(".number").lastChild.data = number(times);
  }
  return known;
}

/** Puts rows in a list, unless they stand there already. */
function replaceRows(list, rows) {
  const isSame = rows.length === list.children.length && rows.every((row, at) => list.children[at] === row);
  if (!isSame) list.replaceChildren(...rows);
}

const focusKey = (node) => `${node.localName} ${node.closest("li")?.dataset.value}`;

/** One value: a box to tick, its name and how many articles it would show. */
function valueRow(item, id, times, isChosen, name = item.label(item.values[id])) {
  const value = item.values[id];
  const box = element("input", { type: "checkbox" });
  box.checked = isChosen;
  box.addEventListener("change", () => toggleValue(item.name, value, box.checked));
  return element(
    "li",
    { "data-value": value, "data-count": times, class: times === 0 ? "none" : undefined },
    element(
      "label",
      {},
      box,
      element("bdi", { class: "name", title: plain(item.label(value)) }, ...labelNodes(item, name)),
      element("span", { class: "number" }, element("span", { class: "unseen" }, ", "), number(times)),
    ),
  );
}

/** The folders as a tree, of which two levels are open at first if there is room for them. */
function showTree(state, counts, chosen) {
  const item = FACETS[FACET.folder];
  const children = new Map([["", []]]);
  const used = new Set(chosen);
  counts.forEach((times, id) => times && used.add(id));
  for (const id of used) {
    const path = item.values[id];
    const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    const siblings = children.get(parent);
    if (siblings) siblings.push(id);
    else children.set(parent, [id]);
  }
  const inSecondLevel = (children.get("") ?? []).reduce((sum, id) => sum + (children.get(item.values[id])?.length ?? 0), 0);
  const openLevels = inSecondLevel <= ROOM_FOR_FOLDERS ? 1 : 0;
  const level = (parent, depth) => {
    const ids = (children.get(parent) ?? []).sort((a, b) => (item.values[a] < item.values[b] ? -1 : 1));
    return ids.slice(0, MOST_SHOWN).map((id) => {
      const path = item.values[id];
      const row = valueRow(item, id, counts[id] ?? 0, chosen.has(id), path.slice(parent === "" ? 0 : parent.length + 1));
      if (!children.has(path)) return row;
      const isOpen = state.open.get(path) ?? depth < openLevels;
      const twist = element("button", {
        type: "button",
        class: "twist",
        "aria-expanded": String(isOpen),
        "aria-label": `Folders in ${plain(path)}`,
      });
      twist.addEventListener("click", () => {
        state.open.set(path, !isOpen);
        showFacet(item);
      });
      row.prepend(twist);
      if (isOpen) row.append(element("ul", {}, ...level(path, depth + 1)));
      return row;
    });
  };
  state.list.replaceChildren(...level("", 0));
}

/** The line about articles that have no brief. */
function showLeftOut({ counts }) {
  const item = FACETS[FACET.outcome];
  const of = (value) => counts[FACET.outcome][item.ids.get(value)] ?? 0;
  const [skipped, failed] = [of("skipped"), of("failed")];
  const parts = [skipped && `${number(skipped)} skipped`, failed && `${number(failed)} failed`].filter(Boolean);
  byId("left-out").hidden = parts.length === 0 || view.chosen.outcome.size > 0;
  byId("left-out-text").textContent = `${parts.join(" and ")}.`;
}

/** Looks for the words of the box in the names of a facet's values, in slices. */
function findValues(item) {
  const state = facetStates.get(item);
  const wanted = fold(state.find.value);
  state.stop?.();
  if (wanted === "") return showFacet(item);
  const matches = new Set();
  state.stop = inSlices(
    () => item.values.length,
    (id) => findForm(foldedLabel(item, id), wanted) >= 0 && matches.add(id),
    () => {
      state.matches = matches;
      state.looked = item.values.length;
      showFacet(item);
    },
  );
  return undefined;
}

function startFilters() {
  for (const item of FACETS) {
    const heading = `facet-${item.name}`;
    const list = element("ul", { "aria-labelledby": heading });
    const more = element("button", { type: "button", class: "more" });
    const find = FINDABLE.includes(item.name)
      ? element("input", { type: "search", class: "find", placeholder: "Find", "aria-label": `Find in ${item.title}`, dir: "auto" })
      : null;
    const section = element(
      "section",
      { class: "facet", "data-facet": item.name, "aria-labelledby": heading, hidden: true },
      element("h3", { id: heading }, item.title),
      find,
      list,
      more,
    );
    const words = { matches: null, looked: 0, stop: null };
    facetStates.set(item, { section, list, more, find, all: false, ...words, known: new Set(), open: new Map(), rows: new Map() });
    more.addEventListener("click", () => {
      facetStates.get(item).all = !facetStates.get(item).all;
      showFacet(item);
    });
    find?.addEventListener("input", () => findValues(item));
    byId("facets").append(section);
  }
  byId("see-left-out").addEventListener("click", () => {
    changeView((next) => {
      next.chosen.outcome = new Set(["skipped", "failed"]);
    });
    byId("list").focus();
  });
}
