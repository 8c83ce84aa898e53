import type { Policies } from '@gongji/application';
import type { CompactStep, DeclaredAssumption, Policy } from '@gongji/core';
import type { Settlement } from '@gongji/projections';
import { wordsOf, type Words } from './words.ts';

/** A settlement with its explanation in words. */
export type ExplainedSettlement = Omit<Settlement, 'steps'> & {
  /** The result in one sentence. */
  readonly summary: Words;
  /** The document that decided; null when its version is no longer among the program's. */
  readonly document: { readonly id: string; readonly title: string } | null;
  readonly explanation: readonly ExplainedStep[];
  /** The declared assumptions on which its steps rest. */
  readonly assumptions: readonly DeclaredAssumption[];
};

/** What the step says, and beside it the inputs that it names. */
export interface ExplainedStep {
  readonly step: string;
  readonly rule: string;
  readonly article: string | null;
  readonly amount: string;
  readonly words: Words;
  readonly [input: string]: unknown;
}

/** How a settlement stands in a list: without steps. */
export function listed({ steps: _steps, ...settlement }: Settlement): Omit<Settlement, 'steps'> {
  return settlement;
}

/** A settlement with each step in words and with its article. */
export function explainedSettlement(settlement: Settlement, policies: Policies): ExplainedSettlement {
  const { steps, ...rest } = settlement;
  return { ...rest, summary: summaryOf(settlement), ...explanationOf(steps, deciding(settlement, policies)) };
}

/** Each step in words and with its article, the document that decided, and the assumptions on which the steps rest. */
export function explanationOf(
  steps: readonly CompactStep[],
  policy: Policy | undefined,
): Pick<ExplainedSettlement, 'document' | 'explanation' | 'assumptions'> {
  const explanation = steps.map((step) => explainedStep(step, policy));
  const cited = new Set(explanation.map(({ article }) => /\((A\d+)\)$/.exec(article ?? '')?.[1]));
  return {
    document: policy === undefined ? null : { id: policy.pack.document.id, title: policy.pack.document.title },
    explanation,
    assumptions: policy?.pack.assumptions.filter(({ id }) => cited.has(id)) ?? [],
  };
}

/** The rules that decided; where this program no longer has them, others that still know the names of what was paid. */
export function decidingOr(settlement: Settlement, policies: Policies, otherwise: Policy): Policy {
  return deciding(settlement, policies) ?? otherwise;
}

/** The rules that decided. Rows are numbered within one version: those of another would name the wrong articles. */
function deciding({ region, packHash }: Settlement, policies: Policies): Policy | undefined {
  const policy = policies.of(region);
  return policy?.hash === packHash ? policy : undefined;
}

function explainedStep(step: CompactStep, policy: Policy | undefined): ExplainedStep {
  const { step: name, rule, amount, ...inputs } = step;
  const article = policy?.ruleArticle(rule) ?? null;
  return { step: name, rule, article, amount, ...inputs, words: wordsOf(step, policy) };
}

/** The result in one sentence. */
export function summaryOf({
  total,
  pooled,
  account,
  cash,
  reversedOn,
}: Pick<Settlement, 'total' | 'pooled' | 'account' | 'cash' | 'reversedOn'>): Words {
  const zh = `费用总额${total}元：统筹基金支付${pooled}元，个人账户支付${account}元，个人现金支付${cash}元。`;
  const en = `Of ${total} yuan the pooled fund pays ${pooled}, the personal account ${account}, the patient ${cash} in cash.`;
  if (reversedOn === null) return { zh, en };
  return { zh: `${zh}已于${reversedOn}冲正。`, en: `${en} Reversed on ${reversedOn}.` };
}
