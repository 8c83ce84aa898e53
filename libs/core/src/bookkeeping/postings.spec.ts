import type { LedgerEvent } from '../ledger/answer.ts';
import type { PaymentLine, PaymentLineKind } from '../ledger/institution/payments.ts';
import { PRESENT_VERSIONS } from '../ledger/versions.ts';
import { SUB_LEDGERS } from './chart.ts';
import { ENTRY_LINES, kindsTouching, type EntryKind } from './entries.ts';
import { entriesOf, linesOf, POSTED_TYPES, postingsOf, UNPOSTED_TYPES } from './postings.ts';

function event(type: LedgerEvent['type'], data: object): LedgerEvent {
  return { type, occurredOn: '2023-03-01', data } as unknown as LedgerEvent;
}

function paymentLine(kind: PaymentLineKind, amount: string): PaymentLine {
  return { kind, amount, year: 2023 };
}

const VISIT = { visitId: 'V1', institutionId: 'H1', pooled: '125.00', account: '40.00', cash: '335.00' };
const CONTRIBUTION = { month: '2023-03', amount: '450.00', personal: '100.00', fromPool: '30.00' };

/** What happened, and the entries for it: kind, amount, reference. */
const CASES: readonly (readonly [what: string, happened: LedgerEvent, entries: readonly (readonly string[])[]])[] = [
  [
    'a contribution is divided, and what the pool passes on follows',
    event('ContributionRecorded', CONTRIBUTION),
    [
      ['pooled-contribution', '350.00', '2023-03'],
      ['personal-contribution', '100.00', '2023-03'],
      ['into-personal-accounts', '30.00', '2023-03'],
    ],
  ],
  [
    'a reversed contribution takes all of it back',
    event('ContributionReversed', CONTRIBUTION),
    [
      ['pooled-contribution', '-350.00', '2023-03'],
      ['personal-contribution', '-100.00', '2023-03'],
      ['into-personal-accounts', '-30.00', '2023-03'],
    ],
  ],
  ['of a visit only the account’s part', event('VisitSettled', VISIT), [['personal-care', '40.00', 'V1']]],
  ['nothing for a visit that another’s account paid', event('VisitSettled', { ...VISIT, accountOwner: 'Q' }), []],
  ['nothing for a visit that no account paid', event('VisitSettled', { ...VISIT, account: '0.00' }), []],
  [
    'what another’s account paid',
    event('HeldFundsCaptured', { visitId: 'V1', amount: '40.00' }),
    [['personal-care', '40.00', 'V1']],
  ],
  ['a reversed visit gives it back', event('SettlementReversed', VISIT), [['personal-care', '-40.00', 'V1']]],
  [
    'a reversed visit gives it back to another’s account',
    event('AccountCredited', { cause: 'reversal', visitId: 'V1', amount: '40.00' }),
    [['personal-care', '-40.00', 'V1']],
  ],
  [
    'a claim is paid when it is settled',
    event('ReimbursementSettled', { ...VISIT, account: '0.00', claimId: 'C1' }),
    [['claim-payment', '125.00', 'C1']],
  ],
  [
    'a reversed claim is to be recovered',
    event('SettlementReversed', { ...VISIT, account: '0.00', claimId: 'C1' }),
    [['claim-reversal', '125.00', 'C1']],
  ],
  [
    'an approved payment is drawn and not spent, and what is withheld from it',
    event('PaymentApproved', {
      paymentId: 'H1-2023-03-1',
      amount: '500.00',
      paid: '380.00',
      withheld: [
        { month: '2023-01', amount: '100.00' },
        { month: '2023-02', amount: '20.00' },
      ],
    }),
    [
      ['institution-drawing', '380.00', 'H1-2023-03-1'],
      ['institution-withheld', '120.00', 'H1-2023-03-1'],
    ],
  ],
  [
    'an approved payment that leaves nothing to pay draws nothing',
    event('PaymentApproved', {
      paymentId: 'H1-2023-03-2',
      amount: '20.00',
      paid: '0.00',
      withheld: [{ month: '2023-02', amount: '20.00' }],
    }),
    [['institution-withheld', '20.00', 'H1-2023-03-2']],
  ],
  [
    'a payment is spent when the bank has made it',
    event('PaymentMade', { paymentId: 'H1-2023-03-1', month: '2023-03', paid: '380.00', reference: 'B-17' }),
    [['institution-payment', '380.00', 'H1-2023-03-1']],
  ],
  [
    'a retired person’s month',
    event('AccountCredited', { cause: 'month', month: '2023-03', amount: '90.00' }),
    [['into-personal-accounts', '90.00', '2023-03']],
  ],
  [
    'an adjustment upwards',
    event('AccountCredited', { cause: 'adjustment', adjustmentId: 'A1', amount: '5.00' }),
    [['adjustment-in', '5.00', 'A1']],
  ],
  [
    'an adjustment downwards',
    event('AccountDebited', { cause: 'adjustment', adjustmentId: 'A1', amount: '5.00' }),
    [['adjustment-out', '5.00', 'A1']],
  ],
  [
    'an expense',
    event('AccountDebited', { cause: 'expense', expenseId: 'E1', amount: '5.00' }),
    [['personal-care', '5.00', 'E1']],
  ],
  ['a premium', event('PremiumPaid', { premiumId: 'P1', amount: '69.00' }), [['personal-premium', '69.00', 'P1']]],
  [
    'a balance that comes in',
    event('AccountTransferredIn', { transferId: 'T1', amount: '7.00' }),
    [['transfer-in', '7.00', 'T1']],
  ],
  ['a balance that leaves', event('AccountTransferredOut', { amount: '7.00' }), [['transfer-out', '7.00', '']]],
  ['a refund', event('AccountRefunded', { amount: '7.00' }), [['account-payout', '7.00', '']]],
  ['an inheritance', event('AccountInherited', { amount: '7.00' }), [['account-payout', '7.00', '']]],
  [
    'money that comes back in a case',
    event('AmountRecovered', { amount: '80.00', reference: 'B-7', recovered: '80.00', left: '0.00' }),
    [['case-recovery', '80.00', 'B-7']],
  ],
  [
    'a month of a contract',
    event('PaymentApproved', {
      ...{ paymentId: 'H1-2023-12-1', amount: '60.00', withheld: [], paid: '60.00' },
      lines: [
        paymentLine('actual-cost', '100.00'),
        paymentLine('deposit', '-5.00'),
        paymentLine('prepayment-offset', '-35.00'),
      ],
      parts: { benefits: '60.00', deposit: '0.00', prepayment: '0.00' },
    }),
    [
      ['institution-drawing', '60.00', 'H1-2023-12-1'],
      ['deposit-held', '5.00', 'H1-2023-12-1'],
      ['prepayment-offset', '35.00', 'H1-2023-12-1'],
    ],
  ],
  [
    'a clearing that keeps some of the deposit',
    event('PaymentApproved', {
      ...{ paymentId: 'H1-2023-12-2', amount: '30.00', withheld: [], paid: '30.00' },
      lines: [
        paymentLine('actual-cost', '10.00'),
        paymentLine('deposit-released', '50.00'),
        paymentLine('deduction', '-30.00'),
      ],
      parts: { benefits: '0.00', deposit: '30.00', prepayment: '0.00' },
    }),
    [
      ['institution-drawing', '30.00', 'H1-2023-12-2'],
      ['deposit-applied', '20.00', 'H1-2023-12-2'],
    ],
  ],
  [
    'a payment of all kinds that the bank made',
    event('PaymentMade', {
      ...{ paymentId: 'H1-2023-12-2', paid: '60.00' },
      parts: { benefits: '10.00', deposit: '20.00', prepayment: '30.00' },
    }),
    [
      ['institution-payment', '10.00', 'H1-2023-12-2'],
      ['deposit-payout', '20.00', 'H1-2023-12-2'],
      ['prepayment-payout', '30.00', 'H1-2023-12-2'],
    ],
  ],
  ['nothing for a proposal', event('PaymentProposed', { paymentId: 'H1-2023-03-1', amount: '500.00' }), []],
  ['nothing for money set aside', event('AccountFundsHeld', { visitId: 'V1', amount: '40.00' }), []],
];

