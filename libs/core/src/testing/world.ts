import type * as commands from '../ledger/commands.ts';
import type { InstitutionState } from '../ledger/institution/institution.ts';
import { NO_PAYMENTS } from '../ledger/institution/payments.ts';
import {
  decideAdjustment,
  decideCarryOver,
  decideCertificate,
  decideContribution,
  decideContributionReversal,
  decideEmploymentChange,
  decideEnrolment,
  decideEntitlementChange,
  decideExpense,
  decideLink,
  decideMonthCredit,
  decidePayOut,
  decidePremium,
  decideRegistration,
  decideRegistrationEnd,
  decideReversal,
  decideSettlement,
  decideStay,
  decideTransferIn,
  decideUnlink,
  evolvePerson,
  type PersonContext,
  type PersonEvent,
  type PersonState,
  type RecordedPersonEvent,
} from '../ledger/insured-person/index.ts';
import { ParametersState } from '../ledger/local-parameters/local-parameters.ts';
import { deciding, refuse, type Outcome } from '../ledger/refusal.ts';
import { Policy } from '../policy/policy.ts';
import { SAMPLE_PACK } from './sample-pack.ts';

export const SAMPLE_POLICY = new Policy(SAMPLE_PACK, 'sample');

/** Local parameters of the sample city. */
const USUAL = { averagePension: '3456.78', 'contribution.rate': '0.08', 'chronic.rate': '0.70' };

/** A command without what every example would only repeat: commandId, region, and personId "P". */
export interface Step {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An event and the person on whose stream it stands. */
export interface Written {
  readonly personId: string;
  readonly event: PersonEvent;
}

/** Persons, institutions and figures of the sample city in memory: given commands, when one more, then its events or its refusal. */
export class World {
  readonly closed = new Set<number>();
  readonly institutions = new Map<string, InstitutionState>();
  readonly histories = new Map<string, RecordedPersonEvent[]>();
  private readonly states = new Map<string, PersonState>();
  private parameters = ParametersState.initial;

  /** What decisions rest on. */
  readonly context: PersonContext = {
    policy: SAMPLE_POLICY,
    parameters: {
      valueOf: (name, on) => this.parameters.valueOf(name, on),
      agesOf: (name) => this.parameters.agesOf(name),
    },
    isYearClosed: (year) => this.closed.has(year),
    institution: (id) => this.institutions.get(id) ?? refuse('unknown-institution', id),
    person: (id) => this.states.get(id),
  };

