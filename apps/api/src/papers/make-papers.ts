import { folded, timesOf, type Policies } from '@gongji/application';
import { institutionStream, readPaymentId, type PaymentApproved, type PaymentProposed } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import type { Views } from '@gongji/projections';
import { refusalProblem } from '../http/problem.ts';
import { requirePerson } from '../persons/require-person.ts';
import { policyOf } from '../policies/policy-of.ts';
import { decidingOr, explainedSettlement } from '../settlements/explained-settlement.ts';
import { paymentOrder } from './payment-order.ts';
import { provenanceAt } from './provenance.ts';
import { settlementSlip } from './settlement-slip.ts';

/** Where papers get their figures: the same as questions. */
export interface PaperSources {
  readonly views: Views;
  readonly policies: Policies;
  readonly store: EventStore;
}

/** Which visit's slip. */
export interface SlipAsked {
  readonly region: string;
  readonly personId: string;
  readonly visitId: string;
}

/**
 * The slip of a settled visit, as the views know it now.
 *
 * @throws Problem for a region, a person or a visit that nobody knows.
 */
export async function slipOf(sources: PaperSources, { region, personId, visitId }: SlipAsked): Promise<string> {
  const { views, policies, store } = sources;
  const policy = policyOf(policies, region);
  const position = String(views.checkpoint);
  const person = await requirePerson(views, policies, { region, personId });
  const settlement = await views.settlement(region, personId, visitId, timesOf({ knownAt: position }));
  if (settlement === undefined) {
    const message = `${personId} has no settled visit ${visitId}.`;
    throw refusalProblem({ code: 'unknown-visit', message, field: 'visitId' });
  }
  const balance = await views.balanceAt(region, personId, settlement.position);
  return settlementSlip({
    settlement: explainedSettlement(settlement, policies),
    institutionName: await nameOf(views, region, settlement.institutionId),
    balanceAfter: person.account === 'none' ? null : balance,
    policy: decidingOr(settlement, policies, policy),
    provenance: await provenanceAt(store, region, position),
  });
}

/**
 * The order of a payment to an institution, from the institution's own stream.
 *
 * @throws Problem for a region or a payment that nobody knows.
 */
export async function orderOf(sources: PaperSources, region: string, paymentId: string): Promise<string> {
  const { views, policies, store } = sources;
  const policy = policyOf(policies, region);
  const institutionId = readPaymentId(paymentId)?.institutionId;
  const position = await store.head();
  let proposed: PaymentProposed | undefined;
  let approved: PaymentApproved | undefined;
  let date = '';
  for (const event of institutionId === undefined ? [] : await paymentEvents(store, region, institutionId)) {
    if (event.data.paymentId !== paymentId) continue;
    date = event.occurredOn;
    if (event.type === 'PaymentProposed') proposed = event.data;
    else approved = event.data;
  }
  if (institutionId === undefined || proposed === undefined) {
    const message = `No payment ${paymentId} was proposed in the region.`;
    throw refusalProblem({ code: 'unknown-payment', message, field: 'paymentId' });
  }
  const institutionName = await nameOf(views, region, institutionId);
  const provenance = await provenanceAt(store, region, String(position));
  return paymentOrder({ institutionId, institutionName, proposed, approved, date, policy, provenance });
}

type PaymentFact =
  | { readonly type: 'PaymentProposed'; readonly occurredOn: string; readonly data: PaymentProposed }
  | { readonly type: 'PaymentApproved'; readonly occurredOn: string; readonly data: PaymentApproved };

/** Proposals and approvals of an institution: a few a month. */
async function paymentEvents(
  store: EventStore,
  region: string,
  institutionId: string,
): Promise<readonly PaymentFact[]> {
  const facts: PaymentFact[] = [];
  for await (const page of store.readStream(institutionStream(region, institutionId), { direction: 'forwards' })) {
    for (const event of page) {
      const fact = folded(event);
      if (fact.type === 'PaymentProposed' || fact.type === 'PaymentApproved') facts.push(fact);
    }
  }
  return facts;
}

async function nameOf(views: Views, region: string, institutionId: string): Promise<string> {
  return (await views.institution(region, institutionId))?.name ?? institutionId;
}
