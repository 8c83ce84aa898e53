import type { DifferenceKind, Exact, MeasuredRuleName, WarningRuleName } from '@gongji/core';
import { approve, claim, enrol, expense, medical, pharmacy, publish, stay, visit, type Step } from '../commands.ts';

/**
 * Faults that are planted into each region's sample, every one of them to be found: by a warning on events, by a warning on a month's
 * figures, or by reconciling with the institution. Whoever adds a rule adds a fault.
 */

/** By what a fault is found. */
export type Finder =
  | { readonly warning: WarningRuleName }
  | { readonly measured: MeasuredRuleName }
  | { readonly reconciliation: DifferenceKind };

export interface Fault {
  /** Names the fault and whom it is planted on: person `fault-KIND`, or a settlement of that name. */
  readonly kind: string;
  /** What somebody did, or what went wrong. */
  readonly what: string;
  readonly foundBy: Finder;
  /** Regions whose document asks for no such rule; default: every region. */
  readonly only?: readonly string[];
  /** The commands that plant it, in the sample's second year; what all of them need is in `GROUND`. */
  readonly commands: readonly Step[];
}

/** Hospitals of tier 1, the pharmacy, and the hospitals of `MEASURED` and `CLEARED`: nobody of the sample goes there. */
export const HOSPITAL = 'fault-hospital';
const OTHER_HOSPITAL = 'fault-other-hospital';
const PHARMACY = 'fault-pharmacy';
export const MEASURED_HOSPITAL = 'fault-measured-hospital';
export const CLEARED_HOSPITAL = 'fault-cleared-hospital';

/** The steps of a fault's own person; an approval names the claim alone. */
function on(kind: string, steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => (step.type === 'ApproveClaim' ? step : { personId: `fault-${kind}`, ...step }));
}

/** A person of the fault, with money in the account. */
function person(kind: string, balance: string): readonly Step[] {
  const transfer = { type: 'TransferAccountIn', transferId: 'T', amount: balance, from: '110000', date: '2024-01-05' };
  return on(kind, [enrol(), transfer]);
}

function planted(kind: WarningRuleName, what: string, steps: readonly Step[], balance = '5000.00'): Fault {
  return { kind, what, foundBy: { warning: kind }, commands: [...person(kind, balance), ...on(kind, steps)] };
}

function day(month: string, number: number): string {
  return `${month}-${String(number).padStart(2, '0')}`;
}

function visits(count: number, of: (number: number) => Partial<Step> & { readonly total: string }): readonly Step[] {
  return Array.from({ length: count }, (_, at) => {
    const { total, ...more } = of(at + 1);
    return visit(HOSPITAL, total, day('2024-03', at + 1), { visitId: `V${String(at + 1)}`, ...more });
  });
}

function paid(number: number, amount: string, date: string, more: object = {}): Step {
  return expense('medicine', amount, { expenseId: `E${String(number)}`, institutionId: PHARMACY, date, ...more });
}

