// The days: a small chart of how many articles there are a day, a week, a month or a year.

const MOST_BARS = 62;
/** The longest stretch without an article, in days, over which a short timeline goes on. */
const LONGEST_GAP = 2 * 366;
const formatOf = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
const longDay = formatOf({ day: "numeric", month: "long", year: "numeric" });
const shortDay = formatOf({ day: "numeric", month: "short", year: "numeric" });
const longMonth = formatOf({ month: "long", year: "numeric" });

const dateOfDay = (day) => new Date(day * DAY);
const dayOfDate = (year, month) => {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return date.getTime() / DAY;
};
const monthsOf = (day) => dateOfDay(day).getUTCFullYear() * 12 + dateOfDay(day).getUTCMonth();
const firstOfMonth = (months) => dayOfDate(Math.floor(months / 12), months % 12);

/** Units of the chart: which bar a day is in, the first day of a bar, and its name. */
const UNITS = [
  { name: "day", title: "Articles a day", bar: (day) => day, first: (bar) => bar, label: (first) => longDay.format(dateOfDay(first)) },
  {
    name: "week", // from Monday; the first day of 1970 was a Thursday
    title: "Articles a week",
    bar: (day) => Math.floor((day + 3) / 7),
    first: (bar) => bar * 7 - 3,
    label: (first) => `Week of ${longDay.format(dateOfDay(first))}`,
  },
  { name: "month", title: "Articles a month", bar: monthsOf, first: firstOfMonth, label: (first) => longMonth.format(dateOfDay(first)) },
  {
    name: "year",
    title: "Articles a year",
    bar: (day) => dateOfDay(day).getUTCFullYear(),
    first: (bar) => dayOfDate(bar, 0),
    label: (first) => String(dateOfDay(first).getUTCFullYear()),
  },
];

/**
 * The first and the last day of what most dates span: the closest three quarters of the dates, and
 * what follows them without a large gap. Dates such as 1970-01-01 or 9999-12-31 stay outside.
 */
function spanOf(days) {
  const sorted = [...days.keys()].sort((a, b) => a - b);
  const most = Math.ceil(sorted.reduce((sum, day) => sum + days.get(day), 0) * 0.75);
  const span = (first, last) => sorted[last] - sorted[first];
  let [first, last] = [0, sorted.length - 1];
  let inside = 0;
  for (let start = 0, end = 0; end < sorted.length; end += 1) {
    inside += days.get(sorted[end]);
    while (inside - days.get(sorted[start]) >= most) {
      inside -= days.get(sorted[start]);
      start += 1;
    }
    if (inside >= most && span(start, end) < span(first, last)) [first, last] = [start, end];
  }
  const isNear = (a, b) => span(a, b) <= Math.max(LONGEST_GAP, span(first, last) / 2);
  while (isNear(first - 1, first) || isNear(last, last + 1)) {
    if (isNear(first - 1, first)) first -= 1;
    else last += 1;
  }
  return [sorted[first], sorted[last]];
}

/**
 * Tells which days are sorted as if there were no date: those ahead of today that the timeline
 * leaves outside, such as 9999-12-31.
 */
function placeholderTest(days) {
  if (days.size === 0) return () => false;
  const [, last] = spanOf(days);
  // Somewhere it is tomorrow already.
  const tomorrow = Math.floor(Date.now() / DAY) + 1;
  return (day) => day > last && day > tomorrow;
}

/** The bars of a count of days, in the smallest unit that has room. */
function barsOf(days) {
  const [first, last] = spanOf(days);
  const unit = UNITS.find(({ bar }) => bar(last) - bar(first) < MOST_BARS) ?? UNITS.at(-1);
  const from = Math.max(unit.bar(first), unit.bar(last) - 5 * MOST_BARS);
  const bars = Array.from({ length: unit.bar(last) - from + 1 }, (_, at) => ({
    first: unit.first(from + at),
    last: unit.first(from + at + 1) - 1,
    count: 0,
  }));
  for (const [day, times] of days) {
    const bar = bars[unit.bar(day) - from];
    if (bar) bar.count += times;
  }
  return { unit, bars };
}

