import { bookMonth, entriesOf, POSTED_TYPES, type BookMonth, type Entry, type PlainMonth } from '@gongji/core';
import { fenOf, safe } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import { Sums } from '../framework/sums.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { PostingSums } from './posting-sums.ts';
import { CLOSED_PERIODS, JOURNAL_ENTRIES, LATE_ENTRIES, POSTING_SUMS } from './table.ts';

type JournalEntry = Row<typeof JOURNAL_ENTRIES>;
type ClosedPeriod = Row<typeof CLOSED_PERIODS>;

/** Places for the entries of one event. */
export const ENTRIES_AN_EVENT = 8;

export const bookkeepingProjection: Projection = {
  name: 'bookkeeping',
  version: 3,
  tables: [JOURNAL_ENTRIES, POSTING_SUMS, CLOSED_PERIODS, LATE_ENTRIES],
  types: [...POSTED_TYPES, 'MonthClosed', 'YearClosed'],
  async project(batch, writer) {
    const entries: JournalEntry[] = [];
    const sums = new PostingSums();
    const late = new Sums(LATE_ENTRIES);
    const periods = await ClosedPeriods.load(batch, writer);
    for (const event of batch) {
      periods.take(event);
      const booked = bookMonth(event.occurredOn, (month) => periods.isClosed(event.region, month));
      for (const [index, entry] of entriesOf(event.fact).entries()) {
        const row = rowOf(event, booked, entry, index);
        entries.push(row);
        sums.add({ region: row.region, month: row.month, kind: entry.kind, fen: row.fen });
        const { region, late_for, month, fen } = row;
        if (late_for !== null) late.add({ region, late_for, month, entries: 1, fen });
      }
    }
    await writer.insert(JOURNAL_ENTRIES, entries);
    await writer.add(POSTING_SUMS, sums.rows());
    await writer.add(LATE_ENTRIES, late.rows());
    await writer.insert(CLOSED_PERIODS, periods.added);
  },
};

/** What was closed in the regions of a batch, before it and in it. */
class ClosedPeriods {
  readonly added: ClosedPeriod[] = [];

  private constructor(private readonly closed: Set<string>) {}

  static async load(batch: readonly LogEvent[], { transaction }: Writer): Promise<ClosedPeriods> {
    const regions = [...new Set(batch.map(({ region }) => region))];
    const rows = (await transaction
      .selectFrom(CLOSED_PERIODS.name)
      .select(['region', 'period'])
      .where('region', 'in', regions)
      .execute()) as readonly Pick<ClosedPeriod, 'region' | 'period'>[];
    return new ClosedPeriods(new Set(rows.map(({ region, period }) => keyOf(region, period))));
  }

  take({ region, position, recordedAt: recorded_at, fact }: LogEvent): void {
    if (fact.type !== 'MonthClosed' && fact.type !== 'YearClosed') return;
    const closing =
      fact.type === 'YearClosed'
        ? { period: String(fact.data.year), up_to: null, totals: null }
        : { period: fact.data.month, up_to: Number(fact.data.upTo), totals: JSON.stringify(fact.data.totals) };
    this.closed.add(keyOf(region, closing.period));
    this.added.push({ region, position, recorded_at, ...closing });
  }

  isClosed(region: string, month: PlainMonth): boolean {
    return this.closed.has(keyOf(region, month)) || this.closed.has(keyOf(region, month.slice(0, 4)));
  }
}

function keyOf(region: string, period: string): string {
  return `${region} ${period}`;
}

function rowOf(
  { region, position, occurredOn: day }: LogEvent,
  { month, lateFor: late_for }: BookMonth,
  { kind, reference, amount }: Entry,
  index: number,
): JournalEntry {
  const entry = safe(position * ENTRIES_AN_EVENT + index);
  return { region, entry, day, month, late_for, kind, reference, fen: fenOf(amount) };
}
