import type { LedgerEvent } from '@gongji/core';
import type { LogEvent } from './framework/log-event.ts';
import type { Table } from './framework/table.ts';
import type { Writer } from './framework/writer.ts';

/**
 * A read model: tables that are a pure function of the log. Whoever changes what a projection writes raises its version; it is then
 * rebuilt from the log's beginning.
 */
export interface Projection {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly Table[];
  /** The only events that it sees. */
  readonly types: readonly LedgerEvent['type'][];
  /**
   * Takes the next events into the tables, in the transaction that also moves the checkpoint. It keeps nothing in memory from one batch
   * to the next: what was rolled back must leave no trace.
   */
  project(batch: readonly LogEvent[], writer: Writer): Promise<void>;
}
