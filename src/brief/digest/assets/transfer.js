// Marks as a file: for a colleague, another browser or the program.

function exportMarks() {
  const list = allMarks();
  const content = `${JSON.stringify({ mujaz_marks: 1, marks: list }, null, 1)}\n`;
  const address = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  const link = element("a", { href: address, download: `mujaz-marks-${new Date().toISOString().slice(0, 10)}.json` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  say(`${counted(list.length, "mark")} saved as a file.`);
}

async function importMarks(file) {
  try {
    const content = JSON.parse(await file.text());
    if (content?.mujaz_marks !== 1 || !Array.isArray(content.marks)) throw new Error("not a file of marks");
    const taken = takeMarks(content.marks);
    const rest = content.marks.length - taken;
    if (taken > 0 && allLoaded()) carryMarks();
    say(`${counted(taken, "mark")} read${rest ? `; ${number(rest)} left out, since newer or the same were here or they were not in order` : ""}.`);
  } catch {
    say("This is not a file of marks.");
  }
}

function startTransfer() {
  byId("export").addEventListener("click", exportMarks);
  byId("import").addEventListener("click", () => byId("import-file").click());
  byId("import-file").addEventListener("change", async () => {
    const [file] = byId("import-file").files;
    if (file) await importMarks(file);
    byId("import-file").value = "";
  });
  addEventListener("storage", ({ key }) => {
    if (key === markKey) takeMarks(storedMarks(), { store: false });
  });
}
