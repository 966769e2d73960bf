// Messages to and from briefs, which are in frames without rights: what they send is checked like
// everything from outside. A brief that is not shown is asked in a frame that is gone with the answer.

const LONGEST_WAIT = 10000;

/** Sends a message to the brief in a frame, if there is one. */
const sendTo = (iframe, message) => iframe?.contentWindow?.postMessage({ mujaz: 1, ...message }, "*");

/** Whether an event is a message of the brief in a frame. */
const isMessageOf = (iframe, { source, data }) =>
  source !== null && source === iframe?.contentWindow && typeof data === "object" && data !== null && data.mujaz === 1;

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
    function listen(event) {
      if (!isMessageOf(asked, event)) return;
      const { data } = event;
      if (data.type === "ready" && data.id === record.id) sendTo(asked, question);
      if (data.type === type) end(data);
    }
    addEventListener("message", listen);
    document.body.append(asked);
  });
}
