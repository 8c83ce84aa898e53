import { createHash, randomUUID } from 'node:crypto';
import { DEFAULT_ACTOR, folded, recordExport, timesOf, type Policies } from '@gongji/application';
import {
  institutionStream,
  readPaymentId,
  type PaymentApproved,
  type PaymentMade,
  type PaymentProposed,
} from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import type { Views } from '@gongji/projections';
import { refusalProblem } from '../http/problem.ts';
import { requirePerson } from '../persons/require-person.ts';
import { policyOf } from '../policies/policy-of.ts';
import { decidingOr, explainedSettlement } from '../settlements/explained-settlement.ts';
import { paymentOrder, type OrderFigures } from './payment-order.ts';
import { provenanceAt, type Provenance } from './provenance.ts';
import { settlementSlip } from './settlement-slip.ts';

/** Where papers get their figures: the same as questions. */
export interface PaperSources {
  readonly views: Views;
  readonly policies: Policies;
  readonly store: EventStore;
}

/** Papers that are handed out, as the record of exports names them. */
export const PAPER_NAMES = ['settlement-slip', 'payment-order'] as const;

/** Of which region, and for whom. */
interface PaperAsked {
  readonly region: string;
  readonly actor?: string | undefined;
}

/** Which visit's slip. */
export interface SlipAsked extends PaperAsked {
  readonly personId: string;
  readonly visitId: string;
}

/** Which payment's order. */
export interface OrderAsked extends PaperAsked {
  readonly paymentId: string;
}

/**
 * The slip of a settled visit, as the views know it now; recorded in the log before it is handed out.
 *
 * @throws Problem for a region, a person or a visit that nobody knows; StoreUnavailable when it cannot be recorded.
 */
export async function slipOf(sources: PaperSources, asked: SlipAsked): Promise<string> {
  const { region, personId, visitId } = asked;
  const { views, policies } = sources;
  const policy = policyOf(policies, region);
  const position = String(views.checkpoint);
  const person = await requirePerson(views, policies, { region, personId });
  const settlement = await views.settlement(region, personId, visitId, timesOf({ knownAt: position }));
  if (settlement === undefined) {
    const message = `${personId} has no settled visit ${visitId}.`;
    throw refusalProblem({ code: 'unknown-visit', message, field: 'visitId' });
  }
  const balance = await views.balanceAt(region, personId, settlement.position);
  const figures = {
    settlement: explainedSettlement(settlement, policies),
    institutionName: await nameOf(views, region, settlement.institutionId),
    balanceAfter: person.account === 'none' ? null : balance,
    policy: decidingOr(settlement, policies, policy),
  };
  const filter = { person: personId, visit: visitId };
  return recorded(sources, { ...asked, report: 'settlement-slip', filter, position }, (provenance) =>
    settlementSlip({ ...figures, provenance }),
  );
}

/**
 * The order of a payment to an institution, from the institution's own stream; recorded in the log before it is handed out.
 *
 * @throws Problem for a region or a payment that nobody knows; StoreUnavailable when it cannot be recorded.
 */
export async function orderOf(sources: PaperSources, asked: OrderAsked): Promise<string> {
  const { region, paymentId } = asked;
  const { views, policies, store } = sources;
  const policy = policyOf(policies, region);
  const institutionId = readPaymentId(paymentId)?.institutionId;
  const position = String(await store.head());
  const order = institutionId === undefined ? undefined : await orderIn(store, region, { institutionId, paymentId });
  if (institutionId === undefined || order === undefined) {
    const message = `No payment ${paymentId} was proposed in the region.`;
    throw refusalProblem({ code: 'unknown-payment', message, field: 'paymentId' });
  }
  const institutionName = await nameOf(views, region, institutionId);
  const figures = { ...order, institutionId, institutionName, policy };
  const filter = { payment: paymentId };
  return recorded(sources, { ...asked, report: 'payment-order', filter, position }, (provenance) =>
    paymentOrder({ ...figures, provenance }),
  );
}

interface PaperToRecord extends PaperAsked {
  readonly report: (typeof PAPER_NAMES)[number];
  readonly filter: { readonly [name: string]: string };
  readonly position: string;
}

/** Makes a paper and records it: one that could not be recorded is nobody's. */
async function recorded(
  { store }: PaperSources,
  { region, actor = DEFAULT_ACTOR, report, filter, position }: PaperToRecord,
  make: (provenance: Provenance & { readonly exportId: string }) => string,
): Promise<string> {
  const exportId = randomUUID();
  const provenance = await provenanceAt(store, region, position);
  const page = make({ ...provenance, exportId });
  const sha256 = createHash('sha256').update(page).digest('hex');
  const made = { exportId, report, format: 'html', filter, rows: 1, upTo: position } as const;
  await recordExport(store, { region, actor, now: new Date(), exported: { ...made, seal: provenance.seal, sha256 } });
  return page;
}

type PaymentSteps = Pick<OrderFigures, 'proposed' | 'approved' | 'made' | 'date'>;

/** A payment's steps as its institution's stream has them; undefined where it was never proposed. */
async function orderIn(
  store: EventStore,
  region: string,
  { institutionId, paymentId }: { readonly institutionId: string; readonly paymentId: string },
): Promise<PaymentSteps | undefined> {
  let steps: PaymentSteps | undefined;
  for (const { type, occurredOn, data } of await paymentEvents(store, region, institutionId)) {
    if (data.paymentId !== paymentId) continue;
    if (type === 'PaymentProposed') {
      steps = { proposed: data, approved: undefined, made: undefined, date: occurredOn };
    } else if (steps !== undefined) {
      steps =
        type === 'PaymentApproved'
          ? { ...steps, approved: data, date: occurredOn }
          : { ...steps, made: { ...data, date: occurredOn } };
    }
  }
  return steps;
}

type PaymentFact =
  | { readonly type: 'PaymentMade'; readonly occurredOn: string; readonly data: PaymentMade }
  | { readonly type: 'PaymentProposed'; readonly occurredOn: string; readonly data: PaymentProposed }
  | { readonly type: 'PaymentApproved'; readonly occurredOn: string; readonly data: PaymentApproved };

/** What was done about an institution's payments: a few events a month. */
async function paymentEvents(
  store: EventStore,
  region: string,
  institutionId: string,
): Promise<readonly PaymentFact[]> {
  const facts: PaymentFact[] = [];
  for await (const page of store.readStream(institutionStream(region, institutionId), { direction: 'forwards' })) {
    for (const event of page) {
      const fact = folded(event);
      if (fact.type === 'PaymentProposed' || fact.type === 'PaymentApproved' || fact.type === 'PaymentMade')
        facts.push(fact);
    }
  }
  return facts;
}

async function nameOf(views: Views, region: string, institutionId: string): Promise<string> {
  return (await views.institution(region, institutionId))?.name ?? institutionId;
}
