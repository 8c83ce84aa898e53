import type { EventStore } from '@gongji/event-store';
import type { LedgerViews } from '../views.ts';

interface Process {
  readonly region: string;
  readonly commandId: string;
}

/** The views that the ledger asks, in memory: enough for its own tests, without a fund. */
export class MemoryViews implements LedgerViews {
  private position = 0n;
  private readonly enrolled = new Map<string, string[]>();
  private readonly started = new Map<string, Process>();

  constructor(private readonly store: EventStore) {}

  async catchUp(): Promise<void> {
    for await (const page of this.store.readAll({ after: this.position })) {
      for (const { position, stream, type } of page) {
        const [region, id] = [
          stream.slice(stream.indexOf('-') + 1, stream.indexOf('.')),
          stream.slice(stream.indexOf('.') + 1),
        ];
        if (type === 'InsuredEnrolled') this.enrolled.set(region, [...(this.enrolled.get(region) ?? []), id]);
        if (type === 'ProcessStarted') this.started.set(stream, { region, commandId: id });
        if (type === 'ProcessCompleted') this.started.delete(stream);
        this.position = position;
      }
    }
  }

  fund(): Promise<object> {
    return Promise.resolve({ upTo: String(this.position) });
  }

  async *persons(region: string): AsyncIterable<readonly string[]> {
    const ids = this.enrolled.get(region) ?? [];
    for (let at = 0; at < ids.length; at += 2) yield ids.slice(at, at + 2);
  }

  unfinishedProcesses(): Promise<readonly Process[]> {
    return Promise.resolve([...this.started.values()]);
  }
}
