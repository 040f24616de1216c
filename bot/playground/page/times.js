// Times as staff in England and Wales read them, whatever zone the browser is in.

const ZONE = "Europe/London";

const shown = (options, locale = "en-GB") => {
  const format = new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
  return (unix) => format.format(unix * 1000);
};

export const time = shown({ hour: "2-digit", minute: "2-digit" });
export const fullDate = shown({ dateStyle: "full", timeStyle: "medium" });
export const when = shown({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const longDay = shown({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const sortable = shown({ dateStyle: "short", timeStyle: "short" }, "sv-SE");

const DAY = 24 * 60 * 60;

export const day = (unix) => sortable(unix).slice(0, 10);

export function dayName(unix, now) {
  if (day(unix) === day(now)) return "Today";
  if (day(unix) === day(now - DAY)) return "Yesterday";
  return longDay(unix);
}

// "2026-03-29T09:00", as a datetime-local input wants it.
export const wall = (unix) => sortable(unix).replace(" ", "T");

export function fromWall(text) {
  const asUtc = Date.parse(`${text}Z`) / 1000;
  const ahead = (unix) => Date.parse(`${wall(unix)}Z`) / 1000 - unix;
  // Asked twice, because the first guess may lie on the other side of a clock change.
  return asUtc - ahead(asUtc - ahead(asUtc));
}

export const nextMorning = (now) => fromWall(`${day(now + DAY)}T09:00`);

const TOKENS = {
  date_num: shown({ dateStyle: "short" }, "sv-SE"),
  date: shown({ day: "numeric", month: "long", year: "numeric" }),
  date_slash: shown({ day: "2-digit", month: "2-digit", year: "numeric" }),
  date_short: shown({ day: "numeric", month: "short", year: "numeric" }),
  date_long: longDay,
  time,
  time_secs: shown({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
};

// Slack's {date_short} and {time} patterns; the "_pretty" ones say Today or Yesterday.
export function slackDate(unix, pattern, now) {
  return String(pattern).replace(/\{(\w+)\}/g, (token, name) => {
    const pretty = name.endsWith("_pretty");
    const told = pretty && dayName(unix, now);
    if (told && told !== longDay(unix)) return told.toLowerCase();
    return (TOKENS[pretty ? name.slice(0, -"_pretty".length) : name] ?? (() => token))(unix);
  });
}
