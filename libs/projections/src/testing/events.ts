import type { LedgerEvent, VisitSettled } from '@gongji/core';
import type { Written } from './log.ts';

type DataOf<T extends LedgerEvent['type']> = Extract<LedgerEvent, { readonly type: T }>['data'];

/** An event in a stream, of the type's own shape. */
export function happened<T extends LedgerEvent['type']>(
  stream: string,
  type: T,
  occurredOn: string,
  data: DataOf<T>,
  commandId?: string,
): Written {
  return { stream, event: { type, occurredOn, data } as unknown as LedgerEvent, commandId };
}

export function enrolled(
  personId: string,
  about: Partial<DataOf<'InsuredEnrolled'>> & { readonly region?: string } = {},
): Written {
  const { region = 'zibo', ...others } = about;
  return happened(`insured-${region}.${personId}`, 'InsuredEnrolled', others.from ?? '2020-01-01', {
    birthDate: '1980-05-01',
    employment: 'on-job',
    plan: 'pooled-and-account',
    from: '2020-01-01',
    ...others,
  });
}

export function contribution(
  personId: string,
  about: Partial<DataOf<'ContributionRecorded'>> & { readonly paidOn?: string } = {},
): Written {
  const { paidOn = '2023-01-10', ...others } = about;
  return happened(`insured-zibo.${personId}`, 'ContributionRecorded', paidOn, {
    month: '2023-01',
    base: '5000.00',
    amount: '450.00',
    personal: '100.00',
    fromPool: '0.00',
    balance: '100.00',
    rows: [],
    ...others,
  });
}

/** A visit of 500 yuan of which the pooled fund pays 125. */
export function visit(personId: string, about: Partial<VisitSettled> & { readonly date?: string } = {}): Written {
  const { date = '2023-03-01', ...others } = about;
  return happened(`insured-zibo.${personId}`, 'VisitSettled', date, {
    visitId: 'V1',
    institutionId: 'H1',
    programme: 'ordinary',
    total: '500.00',
    inScope: '450.00',
    selfPayFirst: '0.00',
    deductible: '200.00',
    payments: { ordinary: '125.00' },
    pooled: '125.00',
    account: '0.00',
    cash: '375.00',
    reason: null,
    moved: [{ accumulator: 'ordinary', deductible: '200.00', paid: '125.00' }],
    facts: { employment: 'on-job', age: 42, place: 'home', institution: 'medical', tier: '1' },
    steps: [{ step: 'deductible', rule: 'ordinary.deductible/1', amount: '200.00' }],
    balance: '0.00',
    ...others,
  });
}

export function reversal(personId: string, date: string, about: Partial<DataOf<'SettlementReversed'>> = {}): Written {
  return happened(`insured-zibo.${personId}`, 'SettlementReversed', date, {
    visitId: 'V1',
    institutionId: 'H1',
    programme: 'ordinary',
    settledAt: 1,
    visitDate: '2023-03-01',
    reason: 'wrong person',
    payments: { ordinary: '125.00' },
    pooled: '125.00',
    account: '0.00',
    cash: '375.00',
    moved: [{ accumulator: 'ordinary', deductible: '200.00', paid: '125.00' }],
    balance: '0.00',
    ...about,
  });
}

/** Visits of two persons at two institutions in two months, one of them taken back. */
export const SEVERAL_VISITS: readonly Written[] = [
  contribution('P1'),
  visit('P1', { visitId: 'V1', institutionId: 'H2', account: '10.00', cash: '365.00', balance: '90.00' }),
  visit('P1', { visitId: 'V2' }),
  visit('P2', { visitId: 'V1', date: '2023-04-01' }),
  visit('P2', { visitId: 'V2', account: '20.00', accountOwner: 'P1', programme: 'chronic' }),
  reversal('P2', '2023-05-01', { visitId: 'V1', visitDate: '2023-04-01' }),
];