const OF_EVENTS: readonly Fault[] = [
  planted('several-institutions', 'One insurance card, two hospitals, one day', [
    visit(HOSPITAL, '101.10', '2024-03-05', { visitId: 'V1' }),
    visit(OTHER_HOSPITAL, '102.20', '2024-03-05', { visitId: 'V2' }),
  ]),
  planted(
    'repeated-visits',
    'One visit split into three on one day',
    visits(3, (number) => ({ total: `5${String(number)}.10`, date: '2024-03-06' })),
  ),
  planted('visit-during-stay', 'Outpatient care of somebody who lies in hospital', [
    { ...stay('2024-03-01', '2024-03-20', '0.00'), institutionId: OTHER_HOSPITAL },
    visit(HOSPITAL, '150.30', '2024-03-10', { visitId: 'V1' }),
  ]),
  planted('spending-after-death', 'The card of somebody who has died', [
    visit(HOSPITAL, '160.40', '2024-07-02', { visitId: 'V1' }),
    { type: 'InheritAccount', deathDate: '2024-06-01', heir: 'fault-heir', date: '2024-09-01' },
  ]),
  planted(
    'account-drained',
    'An account turned into cash at one pharmacy within days',
    [paid(1, '600.50', '2024-03-01'), paid(2, '405.00', '2024-03-04')],
    '1010.00',
  ),
  planted('round-amounts', 'Cash in round amounts for entries of medicines', [
    paid(1, '200.00', '2024-03-01'),
    paid(2, '100.00', '2024-03-11'),
    paid(3, '300.00', '2024-03-25'),
  ]),
  planted(
    'many-visits',
    'Visits that nobody can need: every second day for a month',
    visits(15, (number) => ({ total: `${String(60 + number)}.70`, date: day('2024-05', 2 * number - 1) })),
  ),
  planted(
    'same-amount',
    'One bill entered again and again',
    visits(3, (number) => ({ total: '88.80', date: day('2024-03', 5 * number) })),
  ),
  planted('repeated-reversals', 'Settled and taken back until the amount is liked', [
    ...visits(3, (number) => ({ total: `${String(200 + number)}.90`, date: day('2024-03', 3 * number) })),
    ...[1, 2, 3].map((number) => ({
      type: 'ReverseSettlement',
      visitId: `V${String(number)}`,
      date: day('2024-03', 3 * number + 1),
      reason: 'again',
    })),
  ]),
  planted('many-beneficiaries', 'A card that is lent: it pays for three others within a month', [
    ...['1', '2', '3'].map((member) => ({
      ...{ type: 'LinkFamilyMember', memberId: `fault-member-${member}`, relation: 'child', from: '2024-01-01' },
    })),
    ...[1, 2, 3].map((member) =>
      paid(member, `3${String(member)}.30`, day('2024-03', 4 * member), {
        beneficiaryId: `fault-member-${String(member)}`,
      }),
    ),
  ]),
  planted('large-adjustment', 'Money put into an account by hand', [
    {
      ...{ type: 'AdjustAccount', adjustmentId: 'A1', direction: 'credit', amount: '3000.00', reason: 'arrears' },
      date: '2024-03-01',
    },
  ]),
  planted('cap-reached', 'Care far beyond what a year allows', [
    visit(HOSPITAL, '60000.00', '2024-03-01', { visitId: 'V1' }),
  ]),
  planted('late-claim', 'A bill of the year before, paid on a word of the reviewer', [
    claim(HOSPITAL, '170.50', '2024-05-10', '2025-04-15', { claimId: 'fault-late-claim', visitId: 'V1' }),
    approve('2025-04-20', { claimId: 'fault-late-claim', override: 'he was abroad' }),
  ]),
  planted('many-cards', 'A pharmacist who draws the cards of a whole house through the reader', [
    ...[1, 2, 3, 4].flatMap((number) =>
      [
        ...person('other-card', '900.00'),
        paid(1, `31${String(number)}.60`, '2024-06-03', { time: `12:0${String(number)}` }),
      ].map((step) => ({ ...step, personId: `fault-other-card-${String(number)}` })),
    ),
    paid(1, '310.60', '2024-06-03', { time: '12:05' }),
  ]),
];

/** A crowd that goes to one hospital: a quarter of a year as elsewhere, then a month that costs far more. */
const CROWD = Array.from({ length: 25 }, (_, at) => `fault-crowd-${String(at + 1)}`);

function ofCrowd(month: string, about: (number: number) => object & { readonly total: string }): readonly Step[] {
  return CROWD.map((personId, at) => {
    const { total, ...more } = about(at + 1);
    const date = day(month, at + 1);
    return { ...visit(MEASURED_HOSPITAL, total, date, { visitId: `V${date}`, ...more }), personId };
  });
}

function measured(kind: MeasuredRuleName, what: string, commands: readonly Step[], only?: readonly string[]): Fault {
  return { kind, what, foundBy: { measured: kind }, commands, ...(only === undefined ? {} : { only }) };
}

const USUAL = (number: number) => ({ total: `${String(90 + number)}.20`, inScope: '60.00' });
const JULY = ofCrowd('2024-07', (number) => ({
  total: `${String(4000 + number)}.20`,
  inScope: '60.00',
  outOfCatalogue: '2000.00',
  examination: '1800.00',
}));

/** Found in the figures of `MEASURED_MONTHS`. The commands of the first fault are also those of the three that follow. */
const MEASURED: readonly Fault[] = [
  measured('costGrowth', 'A hospital whose bills grow forty times within a month', [
    ...CROWD.map((personId) => ({ ...enrol(), personId })),
    ...['2024-04', '2024-05', '2024-06'].flatMap((month) => ofCrowd(month, USUAL)),
    ...JULY,
  ]),
  measured('averageCost', 'and whose visits cost far more than those of its peers', []),
  measured('outOfCatalogueShare', 'and whose patients pay half of it outside the catalogue', []),
  measured('examinationShare', 'and that examines instead of treating', []),
  measured('line-over-budget', 'A line without the money for what is paid on it', [
    { type: 'SetBudget', year: 2024, line: 'ordinary', amount: '1.00' },
  ]),
  // The commands are made of what the sample paid: `nearBudget`.
  measured('line-near-budget', 'A line that will not last the year', []),
  measured(
    'realised-share-low',
    'Care of which the fund pays nothing',
    ofCrowd('2025-01', (number) => ({ total: `${String(50 + number)}.60` })),
    ['chongqing'],
  ),
];

