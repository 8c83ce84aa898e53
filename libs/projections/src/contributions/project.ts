import { fenOf } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Writer } from '../framework/writer.ts';
import type { Projection } from '../projection.ts';
import { CONTRIBUTIONS } from './table.ts';

type Contribution = Row<typeof CONTRIBUTIONS>;

export const contributionsProjection: Projection = {
  name: 'contributions',
  version: 1,
  tables: [CONTRIBUTIONS],
  types: ['ContributionRecorded', 'ContributionReversed'],
  async project(batch, writer) {
    const recorded: Contribution[] = [];
    /** Index of a month's newest contribution in `recorded`. */
    const newest = new Map<string, number>();
    for (const event of batch) {
      const { fact, region, id } = event;
      if (fact.type === 'ContributionRecorded') {
        newest.set(`${region}.${id} ${fact.data.month}`, recorded.length);
        recorded.push(rowOf(event, fact.data, fact.occurredOn));
      } else if (fact.type === 'ContributionReversed') {
        const reversal = {
          reversed_on: fact.occurredOn,
          reversed_at: event.position,
          reversal_reason: fact.data.reason,
        };
        const at = newest.get(`${region}.${id} ${fact.data.month}`);
        if (at === undefined) await reverse(event, fact.data.month, reversal, writer);
        else recorded[at] = { ...(recorded[at] as Contribution), ...reversal };
      }
    }
    await writer.insert(CONTRIBUTIONS, recorded);
  },
};

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

async function reverse(
  { region, id }: LogEvent,
  month: string,
  reversal: Pick<Contribution, 'reversed_on' | 'reversed_at' | 'reversal_reason'>,
  writer: Writer,
): Promise<void> {
  await writer.transaction
    .updateTable(CONTRIBUTIONS.name)
    .set(reversal)
    .where('region', '=', region)
    .where('person_id', '=', id)
    .where('month', '=', month)
    .where('reversed_at', 'is', null)
    .execute();
}
