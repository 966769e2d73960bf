// Queries: words that must all be there, "phrases", and -words that must not.

const WORD = /[\p{L}\p{N}\p{M}]/u;
const WITHOUT_SPACES =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const MOST_TERMS = 32;
let lastStamp = 0;

/**
 * A term with the forms under which it is found: its own, and without what is joined in front.
 * A `whole` one must also end where a word ends.
 */
function term(text, { not, whole }) {
  const forms = [text];
  for (let length = LONGEST_CLITIC; length > 0 && forms.length === 1; length -= 1) {
    const rest = text.slice(length);
    const letters = rest.split(" ")[0].match(/\p{L}/gu)?.length ?? 0;
    const front = text.slice(0, length);
    // Without an article, a short rest is more likely a word that begins so.
    const enough = /(ال|لل)$/.test(front) ? 3 : 4;
    if (!not && letters >= enough && CLITICS.has(front)) forms.push(rest);
  }
  return { forms, not, whole };
}

/** A query as terms. The stamp tells it from all others. */
function parseQuery(text) {
  const terms = [];
  const straight = text.replace(/[“”„‟«»]/g, '"');
  for (const [, minus, phrase, end, word] of straight.matchAll(/(-?)(?:"([^"]*)("?)|([^\s"]+))/g)) {
    const content = fold(phrase ?? word).replace(/^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu, "");
    if (WORD.test(content)) terms.push(term(content, { not: minus === "-", whole: end === '"' }));
    if (terms.length === MOST_TERMS) break;
  }
  lastStamp += 1;
  return {
    text,
    stamp: lastStamp,
    wanted: terms.filter(({ not }) => !not),
    unwanted: terms.filter(({ not }) => not),
  };
}

/** Whether the character that ends before `at` belongs to a word. */
function wordBefore(text, at) {
  const unit = text.charCodeAt(at - 1);
  if (unit < 128) return WORD.test(text[at - 1]);
  const isPair = unit >= 0xdc00 && unit <= 0xdfff && at > 1;
  return WORD.test(isPair ? text.slice(at - 2, at) : text[at - 1]);
}

/** Whether a word starts at `at`, perhaps behind letters that are joined in front of it. */
function startsWord(text, at) {
  if (at === 0 || !wordBefore(text, at)) return true;
  const most = Math.min(LONGEST_CLITIC, at);
  for (let length = 1; length <= most; length += 1) {
    const start = at - length;
    if (CLITICS.has(text.slice(start, at)) && (start === 0 || !wordBefore(text, start))) return true;
  }
  return false;
}

const endsWord = (text, at) => at === text.length || !WORD.test(String.fromCodePoint(text.codePointAt(at)));

/** Where a form is found in a folded text from `from` on, or -1. */
function findForm(text, form, { from = 0, whole = false } = {}) {
  const anywhere = WITHOUT_SPACES.test(form);
  const fits = (at) => anywhere || (startsWord(text, at) && (!whole || endsWord(text, at + form.length)));
  let at = text.indexOf(form, from);
  while (at >= 0 && !fits(at)) at = text.indexOf(form, at + 1);
  return at;
}

/** How well one term is met: 0 not, more in the head (the headlines) and in its own form. */
function termScore({ forms, whole }, text, headEnd) {
  let best = 0;
  for (const [place, form] of forms.entries()) {
    const at = findForm(text, form, { whole });
    if (at >= 0) best = Math.max(best, (at < headEnd ? 4 : 1) + (place === 0 ? 1 : 0));
  }
  return best;
}

/** How well a folded text, and what was found in a full text, meet a query: 0 if they do not. */
function score(query, text, headEnd, inText = null) {
  if (inText?.isUnwanted) return 0;
  let sum = 1;
  for (const [at, wanted] of query.wanted.entries()) {
    const points = termScore(wanted, text, headEnd) || (inText?.isMet[at] ? 1 : 0);
    if (points === 0) return 0;
    sum += points;
  }
  for (const { forms, whole } of query.unwanted) {
    if (forms.some((form) => findForm(text, form, { whole }) >= 0)) return 0;
  }
  return Math.min(sum, 255);
}

/** The ranges of a text, as it is shown, that the query finds: sorted, apart from each other. */
function hits(query, text) {
  if (query.wanted.length === 0) return [];
  const { folded: inFolded, startOf, endOf } = foldWithMap(text);
  const ranges = [];
  for (const { forms, whole } of query.wanted) {
    for (const form of forms) {
      const next = (from) => findForm(inFolded, form, { from, whole });
      for (let at = next(0); at >= 0; at = next(at + form.length)) {
        ranges.push([startOf(at), endOf(at + form.length - 1)]);
      }
    }
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const apart = [];
  for (const [start, end] of ranges) {
    const last = apart.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}

/** A text as nodes, with what the query finds in it marked. */
function highlighted(query, text) {
  const nodes = [];
  const shown = plain(text);
  let done = 0;
  for (const [start, end] of hits(query, shown)) {
    nodes.push(shown.slice(done, start), element("mark", { class: "hit" }, shown.slice(start, end)));
    done = end;
  }
  nodes.push(shown.slice(done));
  return nodes;
}
