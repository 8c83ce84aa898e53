import { WARNING_RULE_NAMES, type VisitSettled, type WarningRuleName } from '@gongji/core';
import { happened, reversal, visit } from '../testing/events.ts';
import { onEachEngine } from '../testing/engines.ts';
import { TestLog, type Written } from '../testing/log.ts';

const PHARMACY = {
  employment: 'on-job',
  age: 42,
  place: 'home',
  institution: 'retail-pharmacy',
  tier: 'pharmacy',
} as const;

type About = Partial<VisitSettled> & { readonly date?: string };

/** A visit that another does not resemble. */
function care(personId: string, visitId: string, about: About = {}): Written {
  const number = visitId.replace(/\D/g, '');
  return visit(personId, { visitId, total: `${String(500 + Number(number))}.31`, ...about });
}

function expense(
  personId: string,
  expenseId: string,
  date: string,
  amount: string,
  balance: string,
  more: { readonly time?: string; readonly institutionId?: string } = {},
): Written {
  return happened(`insured-zibo.${personId}`, 'AccountDebited', date, {
    cause: 'expense',
    expenseId,
    amount,
    kind: 'medicine',
    institutionId: 'D1',
    balance,
    rows: [],
    ...more,
  });
}

/** Cards of different people at one pharmacy, each at its time. */
function cards(...times: readonly string[]): readonly Written[] {
  return times.map((time, at) => card(`P${String(at)}`, time));
}

function card(personId: string, time: string, about: { readonly date?: string; readonly institutionId?: string } = {}) {
  const { date = '2023-03-01', institutionId = 'D9' } = about;
  const amount = `${String(300 + Number(time.slice(-2)))}.70`;
  return expense(personId, `E-${time}`, date, amount, '900.00', { time, institutionId });
}

function forMember(personId: string, patientId: string, date: string): Written {
  const data = { patientId, visitId: `for-${patientId}`, amount: '20.00', balance: '300.00' };
  return happened(`insured-zibo.${personId}`, 'HeldFundsCaptured', date, data);
}

function stay(personId: string, admittedOn: string, dischargedOn: string): Written {
  const data = { stayId: 'S1', institutionId: 'H9', admittedOn, dischargedOn, pooledPaid: '0.00' };
  return happened(`insured-zibo.${personId}`, 'InpatientStayRecorded', dischargedOn, data);
}

function death(personId: string, deathDate: string): Written {
  return happened(`insured-zibo.${personId}`, 'AccountInherited', '2023-12-01', {
    deathDate,
    heir: 'Q',
    amount: '1.00',
  });
}

function days(count: number, of: (day: string, number: number) => Written): readonly Written[] {
  return Array.from({ length: count }, (_, at) => of(`2023-03-${String(at + 1).padStart(2, '0')}`, at + 1));
}

