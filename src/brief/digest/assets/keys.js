// The keys of the page. They rest while one types; those of one character can be switched off,
// since they get in the way of people who speak to their computer or press keys by accident.

const SINGLE_KEYS = "mujaz-single-keys";
const hasSingleKeys = () => byId("single-keys").checked;

const isTyping = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

function escape() {
  if (byId("keys").open) return;
  if (byId("marks-menu").open) {
    byId("marks-menu").open = false;
    byId("marks-menu").querySelector("summary").focus();
  } else if (view.open !== "") closeBrief();
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
    "?": showHelp,
  };
  if (event.key === "Enter" && event.target.matches("a.open:not([href])")) event.target.click();
  if (!hasSingleKeys() || !Object.hasOwn(actions, event.key)) return;
  event.preventDefault();
  actions[event.key]();
}

function showHelp() {
  if (!byId("keys").open) byId("keys").showModal();
}

/** The switch, which is kept in this browser for all folders, unless it refuses. */
function startSwitch() {
  try {
    byId("single-keys").checked = localStorage.getItem(SINGLE_KEYS) !== "off";
  } catch {
    byId("single-keys").checked = true;
  }
  byId("single-keys").addEventListener("change", () => {
    if (opened) sendKeys();
    try {
      localStorage.setItem(SINGLE_KEYS, hasSingleKeys() ? "on" : "off");
    } catch {
      // Then it holds until the page is closed.
    }
  });
}

function startKeys() {
  startSwitch();
  document.addEventListener("keydown", onKey);
  byId("show-keys").addEventListener("click", showHelp);
  byId("close-keys").addEventListener("click", () => byId("keys").close());
  byId("keys").addEventListener("click", (event) => {
    if (event.target === byId("keys")) byId("keys").close();
  });
}
