import type { EntryKind } from '@gongji/core';

/** What is posted, in the terms of the books. */
export const ENTRY_NAMES: { readonly [kind in EntryKind]: string } = {
  'pooled-contribution': '统筹基金保险费收入',
  'personal-contribution': '个人账户保险费收入',
  'into-personal-accounts': '划入个人账户',
  'institution-drawing': '用款到支出户（待拨付定点机构）',
  'institution-payment': '拨付定点机构',
  'institution-withheld': '扣回定点机构',
  'deposit-held': '扣留质量保证金',
  'deposit-applied': '质量保证金抵扣',
  'deposit-payout': '退还质量保证金',
  'prepayment-payout': '拨付预付金',
  'prepayment-offset': '冲抵预付金',
  'case-recovery': '追回违规资金',
  'claim-payment': '零星报销支付',
  'claim-reversal': '零星报销冲正',
  'personal-care': '个人账户医疗支出',
  'personal-premium': '个人账户缴纳保费',
  'transfer-in': '个人账户转入',
  'transfer-out': '个人账户转出',
  'account-payout': '个人账户支取',
  'adjustment-in': '个人账户调增',
  'adjustment-out': '个人账户调减',
};

const MOVEMENT_NAMES: { readonly [kind: string]: string } = {
  contribution: '缴费计入',
  'contribution-reversal': '缴费冲正',
  'month-credit': '按月划入',
  adjustment: '调整',
  'transfer-in': '转入',
  'transfer-out': '转出',
  refund: '支取',
  inheritance: '继承',
  visit: '就诊支付',
  'visit-reversal': '就诊冲正',
  'family-visit': '家庭共济支付',
  'family-visit-reversal': '家庭共济冲正',
  expense: '自付费用支出',
  premium: '缴纳保费',
};

/** A movement of an account, in Chinese. */
export function movementName(kind: string): string {
  return MOVEMENT_NAMES[kind] ?? kind;
}

/** By what care is told apart, in Chinese. */
export const GROUP_NAMES: { readonly [group: string]: string } = {
  month: '月份',
  institution: '医药机构编号',
  agency: '经办机构',
  tier: '级别',
  status: '人员类别',
  'age-band': '年龄段',
  programme: '待遇类别',
};
