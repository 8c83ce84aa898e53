import { Ledger, Policies, readCommand, type Answer } from '@gongji/application';
import type { DuePayments, LedgerEvent, Policy } from '@gongji/core';
import { MemoryEventStore, type EventStore } from '@gongji/event-store';
import { VIEW_NAMES, Views } from '@gongji/projections';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policies } from '../support/test-ledger.ts';
import type { Placed } from './history.ts';

/** "zibo~17" has zibo's rules: every history plays in a region of its own, so that many share one store and one set of views. */
class NumberedRegions extends Policies {
  constructor(private readonly known: Policies) {
    super(known.regions().map((region) => known.of(region) as Policy));
  }

  override of(region: string): Policy | undefined {
    return this.known.of(region.split('~')[0] as string);
  }
}

export interface Told {
  /** The name of the history's own region. */
  readonly region: string;
  readonly answers: ReadonlyMap<string, Answer>;
  readonly persons: ReadonlyMap<string, Answer>;
  readonly fund: Answer;
  readonly balances: string;
  readonly events: readonly LedgerEvent[];
}

const MONTHS = ['2023', '2024'].flatMap((year) =>
  Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`),
);

const NOTHING_DUE: DuePayments = {
  due: { amount: '0.00', lines: [{ kind: 'actual-cost', amount: '0.00' }] },
  prepayment: null,
  clearing: null,
};

/** What is shown as due for a month, and what the commands answer. */
export interface Due {
  readonly institutionId: string;
  readonly month: string;
  readonly shown: DuePayments;
  readonly due: Answer;
  readonly prepayment: Answer;
  readonly clearing: Answer | undefined;
}

/** A log that many histories share. */
export class ManyRegions {
  private regions = 0;
  /** Position up to which events were looked at. */
  private seen = 0n;

  private constructor(
    private readonly folder: string,
    private readonly store: MemoryEventStore,
    private readonly views: Views,
    private readonly rules: Policies,
    /** Opens a ledger that has nothing in memory yet. */
    private readonly reopen: () => Promise<Ledger>,
    private readonly keeping: Ledger,
  ) {}

  static async open(): Promise<ManyRegions> {
    const folder = await mkdtemp(join(tmpdir(), 'gongji-properties-'));
    const store = new MemoryEventStore();
    const views = await Views.open(folder, store);
    const known = new NumberedRegions(await policies());
    const clock = (): Date => new Date('2025-01-01T00:00:00Z');
    const options = { store, views, policies: known, clock, cachedStreams: 100 };
    const reopen = (): Promise<Ledger> => Ledger.open(options);
    return new ManyRegions(folder, store, views, known, reopen, await reopen());
  }

  /**
   * Plays steps in a fresh region.
   *
   * @param reopening whether the ledger is opened anew half-way, so that states are read from the log again.
   */
  async play(kind: string, steps: readonly Placed[], { reopening }: { readonly reopening: boolean }): Promise<Told> {
    this.regions += 1;
    const region = `${kind}~${this.regions}`;
    let ledger = this.keeping;
    const ask = (command: object): Promise<Answer> => this.submit(ledger, { region, ...command });
    const answers = new Map<string, Answer>();
    const size = reopening ? Math.ceil(steps.length / 2) : steps.length;
    for (let at = 0; at < steps.length; at += size) {
      if (reopening) ledger = await this.reopen();
      const some = steps.slice(at, at + size);
      const told = await Promise.all(some.map(({ id, step }) => ask({ ...step, commandId: `${region} ${id}` })));
      some.forEach(({ id }, index) => answers.set(id, told[index] as Answer));
    }
    const persons = await Promise.all(
      ['P', 'Q', 'R'].map(async (personId) => {
        const question = { type: 'GetPerson', personId, commandId: 'question' };
        return [personId, await ask(question)] as const;
      }),
    );
    const fund = await ask({ type: 'GetFund', from: '2000-01-01', to: '2099-12-31', commandId: 'question' });
    const balances = await this.views.balances(region);
    return { region, answers, persons: new Map(persons), fund, balances, events: await this.newEvents() };
  }

  /**
   * What a region's payables say is due, month by month, beside what the proposals would come to: dry runs, which write nothing. Months of
   * H1 that the payables leave out are asked for too.
   */
  async dues(region: string): Promise<readonly Due[]> {
    await this.views.catchUp();
    const { answer: rows } = await this.views.wholeRegion.payables(region);
    const ask = async (type: string, fields: object): Promise<Answer> =>
      this.submit(this.keeping, {
        region,
        type,
        ...fields,
        commandId: `${type} dry`,
        dryRun: true,
        actor: 'accountant',
      });
    const last = rows.reduce((latest, { month, settled }) => (settled > '0.00' && month > latest ? month : latest), '');
    const others = MONTHS.filter((month) => month <= last)
      .filter((month) => !rows.some((row) => row.institutionId === 'H1' && row.month === month))
      .map((month) => ({ institutionId: 'H1', month, ...NOTHING_DUE }));
    const dues: Due[] = [];
    for (const { institutionId, month, due, prepayment, clearing } of [...rows, ...others]) {
      const year = Number(month.slice(0, 4));
      dues.push({
        ...{ institutionId, month, shown: { due, prepayment, clearing } },
        due: await ask('PayInstitution', { institutionId, month }),
        prepayment: await ask('PayPrepayment', { institutionId, month }),
        clearing: month.endsWith('-12') ? await ask('ClearInstitution', { institutionId, year }) : undefined,
      });
    }
    return dues;
  }

  /** Asks the log itself. */
  look<T>(question: (store: EventStore, rules: Policies) => Promise<T>): Promise<T> {
    return question(this.store, this.rules);
  }

  private async submit(ledger: Ledger, command: object): Promise<Answer> {
    const read = readCommand(command);
    return read.ok
      ? ledger.submit(read.command)
      : { commandId: read.commandId ?? null, ok: false, error: read.refusal };
  }

  private async newEvents(): Promise<readonly LedgerEvent[]> {
    const events: LedgerEvent[] = [];
    for await (const page of this.store.readAll({ after: this.seen })) {
      for (const { position, type, data, metadata } of page) {
        const { occurredOn } = JSON.parse(metadata) as { readonly occurredOn: string };
        events.push({ type, occurredOn, data: JSON.parse(data) as unknown } as LedgerEvent);
        this.seen = position;
      }
    }
    return events;
  }

  /** What the views say, and what they say after a replay of the whole log. */
  async replayed(): Promise<{ readonly live: readonly string[]; readonly replayed: readonly string[] }> {
    const folder = join(this.folder, 'again');
    await this.views.catchUp();
    const again = await Views.open(folder, this.store);
    try {
      await again.catchUp();
      const hashes = (views: Views): Promise<readonly string[]> =>
        Promise.all(VIEW_NAMES.map((view) => views.stateHash(view)));
      return { live: await hashes(this.views), replayed: await hashes(again) };
    } finally {
      await again.close();
    }
  }

  async close(): Promise<void> {
    await this.views.close();
    await this.store.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
