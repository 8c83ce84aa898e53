import type { InstitutionMonth } from './indicators.ts';
import { MEASURED_RULES, measuredWarnings, type MeasuredRuleName, type MonthFigures } from './measured.ts';

function month(institutionId: string, of: string, about: Partial<InstitutionMonth> = {}): InstitutionMonth {
  const usual = { tier: '2', visits: 100, total: '10000.00', outOfCatalogue: '500.00', examination: '1000.00' };
  return { institutionId, month: of, ...usual, ...about };
}

/** June of a region in which all is as usual, but for what is planted. */
function june(planted: Partial<MonthFigures> = {}, ofH1: Partial<InstitutionMonth> = {}): MonthFigures {
  return {
    region: 'chongqing',
    month: '2023-06',
    institutions: [
      month('H1', '2023-05'),
      month('H1', '2023-06', ofH1),
      month('H2', '2023-05'),
      month('H2', '2023-06'),
    ],
    lines: [{ line: 'ordinary', budget: '1000.00', paid: { '2023-06': '899.99' } }],
    ordinary: { pooled: '50.00', inScope: '100.00' },
    ...planted,
  };
}

function paid(amount: string): Partial<MonthFigures> {
  return { lines: [{ line: 'ordinary', budget: '1000.00', paid: { '2023-05': '500.00', '2023-06': amount } }] };
}

const PLANTED: readonly (readonly [rule: MeasuredRuleName, figures: MonthFigures, about: object])[] = [
  ['costGrowth', june({}, { total: '15000.00', visits: 150 }), { institutionId: 'H1', value: '0.5000' }],
  [
    'averageCost',
    june({}, { total: '10000.00', visits: 60 }),
    { institutionId: 'H1', value: '166.67', against: '100.00' },
  ],
  ['outOfCatalogueShare', june({}, { outOfCatalogue: '1500.00' }), { value: '0.1500', against: '0.0500' }],
  ['examinationShare', june({}, { examination: '2500.00' }), { value: '0.2500', against: '0.1000' }],
  ['line-near-budget', june(paid('400.00')), { line: 'ordinary', value: '900.00', against: '1000.00' }],
  ['line-over-budget', june(paid('500.01')), { line: 'ordinary', value: '1000.01' }],
  [
    'realised-share-low',
    june({ ordinary: { pooled: '49.99', inScope: '100.00' } }),
    { value: '0.4999', against: '0.5' },
  ],
];

describe('warnings from the figures of a month', () => {
  it('are none where all is as usual', () => {
    expect(measuredWarnings(june())).toEqual([]);
  });

  it.each(PLANTED)('find %s', (rule, figures, about) => {
    expect(measuredWarnings(figures)).toMatchObject([{ rule, month: '2023-06', ...about }]);
  });

  it('have a planted fault for each rule', () => {
    expect(PLANTED.map(([rule]) => rule).sort()).toEqual(Object.keys(MEASURED_RULES).sort());
  });

  it('ask for a realised share only where the document does', () => {
    const low = { ordinary: { pooled: '0.00', inScope: '100.00' } };
    expect(measuredWarnings(june({ region: 'zibo', ...low }))).toEqual([]);
  });
});