function showTimeline({ days, undated }) {
  const chart = byId("timeline");
  byId("days").hidden = days.size === 0 && undated === records.length;
  byId("undated-label").hidden = undated === 0 && !view.undated;
  byId("undated-text").textContent = `without a date (${number(undated)})`;
  const focused = document.activeElement?.parentElement === chart ? document.activeElement.dataset.from : null;
  chart.hidden = days.size === 0;
  byId("axis").hidden = days.size === 0;
  if (days.size === 0) {
    chart.replaceChildren();
    byId("outside").hidden = true;
    return;
  }
  const { unit, bars } = barsOf(days);
  showOutside(days, bars[0].first, bars.at(-1).last);
  const highest = bars.reduce((most, bar) => Math.max(most, bar.count), 1);
  byId("days-heading").textContent = unit.title;
  chart.dataset.unit = unit.name;
  chart.replaceChildren(...bars.map((bar) => barOf(bar, unit, highest)));
  const stop = [...chart.children].find((bar) => bar.dataset.from === focused) ?? chart.querySelector("[aria-pressed=true]") ?? chart.lastChild;
  stop.tabIndex = 0;
  if (focused) stop.focus();
  byId("axis-first").textContent = shortDay.format(dateOfDay(bars[0].first));
  byId("axis-last").textContent = shortDay.format(dateOfDay(bars.at(-1).last));
}

/** Says how many dates lie outside the chart, with a button for each side that shows them. */
function showOutside(days, first, last) {
  const timesOf = (isWanted) => [...days].reduce((sum, [day, times]) => sum + (isWanted(day) ? times : 0), 0);
  const sides = [
    { name: "before", times: timesOf((day) => day < first), from: "", to: dayText(first - 1) },
    { name: "after", times: timesOf((day) => day > last), from: dayText(last + 1), to: "" },
  ];
  const all = sides[0].times + sides[1].times;
  byId("outside").hidden = all === 0;
  byId("outside-text").textContent = `${counted(all, "article")} ${all === 1 ? "is" : "are"} dated outside these days.`;
  for (const { name, times, from, to } of sides) {
    const button = byId(name);
    button.hidden = times === 0;
    button.textContent = `Show ${number(times)} ${name}`;
    button.setAttribute("aria-pressed", String(view.from === from && view.to === to));
    Object.assign(button.dataset, { from, to });
  }
}

function barOf({ first, last, count: times }, unit, highest) {
  const [from, to] = [dayText(first), dayText(last)];
  const isChosen = (view.from !== "" || view.to !== "") && (!view.from || view.from <= to) && (!view.to || view.to >= from);
  const words = `${unit.label(first)}: ${counted(times, "article")}`;
  const fill = element("span", { class: "fill" });
  fill.style.height = times === 0 ? "0" : `${Math.max(4, (100 * times) / highest)}%`;
  return element(
    "button",
    {
      type: "button",
      class: "bar",
      tabindex: "-1",
      title: words,
      "aria-label": words,
      "aria-pressed": String(isChosen),
      "data-from": from,
      "data-to": to,
      "data-count": times,
    },
    fill,
  );
}

/** Chooses the days of a bar; with Shift up to it; the only chosen bar once more: all days. */
function chooseBar({ from, to }, extend) {
  changeView((next) => {
    const wasAlone = next.from === from && next.to === to;
    next.undated = false;
    if (extend && (next.from || next.to)) {
      next.from = next.from && next.from < from ? next.from : from;
      next.to = next.to && next.to > to ? next.to : to;
    } else {
      next.from = wasAlone ? "" : from;
      next.to = wasAlone ? "" : to;
    }
  });
}

function startTimeline() {
  const chart = byId("timeline");
  chart.addEventListener("click", (event) => {
    const bar = event.target.closest(".bar");
    if (bar) chooseBar(bar.dataset, event.shiftKey);
  });
  chart.addEventListener("keydown", (event) => {
    const bar = event.target.closest(".bar");
    const to = {
      ArrowLeft: bar?.previousSibling,
      ArrowRight: bar?.nextSibling,
      Home: chart.firstChild,
      End: chart.lastChild,
    }[event.key];
    if (!to) return;
    event.preventDefault();
    bar.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });
  for (const name of ["before", "after"]) byId(name).addEventListener("click", () => chooseBar(byId(name).dataset, false));
  for (const name of ["from", "to"]) {
    byId(name).addEventListener("change", () => {
      const { value } = byId(name);
      // While a year is typed, it is one of few digits.
      if (value !== "" && (dayNumber(value) === null || value < "1000")) return;
      changeView((next) => {
        next[name] = value;
        if (value) next.undated = false;
        const other = name === "from" ? "to" : "from";
        if (next.from && next.to && next.from > next.to) next[other] = value;
      });
    });
  }
  byId("undated").addEventListener("change", () => {
    changeView((next) => {
      next.undated = byId("undated").checked;
      if (next.undated) next.from = next.to = "";
    });
  });
}