/** What was planted, the rule that finds it, and which of its events are the evidence. */
const PLANTED: readonly (readonly [
  what: string,
  rule: WarningRuleName,
  events: readonly Written[],
  evidence: readonly number[],
])[] = [
  [
    'two hospitals on one day',
    'several-institutions',
    [care('P', 'V1'), care('P', 'V2', { institutionId: 'H2' }), care('P', 'V3', { institutionId: 'H3' })],
    [1, 2],
  ],
  [
    'three visits to one hospital on one day',
    'repeated-visits',
    ['V1', 'V2', 'V3', 'V4'].map((id) => care('P', id)),
    [1, 2, 3],
  ],
  [
    'a visit during a stay that is recorded later',
    'visit-during-stay',
    [care('P', 'V1', { date: '2023-03-05' }), stay('P', '2023-03-01', '2023-03-09')],
    [1, 2],
  ],
  [
    'a visit during a stay that is known',
    'visit-during-stay',
    [stay('P', '2023-03-01', '2023-03-09'), care('P', 'V1', { date: '2023-03-08' })],
    [1, 2],
  ],
  [
    'spending after a death that is told later',
    'spending-after-death',
    [
      care('P', 'V1', { date: '2023-05-01' }),
      care('P', 'V2', { date: '2023-06-02' }),
      expense('P', 'E1', '2023-07-01', '5.50', '80.00'),
      death('P', '2023-06-01'),
    ],
    [2, 3, 4],
  ],
  [
    'an account drained at one pharmacy within a week',
    'account-drained',
    [
      care('P', 'V1', { institutionId: 'D1', facts: PHARMACY, account: '650.10', balance: '358.00' }),
      expense('P', 'E1', '2023-03-07', '349.90', '8.10'),
    ],
    [1, 2],
  ],
  [
    'round amounts at one pharmacy',
    'round-amounts',
    [
      expense('P', 'E1', '2023-03-01', '200.00', '900.00'),
      expense('P', 'E2', '2023-03-09', '100.00', '800.00'),
      expense('P', 'E3', '2023-03-30', '300.00', '500.00'),
    ],
    [1, 2, 3],
  ],
  [
    'fifteen visits in a month',
    'many-visits',
    days(15, (date, number) => care('P', `V${String(number)}`, { date })),
    Array.from({ length: 15 }, (_, at) => at + 1),
  ],
  [
    'the same amount three times at one hospital',
    'same-amount',
    days(3, (date, number) => visit('P', { visitId: `V${String(number)}`, date })),
    [1, 2, 3],
  ],
  [
    'three reversals at one hospital',
    'repeated-reversals',
    [
      ...days(3, (date, number) => care('P', `V${String(number)}`, { date })),
      ...days(3, (date, number) => reversal('P', date, { visitId: `V${String(number)}` })),
    ],
    [4, 5, 6],
  ],
  [
    'an account that pays for three others',
    'many-beneficiaries',
    [
      forMember('P', 'A', '2023-03-01'),
      forMember('P', 'A', '2023-03-02'),
      forMember('P', 'B', '2023-03-03'),
      forMember('P', 'C', '2023-03-30'),
    ],
    [2, 3, 4],
  ],
  [
    'a large adjustment by hand',
    'large-adjustment',
    [
      happened('insured-zibo.P', 'AccountCredited', '2023-03-01', {
        cause: 'adjustment',
        adjustmentId: 'A1',
        amount: '1000.00',
        reason: 'arrears',
        balance: '1000.00',
      }),
    ],
    [1],
  ],
  [
    'a cap that is used up',
    'cap-reached',
    [
      care('P', 'V1', {
        steps: [{ step: 'cap', rule: 'ordinary.cap/1', amount: '0.00', cap: '3000.00', before: '3000.00' }],
      }),
    ],
    [1],
  ],
  [
    'a late claim',
    'late-claim',
    [happened('claim-zibo.C1', 'ClaimApproved', '2024-06-01', { approvedBy: 'B', override: 'abroad' })],
    [1],
  ],
  [
    'five cards at one pharmacy within five minutes, in the order in which they were recorded, and a sixth',
    'many-cards',
    [
      ...cards('10:00', '10:04', '10:01', '10:20'),
      card('P0', '10:02'),
      care('P5', 'V1', {
        institutionId: 'D9',
        facts: PHARMACY,
        account: '120.00',
        balance: '300.00',
        asked: { time: '10:03' },
      }),
      ...[card('P6', '10:00:30'), card('P7', '10:02')],
    ],
    [2, 3, 5, 6, 7],
  ],
  [
    'cards around midnight',
    'many-cards',
    [...cards('23:56', '23:57', '23:58', '23:59'), card('P4', '00:00', { date: '2023-03-02' })],
    [1, 2, 3, 4, 5],
  ],
];

/** Near each rule, and no warning. */
const INNOCENT: readonly (readonly [what: string, events: readonly Written[]])[] = [
  [
    'a hospital and a pharmacy on one day',
    [care('P', 'V1'), care('P', 'V2', { institutionId: 'D1', facts: PHARMACY })],
  ],
  ['two visits to one hospital on one day', [care('P', 'V1'), care('P', 'V2')]],
  [
    'visits on the days of admission and discharge',
    [
      stay('P', '2023-03-01', '2023-03-09'),
      care('P', 'V1', { date: '2023-03-01' }),
      care('P', 'V2', { date: '2023-03-09' }),
    ],
  ],
  ['a visit on the day of the death', [death('P', '2023-03-01'), care('P', 'V1')]],
  [
    'an account emptied over more than a week',
    [expense('P', 'E1', '2023-03-01', '650.10', '358.00'), expense('P', 'E2', '2023-03-08', '349.90', '8.10')],
  ],
  [
    'round amounts far apart',
    [
      expense('P', 'E1', '2023-03-01', '200.00', '900.00'),
      expense('P', 'E2', '2023-03-09', '100.00', '800.00'),
      expense('P', 'E3', '2023-03-31', '300.00', '500.00'),
    ],
  ],
  ['what other persons do', [care('P', 'V1'), care('Q', 'V1', { institutionId: 'H2' })]],
  [
    'a visit that was reversed',
    [care('P', 'V1'), reversal('P', '2023-03-01'), care('P', 'V2', { institutionId: 'H2' })],
  ],
  ['four cards within five minutes, and a fifth after them', cards('10:00', '10:01', '10:02', '10:03', '10:05')],
  ['one card again and again', ['12:00', '12:01', '12:02', '12:03', '12:04'].map((time) => card('P', time))],
  [
    'cards at several pharmacies',
    ['10:00', '10:01', '10:02', '10:03', '10:04'].map((time, at) =>
      card(`P${String(at)}`, time, { institutionId: `D${String(at)}` }),
    ),
  ],
  [
    'five cards of which one paid for a visit that was reversed',
    [
      ...cards('16:00', '16:01', '16:02'),
      care('P4', 'V1', {
        institutionId: 'D9',
        facts: PHARMACY,
        account: '120.00',
        balance: '300.00',
        asked: { time: '16:03' },
      }),
      reversal('P4', '2023-03-02', { institutionId: 'D9' }),
      card('P5', '16:04'),
    ],
  ],
  ['a claim in time', [happened('claim-zibo.C1', 'ClaimApproved', '2023-06-01', { approvedBy: 'B' })]],
];

