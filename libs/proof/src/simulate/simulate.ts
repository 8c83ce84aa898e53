import type { EventStore, RecordedEvent } from '@gongji/event-store';
import { History } from '../again/history.ts';
import type { KnownEvent } from '../again/known-event.ts';
import { LogEvent } from '../again/log-event.ts';
import type { Family } from './families.ts';
import { FamilyWalk } from './family-walk.ts';
import type { Rules } from './rules.ts';
import { Tally, type Sums } from './tally.ts';

/** Events that are read at once: most people's whole history. */
const PAGE = 256;

/** Decides the history of families again under other rules. Reads the log, holds one family at a time, writes nothing. */
export class Simulator {
  private readonly history: History;

  /** @param upTo position of the log up to which history counts. */
  constructor(
    private readonly store: EventStore,
    private readonly rules: Rules,
    private readonly upTo: bigint,
  ) {
    this.history = new History(store);
  }

  /** The sums over some families. */
  async simulate(families: readonly Family[]): Promise<Sums> {
    const tally = new Tally(this.rules.period);
    for (const family of families) await this.family(family, tally);
    return tally.sums();
  }

  private async family(family: Family, tally: Tally): Promise<void> {
    const walk = new FamilyWalk(this.store, this.history, this.rules, family);
    const events = await this.events(family);
    tally.begin(
      family.length,
      events.some(({ fact }) => fact.type === 'SettlementReversed'),
    );
    for (const event of events) {
      const taken = walk.take(event);
      const simulated = taken instanceof Promise ? await taken : taken;
      if (simulated !== undefined) tally.take(simulated);
    }
  }

  private async events(family: Family): Promise<readonly KnownEvent[]> {
    const events: KnownEvent[] = [];
    for (const stream of family) {
      for await (const page of this.store.readStream(stream, { direction: 'forwards', pageSize: PAGE })) {
        for (const event of page) if (event.position <= this.upTo) events.push(new LogEvent(unexplained(event)).known);
      }
    }
    return family.length === 1 ? events : events.sort((a, b) => (a.position < b.position ? -1 : 1));
  }
}

/**
 * A visit without the steps that explain it: a third of its text, which no decision asks. In JSON a quote within a text is escaped, so that
 * what is looked for stands nowhere else; where it is not found, the event stays whole.
 */
function unexplained(event: RecordedEvent): RecordedEvent {
  const { type, data } = event;
  if (type !== 'VisitSettled') return event;
  const from = data.indexOf(STEPS);
  const until = from < 0 ? -1 : data.indexOf(STEPS_END, from);
  if (until < 0) return event;
  return { ...event, data: data.slice(0, from + STEPS.length) + data.slice(until + 1) };
}

const [STEPS, STEPS_END] = [',"steps":[', '}],"total":"'];