export const MEASURED_MONTHS = ['2024-07', '2024-12', '2025-01'] as const;

/** A budget of which nineteen twentieths are spent. @param spent on the line in 2024, in yuan. */
export function nearBudget(line: string, spent: Exact): Step {
  return { type: 'SetBudget', year: 2024, line, amount: spent.div('0.95').toFixed(2) };
}

/** The line of `nearBudget`: every region's sample pays on it. */
export const NEAR_LINE = 'chronic';

/** How the institution's file deviates from what the ledger has; without it, the settlement is not in the file. */
export interface ClearedFault extends Fault {
  /** The row, made of the ledger's: [total, fund]. */
  readonly told?: (total: string, fund: string) => readonly [total: string, fund: string];
}

function cleared(
  kind: string,
  what: string,
  found: DifferenceKind,
  { commands = [], told }: Pick<ClearedFault, 'told'> & { readonly commands?: readonly Step[] },
): ClearedFault {
  const fault = { kind, what, foundBy: { reconciliation: found }, commands: on('cleared', commands) };
  return told === undefined ? fault : { ...fault, told };
}

function clearedVisit(visitId: string, total: string, date: string): Step {
  return visit(CLEARED_HOSPITAL, total, date, { visitId });
}

const more = (yuan: string): string => (Number(yuan) + 10).toFixed(2);

/** Found by comparing the institution's file of September 2024 with the ledger, and its totals of October. */
export const CLEARED: readonly ClearedFault[] = [
  cleared('invented-visit', 'The institution asks for a visit that was never settled', 'institution-only', {
    told: () => ['310.00', '155.00'],
  }),
  cleared('unknown-visit', 'The ledger owes a visit of which the institution knows nothing', 'ledger-only', {
    commands: [clearedVisit('unknown-visit', '41.10', '2024-09-03')],
  }),
  cleared('inflated-total', 'The institution tells a higher bill than was settled', 'differing', {
    commands: [clearedVisit('inflated-total', '42.20', '2024-09-06')],
    told: (total, fund) => [more(total), fund],
  }),
  cleared('inflated-fund', 'The institution asks more of the fund than was settled', 'differing', {
    commands: [clearedVisit('inflated-fund', '943.30', '2024-09-09')],
    told: (total, fund) => [total, more(fund)],
  }),
  cleared('refund-kept', 'The institution asks for a visit that was taken back', 'institution-only', {
    commands: [
      clearedVisit('refund-kept', '44.40', '2024-09-12'),
      { type: 'ReverseSettlement', visitId: 'refund-kept', date: '2024-09-14', reason: 'wrong person' },
    ],
    told: (total, fund) => [total, fund],
  }),
  cleared('paid-twice', 'The institution asks for what the patient was paid as a claim', 'paid-as-claim', {
    commands: [
      claim(CLEARED_HOSPITAL, '45.50', '2024-09-15', '2024-10-08', { claimId: 'paid-twice', visitId: 'paid-twice' }),
      approve('2024-10-10', { claimId: 'paid-twice' }),
    ],
    told: (total, fund) => [total, fund],
  }),
  cleared('wrong-totals', 'Totals of a month that are not those of its settlements', 'totals', {}),
];

/** Whatever the faults need: institutions, whoever is cleared, and in shangrao the switch that opens family accounts. */
export function ground(region: string): readonly Step[] {
  return [
    ...[HOSPITAL, OTHER_HOSPITAL, MEASURED_HOSPITAL, CLEARED_HOSPITAL].map((id) => medical(id, 1)),
    pharmacy(PHARMACY),
    ...(region === 'shangrao' ? [publish({ 'switch.family-account': 'on' }, '2024-01-01')] : []),
    ...person('cleared', '100.00'),
    ...on('cleared', [
      clearedVisit('agreed-1', '61.00', '2024-09-18'),
      clearedVisit('agreed-2', '862.00', '2024-09-21'),
    ]),
  ];
}

export const FAULTS: readonly Fault[] = [...OF_EVENTS, ...MEASURED, ...CLEARED];