async function logOf(events: readonly Written[]): Promise<TestLog> {
  const log = new TestLog();
  await log.append(...events);
  return log;
}

/** Of the view after each reading. */
const hashes = new Set<string>();

/** Whether a position is one of so many after another. */
function isWithin(position: number, before: number, count: number): boolean {
  return position >= before + 1 && position < before + count + 1;
}

test('each rule has a planted fault', () => {
  expect([...new Set(PLANTED.map(([, rule]) => rule))].sort()).toEqual([...WARNING_RULE_NAMES].sort());
});

/** Each of the cases is one person's, in one log. */
async function logOfAll(cases: readonly (readonly Written[])[]): Promise<TestLog> {
  return logOf(
    cases.flatMap((events, number) =>
      events.map(({ stream, event }) => ({ stream: stream.replace(/\.(\w+)$/, `.${String(number)}-$1`), event })),
    ),
  );
}

onEachEngine('warnings', ({ withViews }) => {
  it.each([1, 7, 1000])('find every planted fault by its events, in batches of %d', async (batchSize) => {
    const log = await logOfAll(PLANTED.map(([, , events]) => events));
    await withViews(
      log,
      async (views) => {
        let before = 0;
        for (const [what, rule, events, evidence] of PLANTED) {
          const { rows } = await views.warnings('zibo', { rule });
          const own = rows.filter(({ warning }) => isWithin(Number(warning) / 32, before, events.length));
          const found = own.map((row) => row.evidence.map(({ position }) => Number(position) - before));
          expect({ what, found }).toEqual({ what, found: [evidence] });
          before += events.length;
        }
        hashes.add(await views.stateHash('warnings'));
      },
      { batchSize },
    );
  });

  it('pass over what is near and no fault', async () => {
    await withViews(await logOfAll(INNOCENT.map(([, events]) => events)), async (views) => {
      expect((await views.warnings('zibo')).rows).toEqual([]);
    });
  });

  it('name events and whom they concern, page by page, as asked', async () => {
    const events = [
      care('P', 'V1'),
      care('P', 'V2', { institutionId: 'H2' }),
      care('Q', 'V1'),
      care('Q', 'V2'),
      care('Q', 'V3'),
    ];
    await withViews(await logOf(events), async (views) => {
      const first = await views.warnings('zibo', { limit: 1 });
      expect(first.rows).toEqual([
        {
          warning: '64',
          rule: 'several-institutions',
          date: '2023-03-01',
          personId: 'P',
          institutionId: 'H2',
          evidence: [
            { position: '1', eventId: '00000000-0000-4000-8000-000000000001' },
            { position: '2', eventId: '00000000-0000-4000-8000-000000000002' },
          ],
          cases: [],
        },
      ]);
      const rest = await views.warnings('zibo', { after: first.next as string });
      expect(rest).toMatchObject({ rows: [{ rule: 'repeated-visits', personId: 'Q' }], next: null });
      for (const [only, count] of [
        [{ personId: 'Q' }, 1],
        [{ institutionId: 'H1' }, 1],
        [{ from: '2023-04' }, 0],
        [{ to: '2023-03' }, 2],
      ] as const) {
        expect((await views.warnings('zibo', only)).rows).toHaveLength(count);
      }
    });
  });
});

test('the views are the same however the log is cut, on both engines', () => {
  expect(hashes.size).toBe(1);
});
