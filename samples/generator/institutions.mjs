/**
 * The institutions of a region: hospitals of all tiers, pharmacies, an internet hospital, some elsewhere.
 *
 * @typedef {{
 *   readonly id: string, readonly name: string, readonly kind: string, readonly tier?: number, readonly group: string,
 *   readonly closed?: (date: string) => boolean, readonly pooling?: boolean, readonly dualChannel?: boolean, readonly host?: string, readonly elsewhere?: boolean,
 * }} Institution
 */

/** @param {string} prefix @returns {readonly Institution[]} */
export function institutionsOf(prefix) {
  const medical = (/** @type {string} */ id, /** @type {string} */ name, /** @type {1 | 2 | 3} */ tier, more = {}) => ({
    id: `${prefix}-${id}`,
    name,
    kind: 'medical',
    tier,
    group: `tier-${tier}`,
    ...more,
  });
  const pharmacy = (/** @type {string} */ id, /** @type {string} */ name, more = {}) => ({
    id: `${prefix}-${id}`,
    name,
    kind: 'retail-pharmacy',
    group: 'pharmacy',
    ...more,
  });
  return [
    medical('h31', '市人民医院', 3),
    medical('h32', '市中医医院', 3),
    medical('h21', '城东医院', 2),
    medical('h22', '城西医院', 2),
    medical('h23', '区妇幼保健院', 2),
    medical('h11', '一马路社区卫生服务中心', 1),
    medical('h12', '二马路社区卫生服务中心', 1),
    medical('h13', '河湾镇卫生院', 1, {
      closed: (/** @type {string} */ date) => date >= '2023-09-01' && date < '2023-12-01',
    }),
    medical('h14', '厂矿门诊部', 1, { group: 'not-pooling', pooling: false }),
    pharmacy('d1', '平安大药房一店', { dualChannel: true }),
    pharmacy('d2', '平安大药房二店', { closed: (/** @type {string} */ date) => date >= '2024-04-01' }),
    pharmacy('d3', '便民药店', { pooling: false }),
    { id: `${prefix}-n1`, name: '城东互联网医院', kind: 'internet-hospital', host: `${prefix}-h21`, group: 'internet' },
    medical('e3', '省会第一医院', 3, { group: 'elsewhere', elsewhere: true }),
    medical('e2', '省会城北医院', 2, { group: 'elsewhere', elsewhere: true }),
    medical('e1', '省会社区卫生服务中心', 1, { group: 'elsewhere', elsewhere: true }),
  ];
}

/** What a visit costs in yuan, from and to. @type {Readonly<Record<string, readonly [number, number]>>} */
export const PRICES = {
  'tier-1': [25, 320],
  'tier-2': [60, 900],
  'tier-3': [120, 2600],
  'not-pooling': [25, 300],
  pharmacy: [15, 420],
  internet: [40, 500],
  elsewhere: [80, 2200],
};
