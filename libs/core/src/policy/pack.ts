/**
 * The shape of a policy pack: a municipality's document as data.
 *
 * A pack is read from YAML files (libs/packs), so everything here is plain JSON. Nothing in this file computes; it says
 * what a pack author may write and what it means.
 */

/** Employment status as the tables distinguish it. */
export type Employment = 'on-job' | 'flexible' | 'retired';

/** What a person is insured for. */
export type Plan = 'pooled-and-account' | 'pooled-only' | 'inpatient-only';

/** Where care takes place, seen from the person: at home, elsewhere with a registration of a kind, or without one. */
export type Place = 'home' | 'resettled' | 'long-term-resident' | 'long-term-posted' | 'referred' | 'unregistered';

export type InstitutionKind = 'medical' | 'retail-pharmacy' | 'internet-hospital';

/** The tier at which a visit is paid: that of the hospital, or `pharmacy`. */
export type PaidTier = '1' | '2' | '3' | 'pharmacy';

export type Programme =
  'ordinary' | 'two-diseases' | 'chronic' | 'special' | 'emergency-rescue' | 'negotiated-drug' | 'day-surgery';

/**
 * The facts that a table may distinguish, each with all its values. `age` (completed years) and the date are the two
 * that are ordered instead: a row bounds them (`age: ">=70"`, `from`, `until`).
 */
export const DIMENSIONS = {
  employment: ['on-job', 'flexible', 'retired'],
  plan: ['pooled-and-account', 'pooled-only', 'inpatient-only'],
  programme: ['ordinary', 'two-diseases', 'chronic', 'special', 'emergency-rescue', 'negotiated-drug', 'day-surgery'],
  institution: ['medical', 'retail-pharmacy', 'internet-hospital'],
  tier: ['1', '2', '3', 'pharmacy'],
  place: ['home', 'resettled', 'long-term-resident', 'long-term-posted', 'referred', 'unregistered'],
  /** Whether the visit is settled at once or reimbursed later. */
  route: ['visit', 'claim'],
  /** Whether a transferred prescription was shown. */
  prescription: ['none', 'shown'],
  /** Whether the prescribing institution is known. */
  prescriber: ['unknown', 'known'],
  /** Whether the institution takes part in outpatient pooling. */
  pooling: ['yes', 'no'],
  /** Whether a pharmacy sells dual-channel medicines. */
  dualChannel: ['yes', 'no'],
  /** How many chronic diseases are certified: one, or two and more. */
  chronicConditions: ['one', 'several'],
  /** Whether the condition treated is a severe mental disorder. */
  severeMentalDisorder: ['yes', 'no'],
  /** Whether the condition is also certified as chronic or special. */
  superseded: ['yes', 'no'],
  /** Hours of a day-surgery stay. */
  stay: ['within-48-hours', 'over-48-hours'],
  /** Whose expense an account pays. */
  beneficiary: ['own', 'family'],
  /** Where a family member is insured. */
  insured: ['in-province', 'elsewhere'],
  /** What is bought at an institution with an account's money, outside a settled visit. */
  expense: ['medical', 'medicine', 'device', 'consumable', 'public-health', 'fitness', 'wellness', 'check-up'],
  /** What an account's money insures. */
  product: [
    'resident-insurance',
    'long-term-care',
    'critical-illness',
    'large-sum-mutual-aid',
    'supplementary',
    'commercial-health',
  ],
} as const;

export type Dimension = keyof typeof DIMENSIONS;

/** The facts of one case, as they are asked for. */
export type Facts = { readonly [D in Dimension]?: (typeof DIMENSIONS)[D][number] } & {
  /** Completed years on the day that counts. */
  readonly age?: number;
};

/**
 * How a row says its value.
 *
 * - text: a literal. Yuan with two decimals ("200.00"), a rate ("0.55"), or for a `choice` table one of its words.
 * - `parameter`: a local parameter in force on the day; `by` says which suffixes its name may carry, most specific first
 *   (status and tier as in `ordinary.rate.retired.3`; age as in `legacy.retireeCredit.from-age-45`).
 *   `at` asks as if for that tier or status, whatever the case's own (baoshan art. 14: the tier-3 deductible everywhere).
 *   Not published: refused with `parameter-missing`, unless `otherwise` gives the value for that case.
 * - `published`: one word while that parameter has a value in force, another while it has none; with `tier` in `by` only a name that
 *   carries the tier counts (chongqing: a general rate is no pharmacy rate).
 * - `switch`: one word while the local switch is on, another while it is off or was never published.
 * - `product`, `sum`: exact arithmetic; `round` rounds half up to the fen or the yuan.
 * - `half`: half of a value (减半).
 */
export type ValueExpression =
  | string
  | {
      readonly parameter: string;
      readonly by?: readonly ('status' | 'tier' | 'age')[];
      readonly at?: { readonly tier?: PaidTier; readonly employment?: Employment };
      readonly otherwise?: ValueExpression;
    }
  | {
      readonly published: string;
      readonly by?: readonly ('status' | 'tier' | 'age')[];
      readonly yes: string;
      readonly no: string;
    }
  | { readonly switch: string; readonly on: string; readonly off: string }
  | { readonly product: readonly ValueExpression[]; readonly round?: 'fen' | 'yuan' }
  | { readonly sum: readonly ValueExpression[] }
  | { readonly half: ValueExpression };

