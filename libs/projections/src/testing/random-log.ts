import type { PaymentApproved, PaymentLine } from '@gongji/core';
import fc from 'fast-check';
import { contribution, enrolled, happened, reversal, visit } from './events.ts';
import type { Written } from './log.ts';

const PERSONAL = [
  'contribution',
  'month',
  'credit',
  'debit',
  'transfer',
  'visit',
  'reversal',
  'hold',
  'refund',
] as const;
/** Payments to an institution: approved, and made by the bank. */
const CLEARING = ['approval', 'payment'] as const;

type Personal = (typeof PERSONAL)[number];
type What = Personal | (typeof CLEARING)[number];

/** One thing that happens to one of a few persons, or to the payments of an institution. */
export interface Step {
  readonly what: What;
  readonly person: number;
  readonly fen: number;
  readonly day: number;
}

export const STEPS = fc.array(
  fc.record<Step>({
    what: fc.constantFrom(...PERSONAL, ...CLEARING),
    person: fc.integer({ min: 0, max: 3 }),
    fen: fc.integer({ min: 0, max: 100_000 }),
    day: fc.integer({ min: 1, max: 28 }),
  }),
  { maxLength: 60 },
);

interface Person {
  readonly id: string;
  balance: number;
  closed: boolean;
  visits: { readonly visitId: string; readonly account: string }[];
}

function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

/** The events of the steps, each with the balance that the ledger would have written. */
export function eventsOf(steps: readonly Step[]): readonly Written[] {
  const persons = [0, 1, 2, 3].map((at): Person => ({ id: `P.${String(at)}`, balance: 0, closed: false, visits: [] }));
  const unpaid: Approved[] = [];
  const happenings = steps.flatMap(({ what, ...step }, at) => {
    if (what === 'approval' || what === 'payment') return cleared({ what, ...step }, unpaid, String(at + 1));
    const person = persons[step.person] as Person;
    return person.closed ? [] : eventOf({ what, ...step }, person, String(at));
  });
  return [...persons.map(({ id }) => enrolled(id)), ...happenings];
}

type Approved = Pick<PaymentApproved, 'paymentId' | 'paid' | 'parts'>;

/** A payment is proposed and approved, or the bank makes the earliest one that it has not made. */
function cleared({ what, person, fen, day }: Step, unpaid: Approved[], id: string): Written[] {
  const stream = 'institution-zibo.H1';
  const month = '2023-04';
  const date = `2023-05-${String(day).padStart(2, '0')}`;
  if (what === 'payment') {
    const approved = unpaid.shift();
    if (approved === undefined) return [];
    return [happened(stream, 'PaymentMade', date, { ...approved, month, reference: `B-${id}`, madeBy: 'C' })];
  }
  const terms = TERMS[person]?.(fen);
  const amount = fen - (terms?.kept ?? 0);
  const back = terms?.kind === 'prepayment' ? 0 : Math.floor(amount / 3);
  const parts = terms && { parts: { ...NO_PARTS, [terms.kind]: yuan(amount - back) } };
  const approved = { paymentId: `H1-${month}-${id}`, paid: yuan(amount - back), ...parts };
  const withheld = back === 0 ? [] : [{ month: '2023-03', amount: yuan(back) }];
  if (amount > back) unpaid.push(approved);
  const lines = terms && { lines: terms.lines };
  const about = { amount: yuan(amount), withheld, ...approved, ...lines, month, upTo: '0', approvedBy: 'B' };
  const proposed = { paymentId: approved.paymentId, month, amount: yuan(amount), ...lines, upTo: '0', proposedBy: 'A' };
  const totals = { settled: yuan(fen), reversed: '0.00', paidBefore: '0.00' };
  return [
    happened(stream, 'PaymentProposed', date, { ...proposed, ...totals }),
    happened(stream, 'PaymentApproved', date, about),
  ];
}

const NO_PARTS = { benefits: '0.00', deposit: '0.00', prepayment: '0.00' };

interface Terms {
  readonly kind: 'benefits' | 'prepayment';
  /** Fen that are kept back as a deposit. */
  readonly kept: number;
  readonly lines: readonly PaymentLine[];
}

/** What a payment is for, by the step's person: visits without contract, visits less a deposit, or an advance. */
const TERMS: { readonly [person: number]: (fen: number) => Terms } = {
  2: (fen) => {
    const kept = Math.floor(fen / 20);
    const deposit = { kind: 'deposit', amount: yuan(-kept), year: 2023 } as const;
    return { kind: 'benefits', kept, lines: [{ kind: 'actual-cost', amount: yuan(fen) }, deposit] };
  },
  3: (fen) => ({
    kind: 'prepayment',
    kept: 0,
    lines: [{ kind: 'prepayment', amount: yuan(fen), year: 2023 }],
  }),
};

function eventOf(step: Step & { readonly what: Personal }, person: Person, id: string): Written[] {
  const stream = `insured-zibo.${person.id}`;
  const date = `2023-05-${String(step.day).padStart(2, '0')}`;
  const amount = yuan(step.fen);
  const into = (): string => yuan((person.balance += step.fen));
  const out = Math.min(step.fen, person.balance);
  const outOf = (): string => yuan((person.balance -= out));
  switch (step.what) {
    case 'contribution': {
      const month = `m${id}`;
      const about = { month, personal: amount, fromPool: '0.00', amount: yuan(step.fen + 5000), paidOn: date };
      return [contribution(person.id, { ...about, balance: into() })];
    }
    case 'month':
      return [
        happened(stream, 'AccountCredited', date, {
          cause: 'month',
          month: `m${id}`,
          amount,
          balance: into(),
          rows: [],
        }),
      ];
    case 'credit': {
      const about = { cause: 'adjustment', adjustmentId: id, amount, reason: 'r' } as const;
      return [happened(stream, 'AccountCredited', date, { ...about, balance: into() })];
    }
    case 'debit': {
      const about = { cause: 'adjustment', adjustmentId: id, amount: yuan(out), reason: 'r' } as const;
      return [happened(stream, 'AccountDebited', date, { ...about, balance: outOf() })];
    }
    case 'transfer':
      return [
        happened(stream, 'AccountTransferredIn', date, { transferId: id, amount, from: '110000', balance: into() }),
      ];
    case 'visit': {
      const account = yuan(out);
      person.visits.push({ visitId: id, account });
      return [visit(person.id, { visitId: id, date, account, balance: outOf() })];
    }
    case 'reversal': {
      const taken = person.visits.pop();
      if (taken === undefined) return [];
      person.balance += Math.round(Number(taken.account) * 100);
      return [reversal(person.id, date, { ...taken, balance: yuan(person.balance) })];
    }
    case 'hold': {
      const held = { patientId: 'Q', visitId: id, amount: yuan(out) };
      return [
        happened(stream, 'AccountFundsHeld', date, held),
        happened(stream, 'HeldFundsCaptured', date, { ...held, balance: outOf() }),
      ];
    }
    case 'refund': {
      const about = { reason: 'abroad', amount: yuan(person.balance) };
      person.balance = 0;
      person.closed = true;
      return [happened(stream, 'AccountRefunded', date, about)];
    }
  }
}
