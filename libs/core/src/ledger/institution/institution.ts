import type { PlainDate } from '../../calendar/calendar.ts';
import type { InstitutionKind } from '../../policy/pack.ts';
import type { ChangeDesignation, ChangeInstitutionTier, DesignateInstitution } from '../commands.ts';
import type { Proposed } from '../event.ts';
import { refuse } from '../refusal.ts';
import { factOn, withFact, type Timeline } from '../timeline.ts';
import { evolveAgencies, type Agencies, type AgencyEvent } from './agency.ts';
import type { ContractEvent } from './contracts.ts';
import { evolvePayments, NO_PAYMENTS, type PaymentEvent, type PaymentsState } from './payments.ts';

/** Stream of a designated institution. */
export function institutionStream(region: string, institutionId: string): string {
  return `institution-${region}.${institutionId}`;
}

// Events

/** A hospital, a pharmacy or an internet hospital came under agreement, from a day on. */
export interface InstitutionDesignated {
  readonly name: string;
  readonly kind: InstitutionKind;
  /** Medical institutions only. */
  readonly tier?: 1 | 2 | 3;
  /** Internet hospitals: the institution that they rest on (baoshan art. 28). */
  readonly hostInstitutionId?: string;
  readonly outpatientPooling: boolean;
  readonly dualChannel: boolean;
  /** Administrative division in which it lies. */
  readonly area: string;
  readonly from: PlainDate;
}

export interface InstitutionTierChanged {
  readonly tier: 1 | 2 | 3;
  readonly from: PlainDate;
}

export interface DesignationChanged {
  readonly from: PlainDate;
}

export type InstitutionEvent =
  | Proposed<'InstitutionDesignated', InstitutionDesignated>
  | Proposed<'InstitutionTierChanged', InstitutionTierChanged>
  | Proposed<'DesignationSuspended', DesignationChanged>
  | Proposed<'DesignationResumed', DesignationChanged>
  | Proposed<'DesignationEnded', DesignationChanged>
  | AgencyEvent
  | ContractEvent
  | PaymentEvent;

// State and fold

export interface InstitutionState {
  readonly institutionId: string;
  readonly designated: InstitutionDesignated;
  readonly tiers: Timeline<1 | 2 | 3>;
  readonly agreement: Timeline<'active' | 'suspended'>;
  /** The first day after the agreement, for good. */
  readonly endedFrom?: PlainDate;
  readonly agencies: Agencies;
  readonly payments: PaymentsState;
}

/** The state after one more event; undefined stands for an institution that was never designated. */
export function evolveInstitution(
  state: InstitutionState | undefined,
  event: InstitutionEvent,
  institutionId: string,
): InstitutionState {
  if (event.type === 'InstitutionDesignated') {
    const { tier, from } = event.data;
    return {
      institutionId,
      designated: event.data,
      tiers: tier === undefined ? [] : [{ from, value: tier }],
      agreement: [{ from, value: 'active' }],
      agencies: [],
      payments: NO_PAYMENTS,
    };
  }
  if (state === undefined) throw new Error(`${event.type} before the designation of ${institutionId}`);
  switch (event.type) {
    case 'InstitutionTierChanged':
      return { ...state, tiers: withFact(state.tiers, event.data.from, event.data.tier) };
    case 'DesignationSuspended':
      return { ...state, agreement: withFact(state.agreement, event.data.from, 'suspended') };
    case 'DesignationResumed':
      return { ...state, agreement: withFact(state.agreement, event.data.from, 'active') };
    case 'DesignationEnded': {
      const { from } = event.data;
      return {
        ...state,
        endedFrom: state.endedFrom !== undefined && state.endedFrom < from ? state.endedFrom : from,
      };
    }
    case 'AgencyAssigned':
      return { ...state, agencies: evolveAgencies(state.agencies, event) };
    case 'ContractAgreed':
    case 'AssessmentRecorded':
    case 'PaymentProposed':
    case 'PaymentApproved':
    case 'PaymentMade':
      return { ...state, payments: evolvePayments(state.payments, event) };
  }
}

/** Whether the institution was under agreement on a day: not before, not after, not during a suspension. */
export function isDesignatedOn(state: InstitutionState, on: PlainDate): boolean {
  if (state.endedFrom !== undefined && on >= state.endedFrom) return false;
  return factOn(state.agreement, on) === 'active';
}

/** A hospital's tier on a day. A change dated before the designation counts from the designation on. */
export function tierOn(state: InstitutionState, on: PlainDate): 1 | 2 | 3 | undefined {
  return factOn(state.tiers, on);
}

// Decide

/** @param divisionOfRegion where an institution lies whose area the command does not tell. */
export function decideDesignation(
  command: DesignateInstitution,
  state: InstitutionState | undefined,
  divisionOfRegion: string,
): InstitutionEvent {
  const { institutionId, name, kind, tier, hostInstitutionId, from } = command;
  if (state !== undefined) {
    refuse('already-exists', `The institution ${institutionId} was designated before.`, { field: 'institutionId' });
  }
  return {
    type: 'InstitutionDesignated',
    occurredOn: from,
    data: {
      name,
      kind,
      ...(tier === undefined ? {} : { tier }),
      ...(hostInstitutionId === undefined ? {} : { hostInstitutionId }),
      outpatientPooling: command.outpatientPooling,
      dualChannel: command.dualChannel ?? false,
      area: command.area ?? divisionOfRegion,
      from,
    },
  };
}

/** Changes a hospital's tier from a day on; other institutions have none. */
export function decideTierChange(command: ChangeInstitutionTier, state: InstitutionState): InstitutionEvent {
  if (state.designated.kind !== 'medical') {
    refuse('invalid-command', `${command.institutionId} is no medical institution and has no tier.`, { field: 'tier' });
  }
  return {
    type: 'InstitutionTierChanged',
    occurredOn: command.from,
    data: { tier: command.tier, from: command.from },
  };
}

const CHANGES = {
  SuspendDesignation: 'DesignationSuspended',
  ResumeDesignation: 'DesignationResumed',
  EndDesignation: 'DesignationEnded',
} as const;

/** After the end of the designation a change is kept as a fact and has no effect: ended is for good. */
export function decideDesignationChange(command: ChangeDesignation): InstitutionEvent {
  return { type: CHANGES[command.type], occurredOn: command.from, data: { from: command.from } };
}
