import { DIMENSIONS, type Dimension, type PolicyTable, type ProgrammeRule } from './pack.ts';
import { TABLES } from './table-names.ts';

/** What is known when a table is asked, and what it may answer. */
export interface AskedTable {
  readonly unit: PolicyTable['unit'];
  /** For a `choice` table: the words that the ledger understands. */
  readonly answers?: readonly string[];
  /** For a `choice` table whose answers are no fixed words: their form. */
  readonly form?: RegExp;
  /** The facts that are known, each with the values that come up: the table may distinguish these and no others. */
  readonly known: Known;
  /** Whether the age is known too, so that rows may bound it. */
  readonly ages: boolean;
  /** Whether "none" may be answered: there is no such limit. */
  readonly none: boolean;
}

type Known = { readonly [D in Dimension]?: readonly string[] };

/** The facts of a settled visit or a claim (visit-facts.ts), but for the tier at which it is paid. */
const FOUND: Known = {
  employment: DIMENSIONS.employment,
  plan: DIMENSIONS.plan,
  programme: DIMENSIONS.programme,
  institution: DIMENSIONS.institution,
  place: DIMENSIONS.place,
  route: DIMENSIONS.route,
  prescription: DIMENSIONS.prescription,
  prescriber: DIMENSIONS.prescriber,
  pooling: DIMENSIONS.pooling,
  dualChannel: DIMENSIONS.dualChannel,
  chronicConditions: DIMENSIONS.chronicConditions,
  severeMentalDisorder: DIMENSIONS.severeMentalDisorder,
  stay: DIMENSIONS.stay,
};
const VISIT: Known = { ...FOUND, tier: DIMENSIONS.tier };

const CONTRIBUTION: Known = { employment: ['on-job', 'flexible'], plan: DIMENSIONS.plan };
const USE: Known = { beneficiary: DIMENSIONS.beneficiary, insured: DIMENSIONS.insured };

function choice(answers: readonly string[], known: Known, ages = false): AskedTable {
  return { unit: 'choice', answers, known, ages, none: false };
}

function figure(unit: 'yuan' | 'rate', known: Known, none = false): AskedTable {
  return { unit, known, ages: true, none };
}

function coverage(...reasons: readonly string[]): AskedTable {
  return choice(['covered', ...reasons], VISIT, true);
}

/** How the ledger asks each of its own tables. */
const ASKED: { readonly [table: string]: AskedTable } = {
  [TABLES.planAdmitted]: choice(['admitted', 'not-offered'], {
    employment: DIMENSIONS.employment,
    plan: DIMENSIONS.plan,
  }),
  [TABLES.wholeRate]: figure('rate', CONTRIBUTION),
  [TABLES.personalCredit]: figure('rate', CONTRIBUTION),
  [TABLES.employerCredit]: figure('rate', CONTRIBUTION),
  [TABLES.retireeCredit]: figure('yuan', { plan: DIMENSIONS.plan }),
  [TABLES.certificateHolds]: choice(['holds', 'ended'], {
    programme: ['two-diseases', 'chronic', 'special'],
    superseded: DIMENSIONS.superseded,
  }),
  [TABLES.coverageInpatientStay]: coverage('inpatient-stay'),
  [TABLES.coverageAccount]: coverage('no-account'),
  [TABLES.coveragePlace]: coverage('not-registered', 'claim-required'),
  [TABLES.coverageInstitution]: coverage('pharmacy-not-covered', 'internet-not-covered'),
  [TABLES.coveragePooling]: coverage('institution-not-pooling'),
  [TABLES.coveragePrescription]: coverage('no-prescription'),
  [TABLES.coverageTier]: coverage('tier-not-covered'),
  [TABLES.coverageHours]: coverage('over-48-hours'),
  [TABLES.paidTier]: choice(['own', 'host', 'prescriber', 'pharmacy', 'tier-1'], FOUND, true),
  [TABLES.claimLastDay]: {
    unit: 'choice',
    form: /^(none|(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$/,
    known: VISIT,
    ages: true,
    none: false,
  },
  [TABLES.useExpense]: choice(['allowed', 'not-allowed'], { ...USE, expense: DIMENSIONS.expense }),
  [TABLES.usePremium]: choice(
    ['allowed', 'not-allowed'],
    { ...USE, product: DIMENSIONS.product, employment: DIMENSIONS.employment },
    true,
  ),
  [TABLES.useVisit]: choice(['allowed', 'not-allowed'], USE),
};

/** Every table that a pack must answer, and how it is asked: those of the ledger, and those that its programmes name. */
export function askedTables(programmes: readonly ProgrammeRule[]): ReadonlyMap<string, AskedTable> {
  const asked = new Map(Object.entries(ASKED));
  for (const { selfPayFirst, deductible, rate, cap } of programmes) {
    if (selfPayFirst !== undefined) asked.set(selfPayFirst.table, figure('rate', VISIT));
    if (deductible !== undefined) asked.set(deductible.table, figure('yuan', VISIT));
    asked.set(rate.table, figure('rate', VISIT));
    if (cap !== undefined) asked.set(cap.table, figure('yuan', VISIT, true));
  }
  return asked;
}
