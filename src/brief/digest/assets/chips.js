// The active filters, each with a button that removes it.

function chip(facetName, value, title, words) {
  const button = element(
    "button",
    { type: "button", class: "chip", "data-chip": facetName, "data-value": value, "aria-label": `Remove ${title}: ${plain(words)}` },
    element("span", { class: "kind" }, title, ": "),
    element("bdi", {}, ...labelNodes(FACETS[FACET[facetName]], words)),
    element("span", { class: "cross", "aria-hidden": "true" }, "×"),
  );
  button.addEventListener("click", () => {
    removeFilter(facetName, value);
    (byId("chips").querySelector("button") ?? byId("query")).focus();
  });
  return button;
}

function removeFilter(facetName, value) {
  changeView((next) => {
    if (facetName === "query") next.query = "";
    else if (facetName === "date") Object.assign(next, { from: "", to: "", undated: false });
    else next.chosen[facetName].delete(value);
  });
}

function dateWords({ from, to, undated }) {
  if (undated) return "none";
  if (from === to) return from;
  if (!to) return `from ${from}`;
  return from ? `${from} to ${to}` : `to ${to}`;
}

function showChips() {
  const chips = [];
  if (view.query.trim()) chips.push(chip("query", view.query, "Search", view.query));
  if (view.from || view.to || view.undated) chips.push(chip("date", dateWords(view), "Date", dateWords(view)));
  for (const item of FACETS) {
    for (const value of view.chosen[item.name]) chips.push(chip(item.name, value, item.title, item.label(value)));
  }
  const bar = byId("chips");
  bar.hidden = chips.length === 0;
  if (chips.length > 0) {
    const clear = element("button", { type: "button", id: "clear-all" }, "Clear all");
    clear.addEventListener("click", clearAll);
    chips.push(clear);
  }
  bar.replaceChildren(...chips);
  const filters = chips.filter((node) => node.dataset.chip && node.dataset.chip !== "query").length;
  byId("show-filters").textContent = filters ? `Filters (${filters})` : "Filters";
}
