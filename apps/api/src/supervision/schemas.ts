import { CASE_OUTCOMES, INDICATORS, MEASURED_RULES, WARNING_RULE_NAMES } from '@gongji/core';
import { CARE_GROUPS } from '@gongji/projections';
import { reference, type Schema, type Schemas } from '../documentation/command-schemas.ts';
import { AMOUNT, choice, DAY, list, orNull, page, POSITION, TEXT, whole, WORDS } from '../documentation/schema.ts';

const COUNT: Schema = { type: 'integer' };
const SHARE: Schema = { type: 'string', description: 'a ratio with four decimals', example: '0.5234' };
const RATE: Schema = { type: 'string', description: 'a share as the document writes it', example: '0.01' };
const EXACT: Schema = { type: 'string', description: 'yuan, exact and not rounded', example: '90.3702' };
const BY_LINE: Schema = { type: 'object', additionalProperties: AMOUNT };

function amounts(...names: readonly string[]): { readonly [name: string]: Schema } {
  return Object.fromEntries(names.map((name) => [name, AMOUNT]));
}

/** The schemas of statistics, indicators and budgets. */
export function supervisionSchemas(): Schemas {
  return { ...statisticsSchemas(), ...measuredSchemas(), ...budgetSchemas(), ...warningSchemas(), ...caseSchemas() };
}

function statisticsSchemas(): Schemas {
  return {
    FundStatistics: whole({
      upTo: POSITION,
      rows: list(
        whole({
          month: TEXT,
          ...amounts('income', 'recovered', 'personalContributions', 'toAccounts'),
          ...amounts('pooledSpending', 'outpatientPooling'),
          retiredMonths: COUNT,
          pooledByLine: BY_LINE,
          accountSpending: AMOUNT,
          accountByUse: whole(amounts('visits', 'expenses', 'premiums')),
        }),
      ),
    }),
    CareStatistics: whole({
      upTo: POSITION,
      by: choice(...Object.keys(CARE_GROUPS)),
      rows: list(
        whole({
          group: TEXT,
          visits: COUNT,
          ...amounts('total', 'inScope', 'selfPayFirst', 'deductible', 'pooled', 'outpatientPooling'),
          ...amounts('account', 'cash', 'outOfCatalogue', 'examination'),
          realisedShare: orNull(SHARE),
        }),
      ),
    }),
  };
}

function measuredSchemas(): Schemas {
  return {
    Indicators: whole({
      upTo: POSITION,
      rows: list(
        whole({
          institutionId: TEXT,
          tier: TEXT,
          visits: COUNT,
          total: AMOUNT,
          indicators: list(
            whole({
              name: choice(...INDICATORS),
              value: orNull(TEXT),
              before: orNull(TEXT),
              peers: orNull(TEXT),
              abnormal: { type: 'boolean' },
            }),
          ),
        }),
      ),
    }),
  };
}

function budgetSchemas(): Schemas {
  return {
    BudgetAgainstActual: whole({
      upTo: POSITION,
      through: TEXT,
      rows: list(
        whole({
          line: TEXT,
          budget: orNull(AMOUNT),
          months: list(whole({ month: TEXT, ...amounts('paid', 'soFar') })),
          paid: AMOUNT,
          used: orNull(SHARE),
          forecast: AMOUNT,
          forecastBy: choice('year-ended', 'last-year', 'months-passed'),
          over: { type: 'boolean' },
        }),
      ),
    }),
    ComputedBudgets: whole({
      upTo: POSITION,
      year: TEXT,
      rows: list(
        whole({
          line: TEXT,
          title: WORDS,
          article: TEXT,
          baseShare: RATE,
          pensionShare: RATE,
          pension: { type: 'string', description: 'the local parameter that is the average pension' },
          months: list(
            whole({
              month: TEXT,
              bases: AMOUNT,
              contributions: COUNT,
              retired: COUNT,
              pension: orNull(AMOUNT),
              fromBases: EXACT,
              fromPensions: orNull(EXACT),
            }),
          ),
          fromBases: EXACT,
          fromPensions: EXACT,
          amount: orNull(AMOUNT),
          missing: list(TEXT),
          set: orNull(AMOUNT),
        }),
      ),
    }),
  };
}

const SAID: { readonly [name: string]: Schema } = { title: WORDS, article: orNull(TEXT) };

function warningSchemas(): Schemas {
  const measured = choice(...Object.keys(MEASURED_RULES));
  return {
    Warnings: page(
      whole({
        warning: { type: 'string', description: 'place in the list' },
        rule: choice(...WARNING_RULE_NAMES),
        date: TEXT,
        personId: orNull(TEXT),
        institutionId: orNull(TEXT),
        evidence: list(whole({ position: POSITION, eventId: TEXT })),
        cases: list(TEXT),
        ...SAID,
      }),
    ),
    MeasuredWarnings: whole({
      upTo: POSITION,
      rows: list(
        whole({
          rule: measured,
          month: TEXT,
          institutionId: orNull(TEXT),
          line: orNull(TEXT),
          value: TEXT,
          against: orNull(TEXT),
          ...SAID,
        }),
      ),
    }),
    WarningRules: whole({
      ofEvents: list(
        whole({
          rule: choice(...WARNING_RULE_NAMES),
          atLeast: COUNT,
          days: COUNT,
          minutes: COUNT,
          amount: AMOUNT,
          ...SAID,
        }),
      ),
      ofFigures: list(whole({ rule: measured, ...SAID })),
      bounds: whole({ indicators: list({ type: 'object' }), lineShare: SHARE, realisedShare: SHARE }),
    }),
  };
}

function caseSchemas(): Schemas {
  const dated = { date: DAY, position: POSITION };
  const cited = { reason: TEXT, article: TEXT };
  const always = {
    caseId: TEXT,
    ...dated,
    violation: TEXT,
    title: WORDS,
    ...cited,
    warnings: list(TEXT),
    visits: list(whole({ personId: TEXT, visitId: TEXT })),
    openedBy: TEXT,
    status: choice('open', 'recovering', 'closed'),
    decision: orNull(
      whole({ outcome: choice(...CASE_OUTCOMES), amountToRecover: AMOUNT, ...cited, decidedBy: TEXT, ...dated }),
    ),
    handedOver: list(whole({ authority: TEXT, ...cited, handedOverBy: TEXT, ...dated })),
    recoveries: list(whole({ amount: AMOUNT, reference: TEXT, ...dated })),
    ...amounts('recovered', 'left'),
  };
  const sometimes = { institutionId: TEXT, personId: TEXT };
  const named = list(whole({ name: TEXT, title: WORDS, article: TEXT }));
  return {
    Case: { type: 'object', properties: { ...always, ...sometimes }, required: Object.keys(always) },
    Cases: page({ $ref: reference('Case') }),
    Violations: whole({ violations: named, authorities: named }),
  };
}
