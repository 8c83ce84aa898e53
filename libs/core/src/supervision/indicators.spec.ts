import { INDICATORS, indicatorsOf, monthsBefore, type IndicatorName, type InstitutionMonth } from './indicators.ts';

function month(institutionId: string, of: string, about: Partial<InstitutionMonth> = {}): InstitutionMonth {
  const usual = { tier: '2', visits: 100, total: '10000.00', outOfCatalogue: '500.00', examination: '1000.00' };
  return { institutionId, month: of, ...usual, ...about };
}

/** The indicator of H1 in June, beside H2 and its own spring. */
function inJune(
  name: IndicatorName,
  about: Partial<InstitutionMonth>,
  others: readonly InstitutionMonth[] = [month('H2', '2023-06')],
) {
  const spring = ['2023-03', '2023-04', '2023-05'].map((of) => month('H1', of));
  const rows = [...spring, month('H1', '2023-06', about), ...others];
  const found = indicatorsOf(rows, '2023-06').find(({ institutionId }) => institutionId === 'H1');
  return found?.indicators.find((indicator) => indicator.name === name);
}

describe('indicators', () => {
  it.each<[IndicatorName, Partial<InstitutionMonth>, string, boolean]>([
    ['costGrowth', { total: '14999.00' }, '0.4999', false],
    ['costGrowth', { total: '15000.00' }, '0.5000', true],
    ['averageCost', { total: '14999.00' }, '149.99', false],
    ['averageCost', { total: '15000.00' }, '150.00', true],
    ['averageCost', { total: '1900.00', visits: 19, outOfCatalogue: '0.00' }, '100.00', false],
    ['outOfCatalogueShare', { outOfCatalogue: '1499.00' }, '0.1499', false],
    ['outOfCatalogueShare', { outOfCatalogue: '1500.00' }, '0.1500', true],
    ['examinationShare', { examination: '2499.00' }, '0.2499', false],
    ['examinationShare', { examination: '2500.00' }, '0.2500', true],
  ])('%s of %p is %s', (name, about, value, abnormal) => {
    expect(inJune(name, about)).toMatchObject({ value, abnormal });
  });

  it('say nothing of a month with few visits', () => {
    expect(inJune('averageCost', { visits: 19, total: '19000.00' })).toMatchObject({
      value: '1000.00',
      abnormal: false,
    });
  });

  it('are held against the institution’s own past where it has no peers', () => {
    const elsewhere = [month('H3', '2023-06', { tier: '3', total: '90000.00' })];
    expect(inJune('averageCost', { total: '15000.00' }, elsewhere)).toMatchObject({
      peers: null,
      before: '100.00',
      abnormal: true,
    });
  });

  it('cannot be told of nothing', () => {
    const [only] = indicatorsOf([month('H1', '2023-06', { visits: 0, total: '0.00' })], '2023-06');
    expect(only?.indicators.map(({ value }) => value)).toEqual(INDICATORS.map(() => null));
  });

  it('look back over the turn of a year', () => {
    expect(monthsBefore('2024-02', 3)).toBe('2023-11');
    expect(monthsBefore('2024-01', 12)).toBe('2023-01');
  });
});
