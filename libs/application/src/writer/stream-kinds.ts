import {
  evolveCase,
  evolveClaim,
  evolveFund,
  evolveInstitution,
  evolvePerson,
  OPEN_YEAR,
  ParametersState,
  type CaseEvent,
  type CaseState,
  type ClaimEvent,
  type ClaimState,
  type FundEvent,
  type FundState,
  type InstitutionEvent,
  type InstitutionState,
  type LedgerEvent,
  type ParametersEvent,
  type PersonState,
  type RecordedPersonEvent,
} from '@gongji/core';

/** The state of each kind of stream; undefined where a stream's absence means that the thing does not exist. */
export interface StateOf {
  readonly insured: PersonState | undefined;
  readonly institution: InstitutionState | undefined;
  readonly policy: ParametersState;
  readonly fund: FundState;
  readonly claim: ClaimState | undefined;
  readonly supervision: CaseState | undefined;
  readonly process: undefined;
  readonly seal: undefined;
  readonly access: undefined;
}

export type StreamKind = keyof StateOf;

export type LedgerState = StateOf[StreamKind];

/** "insured-zibo.P1" is of the kind "insured". */
export function kindOf(stream: string): StreamKind {
  return stream.slice(0, stream.indexOf('-')) as StreamKind;
}

export function initialState(kind: StreamKind): LedgerState {
  if (kind === 'policy') return ParametersState.initial;
  if (kind === 'fund') return OPEN_YEAR;
  return undefined;
}

/** An event with its place in the stream, ready to be folded. */
export type FoldedEvent = LedgerEvent & { readonly revision: number };

/** The state after one more event. */
export function evolve(stream: string, state: LedgerState, event: FoldedEvent, allIds = false): LedgerState {
  switch (kindOf(stream)) {
    case 'insured':
      return evolvePerson(state as StateOf['insured'], event as RecordedPersonEvent, { allIds });
    case 'institution': {
      const id = stream.slice(stream.indexOf('.') + 1);
      return evolveInstitution(state as StateOf['institution'], event as InstitutionEvent, id);
    }
    case 'policy':
      return (state as ParametersState).evolve(event as ParametersEvent);
    case 'fund':
      return evolveFund(state as FundState, event as FundEvent);
    case 'claim':
      return evolveClaim(state as StateOf['claim'], event as ClaimEvent);
    case 'supervision':
      return evolveCase(state as StateOf['supervision'], event as CaseEvent);
    case 'process':
    case 'seal':
    case 'access':
      return undefined;
  }
}

/** Type of the events from which a stream can be folded without those before them. */
export const STARTING_POINT = 'YearCarriedOver';
