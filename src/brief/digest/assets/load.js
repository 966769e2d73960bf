// Loading: the parts one after another, each as a script, which also works from the disk.

const PARTS = (Array.isArray(HEAD.parts) ? HEAD.parts : []).filter((part) => typeof part === "string");
const arrived = new Set();
let partsDone = 0;
let isLoading = PARTS.length > 0;

const allLoaded = () => !isLoading;

/** What a part calls: its number, from 1, and its articles. */
function articles(part, entries) {
  if (!Number.isInteger(part) || part < 1 || arrived.has(part) || !Array.isArray(entries)) return;
  arrived.add(part);
  entries.forEach(addRecord);
}

Object.defineProperty(window, "mujaz", { value: Object.freeze({ articles }) });

/** Loads one part; the answer says whether its articles have come. */
function loadPart(at) {
  return new Promise((resolve) => {
    const address = addressBelow(PARTS[at]);
    const script = element("script", { src: address });
    const end = () => {
      script.remove();
      resolve(arrived.has(at + 1));
    };
    if (address === "") {
      resolve(false);
      return;
    }
    script.addEventListener("load", end);
    script.addEventListener("error", end);
    document.head.append(script);
  });
}

function showProgress() {
  const line = byId("loading");
  const total = Math.max(HEAD.articles ?? 0, records.length);
  line.hidden = allLoaded();
  line.dataset.loaded = records.length;
  line.dataset.state = allLoaded() ? "done" : "loading";
  line.textContent = `${number(records.length)} of ${number(total)} loaded`;
}

/** Says that a part is missing, with a way to try again. */
function showProblem(at) {
  const retry = element("button", { type: "button", class: "retry" }, "Try again");
  const line = element(
    "li",
    { "data-part": PARTS[at] },
    "Some articles are missing, because ",
    element("bdi", {}, plain(PARTS[at])),
    " could not be loaded. ",
    retry,
  );
  retry.addEventListener("click", async () => {
    if (!(await loadPart(at))) return;
    line.remove();
    showProgress();
    continueScan();
  });
  byId("problems").querySelector("ul").append(line);
}

async function loadParts() {
  for (let at = 0; at < PARTS.length; at += 1) {
    const ok = await loadPart(at);
    partsDone = at + 1;
    isLoading = partsDone < PARTS.length;
    if (!ok) showProblem(at);
    showProgress();
    continueScan();
    if (view.open !== "" && opened === null) showPane();
    // Let what waits, such as a key, come first.
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
  }
}
