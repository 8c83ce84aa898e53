import { ALL_WARNING_RULES, exact, WARNING_RULES } from '@gongji/core';
import { format, resolveConfig } from 'prettier';

/** A region's sample: its warnings by the names of their rules. */
export interface RegionWarnings {
  readonly region: string;
  readonly settlements: number;
  /** Warnings raised by planted faults. */
  readonly ofFaults: readonly string[];
  /** Warnings on the sample as it is: no fault was planted in it. */
  readonly without: readonly string[];
}

/** What each rule is worth on the samples, as a page. @param file where it is kept: its format is the repository's. */
export async function warningsPage(regions: readonly RegionWarnings[], file: string): Promise<string> {
  const names = [...ALL_WARNING_RULES.keys()];
  const rows = names.map((rule) => {
    const counted = regions.map(({ without }) => countOf(without, rule));
    const planted = regions.reduce((sum, { ofFaults }) => sum + countOf(ofFaults, rule), 0);
    const alarms = counted.reduce((sum, count) => sum + count, 0);
    const title = ALL_WARNING_RULES.get(rule)?.title.zh ?? '';
    return [`\`${rule}\` ${title}`, ...counted.map(String), String(alarms), String(planted), rateOf(alarms, planted)];
  });
  const settlements = regions.map((region) => region.settlements);
  const ofEvents = regions.map(({ without }) => without.filter((rule) => rule in WARNING_RULES).length);
  const visits = settlements.reduce((sum, count) => sum + count, 0);
  const perThousand = ofEvents.map((count, at) => share(count * 1000, settlements[at] as number, 1));
  const total = ofEvents.reduce((sum, count) => sum + count, 0);
  const table = [
    ['rule', ...regions.map(({ region }) => region), 'without a fault', 'of planted faults', 'false alarms'],
    Array.from({ length: regions.length + 4 }, () => '---'),
    ...rows,
    ['settlements', ...settlements.map(String), String(visits), '', ''],
    ['warnings on events, in 1,000 settlements', ...perThousand, share(total * 1000, visits, 1), '', ''],
  ];
  const text = `${HEAD}\n${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n${TAIL}`;
  return format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
}

function countOf(rules: readonly string[], rule: string): number {
  return rules.filter((one) => one === rule).length;
}

function share(part: number, whole: number, decimals: number): string {
  return exact(String(part)).div(String(whole)).toFixed(decimals);
}

/** Of a rule's warnings those without a planted fault, in percent. */
function rateOf(alarms: number, planted: number): string {
  return alarms + planted === 0 ? '—' : `${share(alarms * 100, alarms + planted, 0)}%`;
}

const HEAD = `# Warnings on the samples

How often each rule of warning speaks where nobody did anything. The samples are drawn by chance, and nobody in them cheats; into each the
faults of \`test/support/planted/faults.ts\` are planted, all of which are found. A warning that none of them raised counts as a false alarm.
The columns of the regions count those; the rate is their share of all warnings of the rule, so that it depends on how many faults were planted:
the last line tells how many an inspector would meet among the settlements. \`test/acceptance/planted-faults.spec.ts\` keeps this page true.
`;

const TAIL = `
A false alarm is no untrue one. \`cap-reached\` and \`realised-share-low\` state facts that are to be known and need no guilt: the samples visit
far more often than people do, and chongqing's figures are invented. \`visit-during-stay\` are visits that chance put into a stay.
`;
