// The keys of the page. They rest while one types.

const isTyping = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

function escape() {
  if (byId("keys").open) return;
  if (view.open !== "") closeBrief();
  else if (byId("marks-menu").open) byId("marks-menu").open = false;
  else if (document.activeElement === byId("query") && view.query !== "") setQuery("");
  else if (document.activeElement === byId("query")) byId("query").blur();
  else if (hasFilters()) clearAll();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape") {
    if (isTyping(event.target) && event.target !== byId("query")) return;
    escape();
    return;
  }
  if (isTyping(event.target) || byId("keys").open) return;
  const actions = {
    j: () => move(1),
    k: () => move(-1),
    o: () => {
      const row = rowOfPath(chosenPath);
      if (row) openBrief(recordOfRow.get(row));
    },
    "/": () => {
      byId("query").focus();
      byId("query").select();
    },
    "?": () => byId("keys").showModal(),
  };
  if (event.key === "Enter" && event.target.matches("a.open:not([href])")) event.target.click();
  if (!Object.hasOwn(actions, event.key)) return;
  event.preventDefault();
  actions[event.key]();
}

function startKeys() {
  document.addEventListener("keydown", onKey);
  byId("show-keys").addEventListener("click", () => byId("keys").showModal());
  byId("close-keys").addEventListener("click", () => byId("keys").close());
  byId("keys").addEventListener("click", (event) => {
    if (event.target === byId("keys")) byId("keys").close();
  });
}
