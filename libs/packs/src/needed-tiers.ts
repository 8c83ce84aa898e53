import { DIMENSIONS, TABLES, type PaidTier, type PolicyPack, type Programme, type TableRow } from '@gongji/core';

/**
 * The tiers for which a table may be asked. The ledger's own tables are asked for every tier; a programme's table only for those
 * at which one of the programmes that lead to it is covered (baoshan: a negotiated drug at tier 2 and above, and at pharmacies as
 * at the prescriber's).
 */
export function neededTiers(table: string, pack: PolicyPack): readonly PaidTier[] {
  if ((Object.values(TABLES) as readonly string[]).includes(table)) return DIMENSIONS.tier;
  return DIMENSIONS.tier.filter((tier) =>
    DIMENSIONS.programme.some((programme) => leadsTo(programme, table, pack) && isPaidAt(programme, tier, pack)),
  );
}

/** Whether a programme's rule, or one that it passes an expense on to within the same coverage, asks the table. */
function leadsTo(programme: string, table: string, pack: PolicyPack): boolean {
  const rule = pack.programmes.find((one) => one.programme === programme);
  if (rule === undefined) return false;
  if ([rule.rate, rule.selfPayFirst, rule.deductible, rule.cap].some((step) => step?.table === table)) return true;
  return rule.beyondCap !== undefined && !rule.beyondCap.anew && leadsTo(rule.beyondCap.rule, table, pack);
}

function isPaidAt(programme: Programme, tier: PaidTier, pack: PolicyPack): boolean {
  if (!may(TABLES.coverageTier, 'covered', { programme, tier }, pack)) return false;
  if (tier !== 'pharmacy') return true;
  const shop = { programme, institution: 'retail-pharmacy' };
  const sources = ['pharmacy', 'prescriber']; // a prescriber that has no tier pays as a pharmacy
  return (
    may(TABLES.coverageInstitution, 'covered', shop, pack) &&
    sources.some((source) => may(TABLES.paidTier, source, shop, pack))
  );
}

/** Whether some row for these facts may give the word. */
function may(table: string, word: string, facts: { readonly [name: string]: string }, pack: PolicyPack): boolean {
  const rows = pack.tables.find((one) => one.table === table)?.rows ?? [];
  return rows.some(
    (row) =>
      Object.entries(facts).every(([name, value]) => admits(row, name, value)) &&
      (typeof row.value !== 'string' || row.value === word),
  );
}

function admits({ when }: TableRow, name: string, value: string): boolean {
  const wanted = when?.[name];
  return wanted === undefined || (typeof wanted === 'string' ? wanted === value : wanted.includes(value));
}
