// Full texts: what the briefs say from the first sentence to the last. They lie in files of some
// hundred articles, which are loaded when the first search needs them, one after another.

const TEXT_FILES = (Array.isArray(HEAD.texts) ? HEAD.texts : []).map(text);
/** So many files, of about 10,000 articles, are searched without being asked for. */
const AUTOMATIC_FILES = 40;
/** How many characters of texts stay in memory; what is more is loaded again by each search. */
const KEPT_CHARACTERS = 1e8;
/** How long one must have stopped typing, and how long a piece of work may hold up the page, in milliseconds. */
const TEXTS_DELAY = 250;
const TEXTS_SLICE = 24;

/** Texts that have come, by their address, until they are taken. */
const textsThatCame = new Map();
/** Texts that stay, by their address. */
const keptTexts = new Map();
const loadingTexts = new Map();
let keptCharacters = 0;
/** The search that is under way, or was done last. */
let textSearch = null;
let textsTimer = 0;

const isArticleText = (row) => Array.isArray(row) && row.length === 3 && row.every(isText);

/** What a file of texts calls: its name, and of each article its path, translation and source. */
function takeTexts(name, rows) {
  const address = `index/texts-${name}.js`;
  if (TEXT_FILES.includes(address) && Array.isArray(rows)) textsThatCame.set(address, rows.filter(isArticleText));
}

/** The texts of a file; null if it cannot be read. */
async function loadTexts(address) {
  await loadScript(addressBelow(address));
  const rows = textsThatCame.get(address);
  textsThatCame.delete(address);
  if (!rows) return null;
  const articles = rows.map(([path, translation, source]) => ({ path, translation, source, folded: null }));
  // Each is held as it is and folded.
  const characters = articles.reduce((sum, { translation, source }) => sum + 2 * (translation.length + source.length), 0);
  if (keptCharacters + characters <= KEPT_CHARACTERS) {
    keptCharacters += characters;
    keptTexts.set(address, articles);
  }
  return articles;
}

/** The texts of a file, which may be in memory or on their way. */
async function textsOf(address) {
  if (keptTexts.has(address)) return keptTexts.get(address);
  if (!loadingTexts.has(address)) loadingTexts.set(address, loadTexts(address));
  try {
    return await loadingTexts.get(address);
  } finally {
    loadingTexts.delete(address);
  }
}

