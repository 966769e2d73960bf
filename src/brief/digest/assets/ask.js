// Asking a brief that is not shown: in a frame without rights, which is gone with the answer. The
// answer is checked like everything from outside.

const LONGEST_WAIT = 10000;

/** What the brief of a record answers to a question, as a message of this type; null if it has no page or does not answer. */
function askBrief(record, question, type) {
  const address = addressBelow(record.html);
  if (address === "") return Promise.resolve(null);
  return new Promise((resolve) => {
    const asked = element("iframe", {
      hidden: true,
      "aria-hidden": "true",
      tabindex: "-1",
      sandbox: "allow-scripts",
      referrerpolicy: "no-referrer",
      src: address,
    });
    const timer = setTimeout(() => end(null), LONGEST_WAIT);
    function end(answer) {
      clearTimeout(timer);
      removeEventListener("message", listen);
      asked.remove();
      resolve(answer);
    }
    function listen({ source, data }) {
      if (source === null || source !== asked.contentWindow) return;
      if (typeof data !== "object" || data === null || data.mujaz !== 1) return;
      if (data.type === "ready" && data.id === record.id) source.postMessage({ mujaz: 1, ...question }, "*");
      if (data.type === type) end(data);
    }
    addEventListener("message", listen);
    document.body.append(asked);
  });
}
