import { addDays, firstOfNextMonth, MONTHS } from '../calendar.mjs';

/** @import { Dated, World } from '../world.mjs' */

/**
 * How a hospital is paid: the agreement's terms, what its years are assessed with, and the one month that is assessed, where the region's
 * document lets the result weigh on it.
 *
 * @typedef {{
 *   readonly hospital: string, readonly from: string, readonly terms: Readonly<Record<string, unknown>>,
 *   readonly weighsOnClearing?: boolean, readonly assessedMonth?: string,
 * }} Agreement
 */

/** What each region's document allows, at one hospital. @type {Readonly<Record<string, Agreement>>} */
const AGREEMENTS = {
  panzhihua: {
    hospital: 'h31',
    from: '2023-01',
    terms: { method: 'total-budget', yearlyBudget: '48000.00', depositRate: '0.05', prepayment: '3000.00' },
  },
  shangrao: {
    hospital: 'h31',
    from: '2024-01',
    terms: { method: 'total-budget', yearlyBudget: '45000.00', depositRate: '0.05', prepayment: '3000.00' },
    weighsOnClearing: true,
    assessedMonth: '2024-05',
  },
  chongqing: {
    hospital: 'h31',
    from: '2023-07',
    terms: {
      method: 'per-disease',
      perCase: [
        { programme: 'chronic', amount: '180.00' },
        { programme: 'day-surgery', amount: '900.00' },
      ],
      depositRate: '0.04',
      prepayment: '5000.00',
    },
  },
  baoshan: {
    hospital: 'h31',
    from: '2023-01',
    terms: { method: 'actual-cost', depositRate: '0.05', prepayment: '3000.00' },
  },
  zibo: {
    hospital: 'h11',
    from: '2023-01',
    terms: { method: 'per-head', perHead: '4.00', heads: 400, depositRate: '0.03', prepayment: '1000.00' },
    weighsOnClearing: true,
  },
};

/** A hospital that has no agreement about payment. */
const PLAIN = 'h21';

const ACCOUNTANT = { actor: 'accountant' };

/**
 * Two hospitals are paid month by month: proposed, approved and paid by three people. One of them has an agreement: it is paid in
 * advance, assessed, and each of its years cleared in the January after it.
 *
 * @param {World} world
 */
export function payments(world) {
  const agreement = AGREEMENTS[world.region.region];
  if (agreement === undefined) return [];
  const hospitals = [agreement.hospital, PLAIN].map((id) => `${world.region.prefix}-${id}`);
  const clerk = new Clerk(world);
  const [underAgreement = ''] = hospitals;
  const years = [2023, 2024].filter((year) => agreement.from <= `${year}-12`);
  return [
    ...agreed(world, underAgreement, agreement),
    ...years.flatMap((year) => {
      const month = agreement.from > `${year}-01` ? agreement.from : `${year}-01`;
      return clerk.pay('PayPrepayment', { institutionId: underAgreement, month }, month, `${month}-03`);
    }),
    ...hospitals.flatMap((institutionId) =>
      MONTHS.flatMap((month) => {
        const on = addDays(firstOfNextMonth(`${month}-01`), 4);
        return clerk.pay('PayInstitution', { institutionId, month }, month, on);
      }),
    ),
    ...years.flatMap((year) => [
      assessed(world, underAgreement, year, agreement),
      ...clerk.pay('ClearInstitution', { institutionId: underAgreement, year }, `${year}-12`, `${year + 1}-01-15`),
    ]),
  ];
}

/** Numbers the payments of each month as the ledger does. */
class Clerk {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    this.numbers = new Map();
  }

  /**
   * Proposes a payment on a day; it is approved three days later, and paid by the bank four days after that.
   *
   * @param {string} type @param {{ readonly institutionId: string }} fields @param {string} month @param {string} on
   * @returns {readonly Dated[]}
   */
  pay(type, fields, month, on) {
    const of = `${fields.institutionId}-${month}`;
    const number = (this.numbers.get(of) ?? 0) + 1;
    this.numbers.set(of, number);
    const paymentId = `${of}-${number}`;
    const [approvedOn, date] = [addDays(on, 3), addDays(on, 7)];
    const made = { paymentId, date, reference: `B-${paymentId}`, actor: 'paymaster' };
    return [
      this.world.command(on, type, { ...fields, ...ACCOUNTANT }),
      this.world.command(approvedOn, 'ApprovePayment', { paymentId, actor: 'cashier' }),
      this.world.command(date, 'RecordPayment', made),
    ];
  }
}

/** @param {World} world @param {string} institutionId @param {Agreement} agreement @returns {readonly Dated[]} */
function agreed(world, institutionId, { from, terms, assessedMonth }) {
  const about = { institutionId, from, ...terms, basis: `${from.slice(0, 4)}年度医疗保障服务协议`, ...ACCOUNTANT };
  const contract = world.command(`${from}-02`, 'AgreeContract', about);
  if (assessedMonth === undefined) return [contract];
  const date = addDays(firstOfNextMonth(`${assessedMonth}-01`), 2);
  const assessment = {
    ...{ institutionId, assessmentId: `M-${assessedMonth}`, month: assessedMonth, score: '88.00', result: '良好' },
    ...{ deductionRate: '0.02', reason: '处方流转信息上传不及时', date, ...ACCOUNTANT },
  };
  return [contract, world.command(date, 'RecordAssessment', assessment)];
}

/** @param {World} world @param {string} institutionId @param {number} year @param {Agreement} agreement @returns {Dated} */
function assessed(world, institutionId, year, { weighsOnClearing }) {
  const date = `${year + 1}-01-08`;
  return world.command(date, 'RecordAssessment', {
    ...{ institutionId, assessmentId: `Y-${year}`, year, score: '91.50', result: '合格', reason: '年度考核' },
    ...(weighsOnClearing === true ? { deductionRate: '0.01' } : {}),
    ...{ date, ...ACCOUNTANT },
  });
}