const asciiLines = /^[\n\u0020-\u007e]*$/;
/** White space that `fold` would change within a line. */
const unevenLines = /^ | $| {2}|[^\S\n ]|[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/m;

/** Lines folded: the same as `fold` of each, much faster for many. */
function foldLines(lines) {
  const folded = tableLeavesAscii && asciiLines.test(lines) ? lines.toLowerCase() : foldPiece(lines);
  return unevenLines.test(folded) ? folded.split("\n").map((line) => line.replace(BLANKS, " ").trim()).join("\n") : folded;
}

/** A text folded, line by line, once while it is in memory. */
function foldedText(article) {
  article.folded ??= { translation: foldLines(article.translation), source: foldLines(article.source) };
  return article.folded;
}

const isMetIn = ({ forms, whole }, folded) => forms.some((form) => findForm(folded, form, { whole }) >= 0);

/**
 * Looks for a query in the text of an article. What its record does not meet and the text does is
 * kept there, and counts with the next scan; without it, the text adds nothing.
 */
function lookIntoText(mine, article) {
  const record = recordOfPath.get(article.path);
  if (!record) return;
  mine.articles += 1;
  const folded = foldedText(article);
  const isInText = (term) => isMetIn(term, folded.translation) || isMetIn(term, folded.source);
  foldRecord(record);
  const isMissing = mine.query.wanted.map((term) => !isMetIn(term, record.folded));
  const missing = mine.query.wanted.filter((_, at) => isMissing[at]);
  if (!missing.every(isInText)) return;
  const isUnwanted = mine.query.unwanted.some(isInText);
  if (missing.length === 0 && !isUnwanted) return;
  record.inText = {
    stamp: mine.query.stamp,
    isMet: isMissing,
    isUnwanted,
    sentence: isUnwanted ? null : bestSentence(article, missing),
  };
  record.stamp = 0;
  mine.isNews = true;
}

/** What the text of a record adds to what it says of a query itself, or null. */
const inTextOf = ({ stamp }, { inText }) => (inText?.stamp === stamp ? inText : null);

/** Whether texts are searched: as the reader chose, or else where they are few. */
const searchesTexts = () => TEXT_FILES.length > 0 && (view.texts ?? TEXT_FILES.length <= AUTOMATIC_FILES);

const hasTerms = ({ wanted, unwanted }) => wanted.length > 0 || unwanted.length > 0;

/** Whether a search of texts may still find something. */
const isSearchingTexts = () => textSearch !== null && !textSearch.isDone;

/** Searches the texts for the query of the view, unless that is done or under way. */
function searchTexts() {
  if (textSearch?.query !== query) beginTextSearch();
  showTextsState();
}

function beginTextSearch() {
  clearTimeout(textsTimer);
  if (textSearch) for (const record of records) record.inText = null;
  textSearch = null;
  if (query.inTexts && hasTerms(query)) {
    textSearch = { query, articles: 0, read: 0, unread: [], isNews: false, isDone: false };
    const mine = textSearch;
    // The texts are of articles, which must be there.
    if (allLoaded()) textsTimer = setTimeout(() => goThroughTexts(mine), TEXTS_DELAY);
  }
}

/** Begins anew, since there are more articles; what was found stays. */
function searchTextsAgain() {
  textSearch = null;
  searchTexts();
}

async function goThroughTexts(mine) {
  const isWanted = () => textSearch === mine;
  let worthShowing = 1;
  let end = performance.now() + TEXTS_SLICE;
  for (const address of TEXT_FILES) {
    const articles = await textsOf(address);
    for (const article of articles ?? []) {
      if (!isWanted()) return;
      lookIntoText(mine, article);
      if (performance.now() > end) {
        await pause();
        end = performance.now() + TEXTS_SLICE;
      }
    }
    if (!isWanted()) return;
    if (articles === null) mine.unread.push(address);
    mine.read += 1;
    // Early ones are shown at once, and then whenever twice as many files are read.
    if (mine.isNews && mine.read >= worthShowing) {
      showTextHits(mine);
      worthShowing = 2 * mine.read;
    }
    showTextsState();
  }
  mine.isDone = true;
  showTextHits(mine);
  showTextsState();
}

/** Shows what was found so far, without moving the reader from the place in the list. */
function showTextHits(mine) {
  if (mine.isNews) startScan({ keepPlace: true });
  else if (listScan) showAround(listScan);
  mine.isNews = false;
}

/** Says which texts are being searched, were searched, or are not. */
function showTextsState() {
  byId("texts").checked = searchesTexts();
  byId("texts-label").hidden = TEXT_FILES.length === 0;
  const isBusy = isSearchingTexts();
  const isAsked = hasTerms(query);
  byId("texts-state").hidden = !isAsked;
  byId("texts-state").dataset.state = isBusy ? "busy" : "done";
  const words = byId("texts-words");
  const report = isAsked && !isBusy ? wordsOnTexts() : "";
  // A change of the same words would be read out again.
  if (words.textContent !== report) words.textContent = report;
  byId("texts-progress").textContent = isBusy ? progressOfTexts(textSearch) : "";
}

/** "Searching the full texts: 1,024 articles done, 3 of 7 files to go." */
function progressOfTexts({ articles, read }) {
  const files = `${number(TEXT_FILES.length - read)} of ${counted(TEXT_FILES.length, "file")} to go`;
  return read === 0 ? "Searching the full texts." : `Searching the full texts: ${counted(articles, "article")} done, ${files}.`;
}

/** What is said below the search field when a search is over. */
function wordsOnTexts() {
  if (TEXT_FILES.length === 0) return "Headlines, summaries, names and paths were searched. The command mujaz search looks into the full texts too.";
  if (!textSearch) return "Headlines, summaries, names and paths were searched. Tick “Full texts” to look into these too.";
  const { articles, unread } = textSearch;
  const briefs = records.reduce((sum, { id }) => sum + (id === "" ? 0 : 1), 0);
  const others = unread.length > 1 ? ` and ${counted(unread.length - 1, "other file")}` : "";
  return [
    `The full texts of ${counted(articles, "article")} were searched.`,
    unread.length > 0 && `${plain(unread[0])}${others} could not be read.`,
    articles < briefs && `The texts of ${counted(briefs - articles, "article")} are not here.`,
  ].filter(Boolean).join(" ");
}

function startTexts() {
  byId("texts").addEventListener("change", () =>
    changeView((next) => {
      next.texts = byId("texts").checked;
    }),
  );
}
