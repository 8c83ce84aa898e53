const DAY = 86_400_000;

/** @param {string} date @param {number} days */
export function addDays(date, days) {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/** @param {string} from @param {string} to */
export function daysBetween(from, to) {
  return (Date.parse(to) - Date.parse(from)) / DAY;
}

/** The first day of the month after a date. @param {string} date */
export function firstOfNextMonth(date) {
  const [year, month] = date.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}

/** "2023-01" to "2024-12". */
export const MONTHS = [2023, 2024].flatMap((year) =>
  Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`),
);

export const FIRST_DAY = '2023-01-01';
export const LAST_DAY = '2024-12-31';
