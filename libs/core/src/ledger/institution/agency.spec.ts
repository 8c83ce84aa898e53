import { expect, test } from '@jest/globals';
import { agencyIn, decideAgency, evolveAgencies, type Agencies } from './agency.ts';

function agenciesOf(...assigned: readonly (readonly [agency: string, from: string])[]): Agencies {
  const about = { commandId: 'c', region: 'sample', type: 'AssignAgency', institutionId: 'H1' } as const;
  return assigned.reduce(
    (agencies: Agencies, [agency, from]) => evolveAgencies(agencies, decideAgency({ ...about, agency, from })),
    [],
  );
}

test.each([
  ['nobody before the first', '2022-12', undefined],
  ['the one of the month', '2023-01', 'county'],
  ['until another follows', '2023-05', 'county'],
  ['of two from one month the one named later', '2023-06', 'city'],
])('handles an institution: %s', (_what, month, agency) => {
  const agencies = agenciesOf(['district', '2023-06-01'], ['county', '2023-01-01'], ['city', '2023-06-01']);
  expect(agencyIn(agencies, month)).toBe(agency);
});

test('an agency’s day is its business date', () => {
  const event = decideAgency({
    ...{ commandId: 'c', region: 'sample', type: 'AssignAgency', institutionId: 'H1' },
    ...{ agency: 'county', from: '2023-01-01' },
  });
  expect(event).toEqual({
    type: 'AgencyAssigned',
    occurredOn: '2023-01-01',
    data: { agency: 'county', from: '2023-01-01' },
  });
});
