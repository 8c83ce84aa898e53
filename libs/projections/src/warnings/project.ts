import { exact, monthOf, WARNING_RULES, warningPlace, warningsOf, type WarningRuleName } from '@gongji/core';
import { safe } from '../framework/amounts.ts';
import type { LogEvent } from '../framework/log-event.ts';
import type { Row } from '../framework/table.ts';
import type { Projection } from '../projection.ts';
import { KnownCards } from './known-cards.ts';
import { Known } from './known-facts.ts';
import { WARNINGS, WATCHED_CARDS, WATCHED_FACTS, WATCHED_SPANS } from './table.ts';
import { WATCHED_TYPES, watchedOf, type Watched } from './watched.ts';

export const warningsProjection: Projection = {
  name: 'warnings',
  version: 2,
  tables: [WATCHED_FACTS, WATCHED_SPANS, WATCHED_CARDS, WARNINGS],
  types: WATCHED_TYPES,
  async project(batch, writer) {
    const watched = batch.map((event) => ({ event, fact: watchedOf(event) }));
    const known = await Known.load(watched, writer);
    const cards = await KnownCards.load(watched, writer);
    const warnings: Row<typeof WARNINGS>[] = [];
    for (const { event, fact } of watched) {
      for (const rule of raisedAlone(event)) warnings.push(rowOf(event, { rule, evidence: [] }, fact));
      if (fact === undefined) continue;
      if (fact.kind === 'reversal') {
        known.reverse(event, fact.visitId);
        await cards.reverse(event, writer);
      }
      for (const raised of warningsOf(fact, known.of(event))) warnings.push(rowOf(event, raised, fact));
      const evidence = cards.take(event, fact);
      if (evidence.length > 0) warnings.push(rowOf(event, { rule: 'many-cards', evidence }, fact));
      known.add(event, fact);
    }
    await known.write(writer);
    await cards.write(writer);
    await writer.insert(WARNINGS, warnings);
  },
};

/** The rules that an event fulfils by itself. */
function raisedAlone({ fact }: LogEvent): readonly WarningRuleName[] {
  switch (fact.type) {
    case 'AccountCredited':
    case 'AccountDebited': {
      const { cause, amount } = fact.data;
      const isLarge = cause === 'adjustment' && exact(amount).gte(WARNING_RULES['large-adjustment'].amount);
      return isLarge ? ['large-adjustment'] : [];
    }
    case 'VisitSettled':
    case 'ReimbursementSettled':
      return fact.data.steps.some(({ step }) => step === 'cap') ? ['cap-reached'] : [];
    case 'ClaimApproved':
      return fact.data.override === undefined ? [] : ['late-claim'];
    default:
      return [];
  }
}

/** A rule and the events that fulfil it. */
interface Evident {
  readonly rule: WarningRuleName;
  readonly evidence: readonly { readonly position: number; readonly eventId: string }[];
}

function rowOf(event: LogEvent, { rule, evidence }: Evident, fact: Watched | undefined): Row<typeof WARNINGS> {
  const { region, position, eventId, occurredOn: day, type, id } = event;
  const events = evidence.length === 0 ? [{ position, eventId }] : evidence;
  return {
    region,
    entry: safe(warningPlace(position, rule)),
    day,
    month: monthOf(day),
    rule,
    person_id: type === 'ClaimApproved' ? null : id,
    institution_id: fact === undefined || fact.institutionId === '' ? null : fact.institutionId,
    evidence: JSON.stringify(events.map((each) => ({ position: String(each.position), eventId: each.eventId }))),
  };
}