describe('the entries of an event', () => {
  it.each(CASES)('%s', (_what, happened, entries) => {
    expect(entriesOf(happened).map(({ kind, amount, reference }) => [kind, amount, reference])).toEqual(entries);
    expect(postingsOf(happened)).toHaveLength(
      entries.reduce((count, [kind]) => count + ENTRY_LINES[kind as EntryKind].length, 0),
    );
  });
});

describe('the books', () => {
  it('know every event that the ledger writes, and have an example of each that they post', () => {
    expect([...POSTED_TYPES, ...UNPOSTED_TYPES].sort()).toEqual(Object.keys(PRESENT_VERSIONS).sort());
    expect(POSTED_TYPES.filter((type) => !CASES.some(([, happened]) => happened.type === type))).toEqual([]);
  });

  it('post nothing for what moves no money', () => {
    expect(UNPOSTED_TYPES.flatMap((type) => entriesOf(event(type, {})))).toEqual([]);
  });

  it('stop at an event that they do not know', () => {
    expect(() => entriesOf(event('MoneyVanished' as LedgerEvent['type'], {}))).toThrow('MoneyVanished');
  });
});

describe('the lines of an entry', () => {
  it.each(Object.keys(ENTRY_LINES) as EntryKind[])('%s: debits equal credits in each sub-ledger', (kind) => {
    const lines = linesOf({ kind, amount: '1.00' });
    for (const subLedger of SUB_LEDGERS) {
      const of = lines.filter((line) => line.subLedger === subLedger);
      expect(of.filter(({ side }) => side === 'debit')).toHaveLength(of.filter(({ side }) => side === 'credit').length);
    }
    expect(lines.map(({ amount }) => amount)).toEqual(lines.map(() => '1.00'));
  });

  it('are found by the book account that they touch', () => {
    expect(kindsTouching('to-be-recovered')).toEqual(['claim-reversal']);
    expect(kindsTouching('surplus')).toEqual([]);
  });
});
