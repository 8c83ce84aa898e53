import type { PlainDate } from '../../calendar/calendar.ts';
import { exact, isAmount } from '../../money/money.ts';
import { publishedValue, type ParameterLookup } from '../../policy/evaluate.ts';
import type { LocalParameter, ParameterLimit } from '../../policy/pack.ts';
import type { Policy } from '../../policy/policy.ts';
import type { PublishParameters } from '../commands.ts';
import type { Proposed } from '../event.ts';
import { refuse } from '../refusal.ts';
import { factOn, withFact, type Timeline } from '../timeline.ts';

/** Stream of a region's local parameters. */
export function parametersStream(region: string): string {
  return `policy-${region}`;
}

// Events

/** Figures that the document leaves to others took effect (DESIGN.md 5). */
export interface ParametersPublished {
  readonly effectiveFrom: PlainDate;
  /** Yuan as "4000.00", rates as "0.55", switches "on" | "off". */
  readonly values: { readonly [name: string]: string };
  /** The notice that they rest on. */
  readonly basis: string;
}

export type ParametersEvent = Proposed<'ParametersPublished', ParametersPublished>;

// State and fold

/** Every value that was published, by name and day. Immutable: a publication gives a new state. */
export class ParametersState implements ParameterLookup {
  private constructor(
    private readonly timelines: ReadonlyMap<string, Timeline<string>>,
    /** Days on which any value takes effect. */
    readonly days: readonly PlainDate[],
  ) {}

  static readonly initial = new ParametersState(new Map(), []);

  evolve(event: ParametersEvent): ParametersState {
    const { effectiveFrom, values } = event.data;
    const timelines = new Map(this.timelines);
    for (const [name, value] of Object.entries(values)) {
      timelines.set(name, withFact(timelines.get(name) ?? [], effectiveFrom, value));
    }
    return new ParametersState(timelines, [...new Set([...this.days, effectiveFrom])].sort());
  }

  valueOf(name: string, on: PlainDate): string | undefined {
    const timeline = this.timelines.get(name);
    return timeline === undefined ? undefined : factOn(timeline, on);
  }

  agesOf(name: string): readonly number[] {
    const prefix = `${name}.from-age-`;
    return [...this.timelines.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => Number(key.slice(prefix.length)))
      .sort((a, b) => b - a);
  }
}

// Decide

const STATUSES = ['on-job', 'retired'] as const;
const RATE = /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/;
const FROM_AGE = /^\.from-age-(0|[1-9]\d{0,2})$/;
const SUFFIX = /^(\.(?:on-job|retired))?(\.(?:1|2|3|pharmacy))?$/;

/** The declared parameter to which a published name belongs, with whatever suffixes its declaration admits. */
function declarationOf(name: string, declared: readonly LocalParameter[]): LocalParameter | undefined {
  const fitting = declared.filter((parameter) => {
    if (!name.startsWith(parameter.name)) return false;
    const rest = name.slice(parameter.name.length);
    if (rest === '') return !(parameter.by?.includes('age') ?? false);
    if (parameter.by?.includes('age')) return FROM_AGE.test(rest);
    const suffix = SUFFIX.exec(rest);
    if (suffix === null) return false;
    const by = parameter.by ?? [];
    return (suffix[1] === undefined || by.includes('status')) && (suffix[2] === undefined || by.includes('tier'));
  });
  return fitting.sort((a, b) => b.name.length - a.name.length)[0];
}

const FORMS = {
  yuan: { fits: isAmount, says: 'an amount in yuan such as "4000.00"' },
  rate: { fits: (text: string) => RATE.test(text), says: 'a rate between 0 and 1 such as "0.55"' },
  switch: { fits: (text: string) => text === 'on' || text === 'off', says: '"on" or "off"' },
} as const;

/**
 * Publishes local parameters. A publication that breaks a limit of the document, on its own day or on any later day on which a
 * value changes, is refused whole.
 */
export function decidePublication(
  command: PublishParameters,
  state: ParametersState,
  policy: Policy,
  declared: readonly LocalParameter[],
): ParametersEvent {
  for (const [name, value] of Object.entries(command.values)) {
    const field = `values.${name}`;
    const parameter = declarationOf(name, declared);
    if (parameter === undefined) refuse('invalid-command', `There is no local parameter ${name}.`, { field });
    const form = FORMS[parameter.unit];
    if (!form.fits(value)) refuse('invalid-command', `${name} must be ${form.says}, not "${value}".`, { field });
  }
  const event: ParametersEvent = {
    type: 'ParametersPublished',
    occurredOn: command.effectiveFrom,
    data: { effectiveFrom: command.effectiveFrom, values: command.values, basis: command.basis },
  };
  const after = state.evolve(event);
  for (const day of after.days.filter((later) => later >= command.effectiveFrom)) {
    for (const limit of policy.pack.limits) checkLimit(limit, after, day, policy);
  }
  return event;
}

function valueFor(
  name: string,
  status: (typeof STATUSES)[number],
  tier: string | undefined,
  on: PlainDate,
  state: ParametersState,
): string | undefined {
  const facts = { employment: status, ...(tier === undefined ? {} : { tier: tier as '1' }) };
  return publishedValue(name, tier === undefined ? ['status'] : ['status', 'tier'], { facts, on, parameters: state });
}

function checkLimit(limit: ParameterLimit, state: ParametersState, on: PlainDate, policy: Policy): void {
  const article = policy.cite(limit);
  if (limit.kind === 'at-least') {
    for (const status of STATUSES) {
      for (const tier of limit.tiers) {
        const value = valueFor(limit.parameter, status, tier, on, state);
        if (value === undefined || exact(value).gte(limit.value)) continue;
        const message = `${limit.parameter} would be ${value} for ${status}, tier ${tier}, on ${on}: not below ${limit.value}.`;
        refuse('parameter-outside-limits', message, { field: limit.parameter, article });
      }
    }
    return;
  }
  checkTilt(limit, state, on, article);
}

/** chongqing 2(2)1: 适度向退休人员倾斜. */
function checkTilt(
  limit: Extract<ParameterLimit, { readonly kind: 'tilt-to-retired' }>,
  state: ParametersState,
  on: PlainDate,
  article: string,
): void {
  const better = { [limit.rate]: 1, [limit.deductible]: -1, [limit.cap]: 1 };
  let tilted = false;
  const complete = new Set<string>();
  for (const [name, direction] of Object.entries(better)) {
    let everywhere = true;
    for (const tier of [...limit.tiers, 'pharmacy']) {
      const [onJob, retired] = STATUSES.map((status) => valueFor(name, status, tier, on, state));
      if (onJob === undefined || retired === undefined) {
        if (tier !== 'pharmacy') everywhere = false;
        continue;
      }
      const advantage = exact(retired).comparedTo(exact(onJob)) * direction;
      if (advantage < 0) {
        const message = `${name} would be ${retired} for the retired and ${onJob} for the on-job on ${on}: no tilt against the retired.`;
        refuse('parameter-outside-limits', message, { field: name, article });
      }
      if (advantage > 0) tilted = true;
    }
    if (everywhere) complete.add(name);
  }
  if (complete.size === 3 && !tilted) {
    const message = `Neither rate nor deductible nor cap would be better for the retired on ${on}: some tilt must exist.`;
    refuse('parameter-outside-limits', message, { field: limit.rate, article });
  }
}
