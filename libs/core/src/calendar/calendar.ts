/**
 * Plain dates and months of China's calendar as ISO text ("2023-03-01", "2023-03"). Text of this form compares as the
 * days do, so `<` and `>=` on dates mean what they say; no time zone and no clock is ever involved.
 */
export type PlainDate = string;
export type PlainMonth = string;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** True for a day that exists, from year 1900 to 2999. */
export function isDate(text: unknown): text is PlainDate {
  if (typeof text !== 'string') return false;
  const parts = DATE.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year >= 1900 && year < 3000 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

export function isMonth(text: unknown): text is PlainMonth {
  return typeof text === 'string' && MONTH.test(text) && text >= '1900' && text < '3000';
}

export function yearOf(date: PlainDate): number {
  return Number(date.slice(0, 4));
}

export function monthOf(date: PlainDate): PlainMonth {
  return date.slice(0, 7);
}

export function firstDayOf(month: PlainMonth): PlainDate {
  return `${month}-01`;
}

/** "2023-02" ends on "2023-02-28". */
export function lastDayOf(month: PlainMonth): PlainDate {
  return `${month}-${two(daysIn(Number(month.slice(0, 4)), Number(month.slice(5, 7))))}`;
}

export function firstDayOfYear(year: number): PlainDate {
  return `${String(year)}-01-01`;
}

export function lastDayOfYear(year: number): PlainDate {
  return `${String(year)}-12-31`;
}

function two(number: number): string {
  return number < 10 ? `0${String(number)}` : String(number);
}

/** The first day of the month after the one in which the date lies (shangrao art. 6, POLICY A2). */
export function firstOfNextMonth(date: PlainDate): PlainDate {
  const [year, month] = [yearOf(date), Number(date.slice(5, 7))];
  return month === 12 ? `${String(year + 1)}-01-01` : `${date.slice(0, 5)}${two(month + 1)}-01`;
}

export function dayAfter(date: PlainDate): PlainDate {
  const [year, month, day] = [yearOf(date), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
  return day < daysIn(year, month) ? `${date.slice(0, 8)}${two(day + 1)}` : firstOfNextMonth(date);
}

/**
 * Age in completed years on a day, from the birthday on (POLICY A8). Who was born on 29 February completes a year on
 * 1 March where the year has no such day.
 */
export function completedYears(birthDate: PlainDate, on: PlainDate): number {
  const years = yearOf(on) - yearOf(birthDate);
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** A day's number in an unbroken count, for differences. */
export function dayNumber(date: PlainDate): number {
  const [year, month, day] = [yearOf(date), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
  const before = year - 1;
  let days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + day;
  for (let earlier = 1; earlier < month; earlier += 1) days += daysIn(year, earlier);
  return days;
}

/** Minutes from one local date and time ("2023-03-01T08:00") to another. China has one time zone and no summer time. */
export function minutesBetween(from: string, to: string): number {
  const minutes = (at: string): number =>
    dayNumber(at.slice(0, 10)) * 24 * 60 +
    Number(at.slice(11, 13)) * 60 +
    Number(at.slice(14, 16)) +
    Number(at.slice(17, 19)) / 60;
  return minutes(to) - minutes(from);
}
