import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import { Sums } from '../framework/sums.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { CONTRIBUTION_MONTHS, CONTRIBUTIONS } from './table.ts';

type Contribution = Row<typeof CONTRIBUTIONS>;

export const contributionsProjection: Projection = {
  name: 'contributions',
  version: 2,
  tables: [CONTRIBUTIONS, CONTRIBUTION_MONTHS],
  types: ['ContributionRecorded', 'ContributionReversed'],
  async project(batch, writer) {
    const recorded: Contribution[] = [];
    /** Index of a month's newest contribution in `recorded`. */
    const newest = new Map<string, number>();
    const months = new Sums(CONTRIBUTION_MONTHS);
    for (const event of batch) {
      const { fact, region, id } = event;
      if (fact.type === 'ContributionRecorded') {
        newest.set(`${region}.${id} ${fact.data.month}`, recorded.length);
        const row = rowOf(event, fact.data, fact.occurredOn);
        recorded.push(row);
        months.add(inMonth(row, 1));
      } else if (fact.type === 'ContributionReversed') {
        const reversal = {
          reversed_on: fact.occurredOn,
          reversed_at: event.position,
          reversal_reason: fact.data.reason,
        };
        const at = newest.get(`${region}.${id} ${fact.data.month}`);
        const row = at === undefined ? await reverse(event, fact.data.month, reversal, writer) : recorded[at];
        if (at !== undefined) recorded[at] = { ...(row as Contribution), ...reversal };
        months.add(inMonth(row as Contribution, -1));
      }
    }
    await writer.insert(CONTRIBUTIONS, recorded);
    await writer.add(CONTRIBUTION_MONTHS, months.rows());
  },
};

/** What a contribution adds to its month, or takes away again. */
function inMonth({ region, month, base_fen }: Contribution, sign: 1 | -1): Row<typeof CONTRIBUTION_MONTHS> {
  return { region, month, base_fen: sign * Number(base_fen), contributions: sign };
}

function rowOf(
  { region, id, position }: LogEvent,
  data: {
    readonly month: string;
    readonly base: string;
    readonly amount: string;
    readonly personal: string;
    readonly fromPool: string;
  },
  paidOn: string,
): Contribution {
  return {
    region,
    person_id: id,
    month: data.month,
    position,
    base_fen: fenOf(data.base),
    amount_fen: fenOf(data.amount),
    personal_fen: fenOf(data.personal),
    from_pool_fen: fenOf(data.fromPool),
    paid_on: paidOn,
    reversed_on: null,
    reversed_at: null,
    reversal_reason: null,
  };
}

/** Marks the contribution that stands for a month as reversed. @returns it, as it stood. */
async function reverse(
  { region, id }: LogEvent,
  month: string,
  reversal: Pick<Contribution, 'reversed_on' | 'reversed_at' | 'reversal_reason'>,
  writer: Writer,
): Promise<Contribution> {
  return (await writer.transaction
    .updateTable(CONTRIBUTIONS.name)
    .set(reversal)
    .where('region', '=', region)
    .where('person_id', '=', id)
    .where('month', '=', month)
    .where('reversed_at', 'is', null)
    .returningAll()
    .executeTakeFirstOrThrow()) as Contribution;
}
