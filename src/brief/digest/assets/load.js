// Loading: the parts one after another, each as a script, which also works from the disk. What
// they should hold and do not is said.

const PARTS = (Array.isArray(HEAD.parts) ? HEAD.parts : []).map(text);
const TOTAL = count(HEAD.articles);
const ARTICLES_PER_PART = count(HEAD.articles_per_part);
/** Of each part that has come: how many articles it has, how many of them are spoilt, and which of their fields. */
const arrived = new Map();
let isLoading = PARTS.length > 0;

const allLoaded = () => !isLoading;

/** What a part calls: its number, from 1, and its articles. */
function articles(part, entries) {
  if (PARTS[part - 1] === undefined || arrived.has(part) || !Array.isArray(entries)) return;
  const readable = entries.filter(isEntry);
  readable.forEach(addRecord);
  const spoilt = readable.map(spoiltFields).filter((fields) => fields.length > 0);
  arrived.set(part, { articles: readable.length, spoilt: spoilt.length, fields: new Set(spoilt.flat()) });
}

Object.defineProperty(window, "mujaz", { value: Object.freeze({ articles, texts: takeTexts }) });

/** Runs a script of this folder; the answer comes when it has run, or cannot be read. */
function loadScript(address) {
  return new Promise((resolve) => {
    const script = element("script", { src: address });
    const end = () => {
      script.remove();
      resolve();
    };
    if (address === "") {
      resolve();
      return;
    }
    script.addEventListener("load", end);
    script.addEventListener("error", end);
    document.head.append(script);
  });
}

/** Loads one part; the answer says whether its articles have come. */
async function loadPart(at) {
  await loadScript(addressBelow(PARTS[at]));
  return arrived.has(at + 1);
}

function showProgress() {
  const line = byId("loading");
  const total = Math.max(TOTAL, records.length);
  line.hidden = allLoaded();
  line.dataset.loaded = records.length;
  line.dataset.state = allLoaded() ? "done" : "loading";
  line.textContent = `${number(records.length)} of ${number(total)} loaded`;
}

/** Says what a part lacks, if anything; of one that has not come, with a way to try again. */
function showProblem(at) {
  const { articles: there, spoilt, fields } = arrived.get(at + 1) ?? { articles: 0, spoilt: 0, fields: [] };
  const expected = Math.min(ARTICLES_PER_PART, TOTAL - at * ARTICLES_PER_PART);
  const lacking = expected - there;
  const hasCome = arrived.has(at + 1);
  const missing = lacking > 0 ? `${counted(lacking, "article")} ${lacking === 1 ? "is" : "are"} missing` : "articles are missing";
  const words = [
    !hasCome ? ` could not be read: ${missing}. ` : lacking > 0 && ` is not whole: ${missing}. `,
    spoilt > 0 && ` has ${counted(spoilt, "article")} of which something could not be read: ${[...fields].join(", ")}. `,
  ].filter(Boolean);
  if (words.length === 0) return;
  const line = element("li", { "data-part": PARTS[at] }, element("bdi", {}, plain(PARTS[at])), words.join("It"));
  if (!hasCome) line.append(retryOf(at, line));
  byId("problems").querySelector("ul").append(line);
}

function retryOf(at, line) {
  const retry = element("button", { type: "button", class: "retry" }, "Try again");
  retry.addEventListener("click", async () => {
    if (!(await loadPart(at))) {
      say(`${plain(PARTS[at])} still cannot be read.`);
      return;
    }
    line.remove();
    byId("list").focus({ preventScroll: true });
    showProblem(at);
    showProgress();
    continueScan();
    searchTextsAgain();
  });
  return retry;
}

async function loadParts() {
  for (let at = 0; at < PARTS.length; at += 1) {
    await loadPart(at);
    isLoading = at + 1 < PARTS.length;
    showProblem(at);
    showProgress();
    continueScan();
    if (allLoaded()) searchTextsAgain();
    if (view.open !== "" && opened === null) showPane();
    await pause();
  }
  carryMarks();
}
