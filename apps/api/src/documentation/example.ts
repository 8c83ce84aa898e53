/** The region, person and visits of the example, to which the landing page links. */
export const EXAMPLE = {
  region: 'panzhihua',
  personId: 'example-person',
  visitId: 'example-visit-2',
  year: '2023',
} as const;

const { region, personId } = EXAMPLE;

/** A short command file with which an empty ledger becomes one that shows something. Sent twice, it changes nothing. */
const COMMANDS: readonly object[] = [
  {
    type: 'PublishParameters',
    effectiveFrom: '2023-01-01',
    values: { 'contribution.rate.on-job': '0.08' },
    basis: 'example',
  },
  {
    type: 'DesignateInstitution',
    institutionId: 'example-hospital',
    name: '示例医院',
    kind: 'medical',
    tier: 2,
    outpatientPooling: true,
    from: '2023-01-01',
  },
  {
    type: 'EnrolPerson',
    personId,
    birthDate: '1980-05-20',
    employment: 'on-job',
    plan: 'pooled-and-account',
    from: '2023-01-01',
  },
  { type: 'RecordContribution', personId, month: '2023-01', base: '6000.00', paidOn: '2023-01-10' },
  { type: 'RecordContribution', personId, month: '2023-02', base: '6000.00', paidOn: '2023-02-10' },
  visit('example-visit-1', '2023-02-20', '180.00', '150.00'),
  visit('example-visit-2', '2023-03-06', '520.00', '480.50'),
];

function visit(visitId: string, date: string, total: string, inScope: string): object {
  return {
    type: 'SettleVisit',
    visitId,
    personId,
    institutionId: 'example-hospital',
    date,
    total,
    inScope,
    account: {},
  };
}

/** The example as a command file. */
export const EXAMPLE_FILE = COMMANDS.map(
  (command, index) => `${JSON.stringify({ commandId: `example-${String(index + 1)}`, region, ...command })}\n`,
).join('');