/** Where a row or a rule stands in the documents. */
export interface Citation {
  /** "7", or chongqing's "2(2)1". */
  readonly article: string;
  /** A paragraph or item within the article, as one would say it: "para. 2", "(3)". */
  readonly paragraph?: string;
  /** A declared assumption (POLICY A1…) that the row rests on where the article itself is silent or open. */
  readonly assumption?: string;
}

export interface TableRow extends Citation {
  /** A value, or several, for each dimension that matters to the row; what is left out is any. */
  readonly when?: { readonly [name: string]: string | readonly string[] };
  readonly value: ValueExpression;
  /** First and last day on which the row holds; default: those of the pack. */
  readonly from?: string;
  readonly until?: string;
  /**
   * How the figures stand in the article where they are not written as the value is ("60%" for "0.60" and "200" for
   * "200.00" are found without it).
   */
  readonly figures?: readonly string[];
}

export interface PolicyTable {
  readonly table: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly unit: 'yuan' | 'rate' | 'choice';
  /** For `choice`: the words that may be answered. */
  readonly choices?: readonly string[];
  /**
   * The dimensions that are distinguished and the values for which the table answers ("all": every value of the
   * dimension). Age and date need no mention: rows may bound them. Completeness is proven over exactly this.
   */
  readonly by: { readonly [dimension: string]: 'all' | readonly string[] };
  readonly rows: readonly TableRow[];
}

/**
 * How the pooled fund pays for a programme: steps that the settlement walks through in this order. Each names the table
 * that it asks; a step that is left out does not exist.
 */
export interface ProgrammeRule {
  readonly programme: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** The line under which the payment is booked. */
  readonly line: string;
  /** Rate of the in-scope expense that the patient pays before everything else. */
  readonly selfPayFirst?: { readonly table: string };
  readonly deductible?: {
    readonly table: string;
    /** `year`: what was borne in the year counts; `visit`: owed anew at every visit. */
    readonly per: 'year' | 'visit';
    /** Accumulator that remembers what was borne; `{drug}` stands for the medicine's name. */
    readonly accumulator: string;
  };
  readonly rate: { readonly table: string };
  readonly cap?: {
    readonly table: string;
    /** Accumulator that remembers what was paid. */
    readonly accumulator: string;
  };
  /**
   * Where the in-scope expense goes on to that the cap cut off, exactly (without rounding): `rule` names another rule of this
   * pack; with `anew` that one is asked whether it covers the visit and takes its own deductible.
   */
  readonly beyondCap?: Citation & { readonly rule: string; readonly anew: boolean };
}

/** A limit that the document itself sets to a local parameter. */
export type ParameterLimit = Citation &
  (
    | {
        readonly kind: 'at-least';
        readonly parameter: string;
        readonly tiers: readonly PaidTier[];
        readonly value: string;
      }
    | {
        /** The retired must nowhere be worse off than the on-job, and somewhere better once all three are published. */
        readonly kind: 'tilt-to-retired';
        readonly rate: string;
        readonly deductible: string;
        readonly cap: string;
        readonly tiers: readonly PaidTier[];
      }
  );

export interface LocalParameter extends Citation {
  readonly name: string;
  readonly unit: 'yuan' | 'rate' | 'switch';
  /** Suffixes that the name may carry. */
  readonly by?: readonly ('status' | 'tier' | 'age')[];
  readonly title: { readonly zh: string; readonly en: string };
}

/** Why the pooled fund may not pay, as an institution says it: every pack has a rule for each. */
export const EXCLUSIONS = [
  'third-party',
  'work-injury',
  'public-health',
  'abroad',
  'other-fund',
  'fitness',
  'wellness',
  'check-up',
  'inpatient-stay',
  'maternity',
  'other',
] as const;

export interface ExclusionRule extends Citation {
  readonly code: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** Whether a personal account may still pay. */
  readonly account: 'may-pay' | 'barred';
}

export interface DeclaredAssumption {
  readonly id: string;
  readonly text: { readonly zh: string; readonly en: string };
  /** Why this reading and not another. */
  readonly reason: string;
}

/** What became of each article of the document. */
export interface ArticleCoverage {
  readonly article: string;
  readonly treatment: 'computed' | 'enforced' | 'reported' | 'no-rule';
  /** The tables, rules, commands or views that carry it, or the reason why there is no rule for a ledger. */
  readonly by: string;
}

export interface PolicyPack {
  readonly region: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** Administrative division: a six-digit code. */
  readonly division: string;
  /** Version of the pack, not of the document: "1", "2", … */
  readonly version: string;
  readonly document: {
    /** As citations name it: "panzhihua-2022". */
    readonly id: string;
    readonly title: string;
    readonly number?: string;
    readonly issuedOn: string;
  };
  readonly inForce: Citation & { readonly from: string; readonly until?: string };
  /** Where the document ties benefits to the entitlement period. */
  readonly entitlement: Citation;
  readonly tables: readonly PolicyTable[];
  readonly programmes: readonly ProgrammeRule[];
  readonly parameters: readonly LocalParameter[];
  readonly limits: readonly ParameterLimit[];
  readonly exclusions: readonly ExclusionRule[];
  readonly assumptions: readonly DeclaredAssumption[];
  readonly coverage: readonly ArticleCoverage[];
}
