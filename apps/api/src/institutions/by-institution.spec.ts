import { expect, it } from '@jest/globals';
import { byInstitution } from './by-institution.ts';

const MONTH = { settled: '10.00', reversed: '1.00', approved: '9.00', withheld: '0.10', paid: '4.00', unpaid: '5.00' };

it('adds up the months of each institution', () => {
  const rows = [
    { ...MONTH, institutionId: 'H1', month: '2023-03' },
    { ...MONTH, institutionId: 'H1', month: '2023-04' },
    { ...MONTH, institutionId: 'H2', month: '2023-03' },
  ];
  expect(byInstitution(rows)).toEqual([
    {
      institutionId: 'H1',
      settled: '20.00',
      reversed: '2.00',
      approved: '18.00',
      withheld: '0.20',
      paid: '8.00',
      unpaid: '10.00',
    },
    { ...MONTH, institutionId: 'H2' },
  ]);
  expect(byInstitution([])).toEqual([]);
});
