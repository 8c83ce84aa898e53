import { dayNumber, type LedgerEvent, type VisitSettled, type WatchedFact } from '@gongji/core';
import type { LogEvent } from '../framework/log-event.ts';

/** Events that are watched. */
export const WATCHED_TYPES = [
  'VisitSettled',
  'ReimbursementSettled',
  'SettlementReversed',
  'AccountDebited',
  'AccountCredited',
  'PremiumPaid',
  'HeldFundsCaptured',
  'InpatientStayRecorded',
  'AccountInherited',
  'ClaimApproved',
] as const satisfies readonly LedgerEvent['type'][];

/** A fact, and the visit that it settles or takes back; empty for others. */
export type Watched = WatchedFact & { readonly visitId: string };

/** What is bought at pharmacies (POLICY 4). */
const BOUGHT: ReadonlySet<string> = new Set(['medicine', 'device', 'consumable']);

type Fact<T extends LedgerEvent['type']> = Extract<LedgerEvent, { readonly type: T }>;

/** An event in the terms of the rules; undefined where no rule looks at it together with others. */
export function watchedOf(event: LogEvent): Watched | undefined {
  const about = aboutOf(event.fact);
  if (about === undefined) return undefined;
  const day = dayNumber(about.on);
  const until = about.to === undefined ? day : dayNumber(about.to);
  const { on: _on, to: _to, ...rest } = about;
  const { position, eventId } = event;
  return { position, eventId, day, until, ...NOTHING, ...rest };
}

const NOTHING = {
  visitId: '',
  institutionId: '',
  atPharmacy: false,
  total: '0.00',
  account: '0.00',
  balance: '0.00',
  beneficiaryId: '',
};

type About = Pick<WatchedFact, 'kind'> & Partial<Watched> & { readonly on: string; readonly to?: string };

function aboutOf(fact: LedgerEvent): About | undefined {
  switch (fact.type) {
    case 'VisitSettled':
      return visit(fact.data, fact.occurredOn);
    case 'ReimbursementSettled':
      return visit(fact.data, fact.data.visitDate);
    case 'SettlementReversed': {
      const { visitId, institutionId } = fact.data;
      return { kind: 'reversal', on: fact.occurredOn, visitId, institutionId };
    }
    case 'AccountDebited':
      return expense(fact);
    case 'PremiumPaid': {
      const { amount, balance, beneficiaryId = '' } = fact.data;
      return { kind: 'premium', on: fact.occurredOn, account: amount, balance, beneficiaryId };
    }
    case 'HeldFundsCaptured': {
      const { amount, balance, patientId } = fact.data;
      return { kind: 'family-visit', on: fact.occurredOn, account: amount, balance, beneficiaryId: patientId };
    }
    case 'InpatientStayRecorded': {
      const { institutionId, admittedOn, dischargedOn } = fact.data;
      return { kind: 'stay', on: admittedOn, to: dischargedOn, institutionId };
    }
    case 'AccountInherited':
      return { kind: 'death', on: fact.data.deathDate };
    default:
      return undefined;
  }
}

function visit(data: VisitSettled, on: string): About {
  const { visitId, institutionId, total, balance, facts, asked } = data;
  const account = data.accountOwner === undefined ? data.account : '0.00';
  const atPharmacy = facts.institution === 'retail-pharmacy';
  return { kind: 'visit', on, ...timeOf(asked?.time), visitId, institutionId, atPharmacy, total, account, balance };
}

function expense({ data, occurredOn: on }: Fact<'AccountDebited'>): About | undefined {
  if (data.cause !== 'expense') return undefined;
  const { institutionId, time, amount, balance, beneficiaryId = '', kind } = data;
  const about = { institutionId, total: amount, account: amount, balance, beneficiaryId };
  return { kind: 'expense', on, ...timeOf(time), atPharmacy: BOUGHT.has(kind), ...about };
}

function timeOf(time: string | undefined): Pick<WatchedFact, 'time'> {
  return time === undefined ? {} : { time };
}
