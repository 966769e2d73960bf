// Small helpers for building the page. Text of articles is hostile: it only ever becomes text
// nodes and attribute values, never markup.

const byId = (id) => document.getElementById(id);

/** An element with attributes (true: present, false or undefined: absent) and children. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A text as it is shown: one line, and without characters that turn around what follows. */
const plain = (text) =>
  text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "").replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");

const RIGHT_TO_LEFT = "(?=\\p{L})[\\p{Script=Arabic}\\p{Script=Hebrew}]";
/** What an English sentence quotes from right to left, by the rule of the program's own pages. */
const QUOTED = new RegExp(
  `${RIGHT_TO_LEFT}(?:[^\\p{L},;“”]*${RIGHT_TO_LEFT})*(?:[^\\p{L}\\s,;“”]*\\p{N})?`,
  "gu",
);

/** An English sentence as nodes: what it quotes is isolated, so that a list of it is read in its order. */
function isolated(text) {
  const nodes = [];
  let done = 0;
  for (const { 0: quoted, index } of text.matchAll(QUOTED)) {
    nodes.push(text.slice(done, index), element("bdi", {}, quoted));
    done = index + quoted.length;
  }
  nodes.push(text.slice(done));
  return nodes;
}

/** Lets what waits, such as a key, come first. */
const pause = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

const numbers = new Intl.NumberFormat("en");
const number = (value) => numbers.format(value);

const counted = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;

const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/** The English name of a language code, or the code itself. */
function languageName(code) {
  try {
    return languageNames.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A language code for the attribute `lang`; it decides on fonts, so it must not be invented. */
const languageCode = (code) => (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code) ? code : "und");

const SAID_FOR = 10000;
let sayTimer = 0;

/** Tells people, also those who listen, what has just happened. */
function say(text) {
  byId("message").replaceChildren(...isolated(text));
  clearTimeout(sayTimer);
  sayTimer = setTimeout(() => byId("message").replaceChildren(), SAID_FOR);
}

/** How long a piece of work may hold up the page, in milliseconds. */
const SLICE = 10;

/** Does pieces of work in turn, so that keys and clicks come between, while `isWanted()`. */
function inTurn(steps, isWanted) {
  const [first, ...rest] = steps;
  if (!first) return;
  setTimeout(() => {
    if (!isWanted()) return;
    first();
    inTurn(rest, isWanted);
  }, 0);
}

/**
 * Calls `step(0)`, `step(1)`, … up to `length()` in slices, then `done`. The length may grow
 * meanwhile. The answer is a function that stops it.
 */
function inSlices(length, step, done) {
  let next = 0;
  let timer = setTimeout(slice, 0);
  function slice() {
    const end = performance.now() + SLICE;
    while (next < length()) {
      step(next);
      next += 1;
      if (next % 32 === 0 && performance.now() > end) {
        timer = setTimeout(slice, 0);
        return;
      }
    }
    done();
  }
  return () => clearTimeout(timer);
}
