// Which briefs the reader has opened. They are kept in this browser, under the name of this folder,
// by the beginning of their ids: a brief that is made anew has not been opened.

const openedKey = `mujaz-opened:${folderHash}`;
const MOST_OPENED_KEPT = 10000;
const shortId = ({ id }) => id.slice(0, 16);

/** The briefs that are kept as opened, the latest last; none if the browser refuses or holds something else. */
function storedOpened() {
  try {
    const stored = JSON.parse(localStorage.getItem(openedKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isText) : [];
  } catch {
    return [];
  }
}

const openedBriefs = new Set(storedOpened());

const wasOpened = (record) => openedBriefs.has(shortId(record));

/** Notes that a brief has been opened; another tab may have noted others meanwhile. */
function noteOpened(record) {
  if (record.id === "" || wasOpened(record)) return;
  for (const id of [...storedOpened(), shortId(record)]) openedBriefs.add(id);
  refreshMarks(new Set([record.id]));
  try {
    localStorage.setItem(openedKey, JSON.stringify([...openedBriefs].slice(-MOST_OPENED_KEPT)));
  } catch {
    // Then it is known until the page is closed.
  }
}
