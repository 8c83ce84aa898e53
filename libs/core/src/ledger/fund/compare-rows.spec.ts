import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareKeys, differencesBetween, standing, type InstitutionRow } from './compare-rows.ts';
import { inTermsOf, keyOf, rulesOf, type FoundSettlement, type ReconciliationRules } from './reconciliation.ts';

const RULES = rulesOf({});

function told(settlementId: string, fund: string, refund?: true): InstitutionRow {
  const sign = refund === true ? '-' : '';
  const amounts = { total: `${sign}100.00`, fund: `${sign}${fund}`, account: '0.00' };
  return { settlementId, personId: 'P', ...amounts, ...(refund === true ? { refund } : {}) };
}

function held(settlementId: string, pooled: string, more: Partial<FoundSettlement> = {}): FoundSettlement {
  return { settlementId, personId: 'P', total: '100.00', pooled, account: '0.00', isClaim: false, ...more };
}

function found(rows: readonly InstitutionRow[], ledger: readonly FoundSettlement[], rules = RULES): readonly string[] {
  return [...differencesBetween(rows, ledger, rules)].map(
    ({ settlementId, refund, institution }) =>
      `${settlementId}${refund === true ? ' refund' : ''} ${institution === undefined ? 'missing' : institution.fund}`,
  );
}

describe('an institution’s rows against the ledger’s', () => {
  test.each([
    ['agree', [told('A', '5.00')], [held('A', '5.00')], []],
    ['are missing here', [told('A', '5.00'), told('B', '1.00')], [held('A', '5.00')], ['B 1.00']],
    [
      'are missing there',
      [told('B', '1.00')],
      [held('A', '5.00'), held('B', '1.00'), held('C', '2.00')],
      ['A missing', 'C missing'],
    ],
    ['differ', [told('A', '5.00')], [held('A', '5.01')], ['A 5.00']],
    ['were paid as a claim', [told('A', '5.00')], [held('A', '5.00', { isClaim: true })], ['A 5.00']],
    ['know nothing of a claim', [], [held('A', '5.00', { isClaim: true })], []],
    ['take a settlement and its refund together', [told('A', '5.00'), told('A', '5.00', true)], [], []],
    [
      'refund what the ledger still has',
      [told('A', '5.00'), told('A', '5.00', true)],
      [held('A', '5.00')],
      ['A missing'],
    ],
  ])('%s', (_title, rows, ledger, expected) => {
    expect(found(rows, ledger)).toEqual(expected);
  });

  test('have refunds of their own where those are included', () => {
    const included: ReconciliationRules = { refunds: 'included', accountInFund: false };
    const [rows, refund] = [[told('A', '5.00'), told('A', '5.00', true)], held('A', '5.00', { refund: true })];
    expect(found(rows, [held('A', '5.00'), refund], included)).toEqual([]);
    expect(found(rows, [held('A', '5.00')], included)).toEqual(['A refund -5.00']);
  });

  test('must come in order, each once', () => {
    expect(() => found([told('B', '1.00'), told('A', '1.00')], [])).toThrow('The settlement A of P comes twice');
    expect(() => found([], [held('A', '1.00'), held('A', '1.00')])).toThrow('The settlement A of P comes twice');
  });
});

const row = fc.record({
  settlementId: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
  personId: fc.constantFrom('P', 'Q'),
  refund: fc.constantFrom(undefined, true as const),
  fund: fc.constantFrom('0.00', '1.00', '2.50'),
  isClaim: fc.boolean(),
});

type Drawn = Parameters<Parameters<typeof row.map>[0]>[0];

function sorted<T extends InstitutionRow | FoundSettlement>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((each) => [keyOf(each), each])).values()].sort(compareKeys);
}

const key = ({ settlementId, personId, refund }: Drawn) => ({
  settlementId,
  personId,
  ...(refund === true ? { refund } : {}),
});

test('what is not told agrees on both sides, and what is told does not', () => {
  const rules = fc.record<ReconciliationRules>({
    refunds: fc.constantFrom('included', 'excluded'),
    accountInFund: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(row), fc.array(row), rules, (theirs, ours, by) => {
      const ledger = sorted(
        ours
          .filter(({ refund }) => by.refunds === 'included' || refund !== true)
          .map((each) => ({
            ...key(each),
            total: '9.00',
            pooled: each.fund,
            account: '0.50',
            isClaim: each.isClaim && each.refund !== true,
          })),
      );
      const institution = sorted(
        theirs.map((each) => ({
          ...key(each),
          ...inTermsOf(by, { ...key(each), total: '9.00', pooled: each.fund, account: '0.50' }),
        })),
      );
      const rows = [...(by.refunds === 'excluded' ? standing(institution) : institution)];
      const differing = new Map([...differencesBetween(institution, ledger, by)].map((each) => [keyOf(each), each]));
      for (const each of rows) {
        const own = ledger.find((other) => keyOf(other) === keyOf(each));
        const agrees = own !== undefined && !own.isClaim && inTermsOf(by, own).fund === each.fund;
        expect([keyOf(each), differing.has(keyOf(each))]).toEqual([keyOf(each), !agrees]);
      }
      const known = new Set(rows.map(keyOf));
      for (const own of ledger) {
        if (!known.has(keyOf(own))) expect(differing.has(keyOf(own))).toBe(!own.isClaim);
      }
      expect(differing.size).toBeLessThanOrEqual(rows.length + ledger.length);
    }),
  );
});
