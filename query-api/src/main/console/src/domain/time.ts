/** Months are texts, `2026-11`; days `2026-11-21`. All of them are UTC, as bills are. */
const NAMES = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export function addMonths(month: string, by: number): string {
  const [year, of] = month.split("-").map(Number) as [number, number];
  const index = year * 12 + of - 1 + by;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

export function monthName(month: string): string {
  const [year, of] = month.split("-");
  return `${NAMES[Number(of) - 1]} ${year}`;
}

export function monthShort(month: string): string {
  const [year, of] = month.split("-");
  return `${NAMES[Number(of) - 1]!.slice(0, 3)} ${year}`;
}

export function daysIn(month: string): number {
  const [year, of] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, of, 0)).getUTCDate();
}

export function daysOf(month: string): string[] {
  return Array.from({ length: daysIn(month) }, (_, i) => `${month}-${String(i + 1).padStart(2, "0")}`);
}

/** `21 Nov`. */
export function dayShort(day: string): string {
  const [, of, date] = day.split("-");
  return `${Number(date)} ${NAMES[Number(of) - 1]!.slice(0, 3)}`;
}

/** `21 Nov 2026, 20:15:03 UTC`. */
export function moment(iso: string): string {
  const time = new Date(iso).toISOString();
  return `${dayShort(time.slice(0, 10))} ${time.slice(0, 4)}, ${time.slice(11, 19)} UTC`;
}

export function date(iso: string): string {
  return `${dayShort(iso.slice(0, 10))} ${iso.slice(0, 4)}`;
}

/** `2 s`, `5 min`, `3 h`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 90 ? `${seconds} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