  /** @param values local parameters beside the usual ones, or instead of them; undefined leaves one out. */
  constructor(values: { readonly [name: string]: string | undefined } = {}) {
    for (const tier of [1, 2, 3] as const) this.designate(`H${tier}`, { kind: 'medical', tier });
    this.designate('D1', { kind: 'retail-pharmacy' });
    this.designate('N2', { kind: 'internet-hospital', hostInstitutionId: 'H2' });
    this.designate('E2', { kind: 'medical', tier: 2, area: '330100' });
    this.designate('X1', { kind: 'medical', tier: 1, outpatientPooling: false });
    const published = { ...USUAL, ...values };
    this.publish(
      '2023-01-01',
      Object.fromEntries(
        Object.entries(published).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
    );
  }

  designate(
    institutionId: string,
    about: Partial<InstitutionState['designated']> & Pick<InstitutionState['designated'], 'kind'>,
  ): void {
    const { area = SAMPLE_PACK.division, tier, outpatientPooling = true, dualChannel = false } = about;
    const from = about.from ?? '2020-01-01';
    this.institutions.set(institutionId, {
      institutionId,
      designated: { ...about, name: institutionId, area, outpatientPooling, dualChannel, from },
      tiers: tier === undefined ? [] : [{ from, value: tier }],
      agreement: [{ from, value: 'active' }],
      agencies: [],
      payments: NO_PAYMENTS,
    });
  }

  publish(effectiveFrom: string, values: { readonly [name: string]: string }): void {
    const data = { effectiveFrom, values, basis: 'notice' };
    this.parameters = this.parameters.evolve({ type: 'ParametersPublished', occurredOn: effectiveFrom, data });
  }

  state(personId = 'P'): PersonState | undefined {
    return this.states.get(personId);
  }

  history(personId = 'P'): readonly RecordedPersonEvent[] {
    return this.histories.get(personId) ?? [];
  }

  /** @throws Error when one of the commands is refused: what is given must have happened. */
  given(...steps: readonly Step[]): this {
    for (const step of steps) {
      const outcome = this.when(step);
      if (!outcome.ok) throw new Error(`given ${step.type} was refused: ${outcome.refusal.message}`);
    }
    return this;
  }

  /** Decides a command and takes its events in. */
  when(step: Step): Outcome<readonly Written[]> {
    const outcome = deciding(() => this.decide({ personId: 'P', ...step }));
    if (outcome.ok) for (const written of outcome.value) this.take(written);
    return outcome;
  }

  take({ personId, event }: Written): void {
    const history = this.histories.get(personId) ?? [];
    this.histories.set(personId, history);
    const recorded = { ...event, revision: history.length } as RecordedPersonEvent;
    history.push(recorded);
    this.states.set(personId, evolvePerson(this.states.get(personId), recorded));
  }

  /** The person with every id whole, as the ledger loads them for a command that reaches back behind a carry-over. */
  private whole(personId: string): PersonState {
    let state: PersonState | undefined;
    for (const event of this.history(personId)) state = evolvePerson(state, event, { allIds: true });
    return state ?? refuse('unknown-person', personId, { field: 'personId' });
  }

  private decide(step: Step & { readonly personId: string }): readonly Written[] {
    const { personId } = step;
    if (step.type === 'EnrolPerson') {
      const event = decideEnrolment(step as never, this.states.get(personId), this.context);
      return [{ personId, event }];
    }
    const state = this.whole(personId);
    if (step.type === 'SettleVisit') {
      const { settled, owner } = decideSettlement(step as never, state, this.context);
      const own = { personId, event: settled };
      if (owner === undefined) return [own];
      return [{ personId: owner.ownerId, event: owner.held }, own, { personId: owner.ownerId, event: owner.captured }];
    }
    if (step.type === 'ReverseSettlement') {
      const settled = this.settled(personId, step.visitId as string, state);
      const { reversed, returned } = decideReversal(step as never, state, this.context, settled);
      const own = { personId, event: reversed };
      return returned === undefined ? [own] : [own, { personId: returned.ownerId, event: returned.event }];
    }
    const event = this.decideOne(step, state);
    return event === undefined ? [] : [{ personId, event }];
  }

  private settled(personId: string, visitId: string, state: PersonState): Parameters<typeof decideReversal>[3] {
    const event = this.history(personId)[state.ids.revisionOf(`visit:${visitId}`) ?? -1];
    if (event?.type !== 'VisitSettled') return undefined;
    return { data: event.data, visitDate: event.occurredOn, revision: event.revision };
  }

  private decideOne(step: Step & { readonly personId: string }, state: PersonState): PersonEvent | undefined {
    const simple = SIMPLE[step.type];
    if (simple !== undefined) return simple(step as never, state, this.context);
    switch (step.type) {
      case 'ReverseContribution': {
        const revision = state.ids.revisionOf(`contribution:${step.month as string}`);
        const event = revision === undefined ? undefined : this.history(step.personId)[revision];
        const recorded = event?.type === 'ContributionRecorded' ? event.data : undefined;
        return decideContributionReversal(step as never, state, this.context, recorded);
      }
      case 'CreditMonth':
        return decideMonthCredit(step.month as string, state, this.context);
      case 'CarryOverYear':
        return decideCarryOver(step.year as number, this.states.get(step.personId) as PersonState);
      default:
        throw new Error(`the sample city knows no ${step.type}`);
    }
  }
}

type Simple = (command: never, state: PersonState, context: PersonContext) => PersonEvent;

const SIMPLE: { readonly [type: string]: Simple } = {
  ChangeEmployment: decideEmploymentChange,
  SuspendEntitlement: decideEntitlementChange,
  ResumeEntitlement: decideEntitlementChange,
  RegisterOutOfAreaCare: decideRegistration,
  EndOutOfAreaCare: decideRegistrationEnd,
  CertifyCondition: decideCertificate,
  LinkFamilyMember: (command: commands.LinkFamilyMember) => decideLink(command, SAMPLE_PACK.division),
  UnlinkFamilyMember: decideUnlink,
  RecordInpatientStay: decideStay,
  RecordContribution: decideContribution,
  AdjustAccount: decideAdjustment,
  TransferAccountIn: decideTransferIn,
  TransferAccountOut: decidePayOut,
  RefundAccount: decidePayOut,
  InheritAccount: decidePayOut,
  PayExpense: decideExpense,
  PayPremium: decidePremium,
};

/** An employee born on 1980-05-20 with an account, enrolled before the document came into force. */
export function enrol(extra: Partial<Step> = {}): Step {
  const usual = { birthDate: '1980-05-20', employment: 'on-job', plan: 'pooled-and-account', from: '2022-06-01' };
  return { type: 'EnrolPerson', ...usual, ...extra };
}

export function topUp(amount: string, adjustmentId = 'top-up', date = '2023-01-02'): Step {
  return { type: 'AdjustAccount', adjustmentId, direction: 'credit', amount, reason: 'arrears', date };
}

export function visit(visitId: string, total: string, extra: Partial<Step> = {}): Step {
  return { type: 'SettleVisit', visitId, institutionId: 'H2', date: '2023-03-01', total, inScope: total, ...extra };
}

export function reversal(visitId: string, date = '2023-03-02'): Step {
  return { type: 'ReverseSettlement', visitId, date, reason: 'mistake' };
}
