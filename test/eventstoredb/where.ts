import { randomUUID } from 'node:crypto';
import { EventStoreDbDouble } from '../eventstoredb-double/double.ts';

/** A server for tests: the one that EVENTSTORE_URL names, or the double. */
export interface TestServer {
  readonly isReal: boolean;
  /** Address of a ledger of its own on this server. */
  newLedger(): string;
  stop(): void;
}

/** What the tests ran against, for their names. */
export const SERVER = process.env.EVENTSTORE_URL === undefined ? 'the double' : 'a real server';

export async function testServer(): Promise<TestServer> {
  const url = process.env.EVENTSTORE_URL;
  if (url !== undefined) return { isReal: true, newLedger: () => ledgerOf(url), stop: () => undefined };
  const double = await EventStoreDbDouble.start();
  return {
    isReal: false,
    newLedger: () => ledgerOf(double.url()),
    stop: () => {
      double.stop();
    },
  };
}

export function ledgerOf(url: string): string {
  const name = `t${randomUUID().replaceAll('-', '')}`;
  return `${url}${url.includes('?') ? '&' : '?'}ledger=${name}`;
}
