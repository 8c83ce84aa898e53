import type { LedgerEvent } from '../answer.ts';

/** What a line of the pooled fund counts: `payment:<line>` for what it paid under a line. */
export type PoolLine = 'income' | 'to-accounts' | `payment:${string}`;

/** What an event moves in the pooled fund: `sign` times `amount`, yuan, less `less` where a part of it went elsewhere. */
export interface PoolMovement {
  readonly line: PoolLine;
  readonly sign: 1 | -1;
  readonly amount: string;
  readonly less?: string;
}

/**
 * What an event moves in the pooled fund (COMMANDS.md, GetFund): the pool's part of contributions, what it put into accounts, what it
 * paid by line. A reversal moves the same with the other sign, on its own day.
 */
export function poolMovements(event: LedgerEvent): readonly PoolMovement[] {
  switch (event.type) {
    case 'ContributionRecorded':
    case 'ContributionReversed': {
      const sign = event.type === 'ContributionRecorded' ? 1 : -1;
      const { amount, personal, fromPool } = event.data;
      return [
        { line: 'income', sign, amount, less: personal },
        { line: 'to-accounts', sign, amount: fromPool },
      ];
    }
    case 'AccountCredited':
      return event.data.cause === 'month' ? [{ line: 'to-accounts', sign: 1, amount: event.data.amount }] : [];
    case 'VisitSettled':
    case 'ReimbursementSettled':
    case 'SettlementReversed': {
      const sign = event.type === 'SettlementReversed' ? -1 : 1;
      return Object.entries(event.data.payments).map(([line, amount]) => ({ line: paymentLine(line), sign, amount }));
    }
    default:
      return [];
  }
}

/** There are few lines, and millions of payments under them: each name is made once. */
const PAYMENT_LINES = new Map<string, PoolLine>();

function paymentLine(line: string): PoolLine {
  const known = PAYMENT_LINES.get(line);
  if (known !== undefined) return known;
  const made: PoolLine = `payment:${line}`;
  PAYMENT_LINES.set(line, made);
  return made;
}
