// Marks of articles that were translated again: their briefs have other `id`s than those that were
// marked. An article is known by its path, and its brief tells which of the marks still hold.

let carrying = Promise.resolve();

/** The article of a mark whose brief is no longer here, if the article has another brief now. */
function translatedAgain({ brief, path, mark }) {
  const record = mark === null || recordsOfBrief.has(brief) ? null : recordOfPath.get(path);
  return record?.id ? record : null;
}

/** Whether the brief of today has the mark already, or a newer one of the same sentence. */
function isCarried(mark, record) {
  const list = [...(marks.get(record.id)?.values() ?? [])];
  return list.some(({ at, source }) => at >= mark.at && source === mark.source);
}

/** The marks that are to be carried over, by the article. */
function marksToCarry() {
  const waiting = new Map();
  for (const mark of everyMark()) {
    const record = translatedAgain(mark);
    if (!record || isCarried(mark, record)) continue;
    if (waiting.has(record)) waiting.get(record).push(mark);
    else waiting.set(record, [mark]);
  }
  return waiting;
}

/** Carries marks over, article by article. Those that do not hold any more stay with the brief that they were set in. */
function carryMarks() {
  carrying = carrying.then(async () => {
    for (const [record, list] of marksToCarry()) {
      const answer = await askBrief(record, { type: "earlier", marks: list }, "carried");
      if (!Array.isArray(answer?.marks)) continue;
      takeMarks(answer.marks.map((mark) => ({ ...mark, brief: record.id, path: record.path })));
    }
  });
}
