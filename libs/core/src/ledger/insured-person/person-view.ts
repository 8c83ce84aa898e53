import type { PlainDate } from '../../calendar/calendar.ts';
import { money } from '../../money/money.ts';
import type { Employment } from '../../policy/pack.ts';
import { factOn, lastFact } from '../timeline.ts';
import { evolvePerson, isFact, type RecordedPersonEvent } from './evolve.ts';
import type { PersonState } from './state.ts';

/** What `GetPerson` answers. Amounts are yuan with two decimals; a programme without any movement is left out. */
export interface PersonView {
  readonly balance: string;
  readonly accumulators: {
    readonly [year: string]: { readonly [name: string]: { readonly deductible: string; readonly paid: string } };
  };
  readonly employment: Employment | null;
  readonly entitled: boolean;
}

/**
 * The person from the whole stream, counting what has its business date up to a day; without a day, everything. The stream may also be taken
 * from a carry-over on: then all that was recorded before it counts, whatever its date.
 */
export class PersonReading {
  private state: PersonState | undefined;

  constructor(private readonly asOf: PlainDate | undefined) {}

  take(event: RecordedPersonEvent): void {
    if (event.type === 'YearCarriedOver' && this.state !== undefined) return;
    if (this.asOf !== undefined && event.occurredOn > this.asOf && !isFact(event.type)) return;
    this.state = evolvePerson(this.state, event, { allIds: true });
  }

  /** Undefined when the stream has no event. */
  view(): PersonView | undefined {
    return this.state === undefined ? undefined : personView(this.state, this.asOf);
  }
}

/** The person as of a day; without a day, with every fact that is known. */
export function personView(state: PersonState, asOf?: PlainDate): PersonView {
  const employment = asOf === undefined ? lastFact(state.employment) : factOn(state.employment, asOf);
  const entitlement = asOf === undefined ? lastFact(state.entitlement) : factOn(state.entitlement, asOf);
  const accumulators: { [year: string]: { [name: string]: { deductible: string; paid: string } } } = {};
  for (const [year, byName] of [...state.accumulators].sort(([a], [b]) => a - b)) {
    const moved = [...byName].filter(([, { deductible, paid }]) => !(deductible.isZero() && paid.isZero()));
    if (moved.length === 0) continue;
    accumulators[String(year)] = Object.fromEntries(
      moved.map(([name, { deductible, paid }]) => [name, { deductible: money(deductible), paid: money(paid) }]),
    );
  }
  return {
    balance: money(state.balance),
    accumulators,
    employment: employment ?? null,
    entitled: entitlement === 'entitled',
  };
}
