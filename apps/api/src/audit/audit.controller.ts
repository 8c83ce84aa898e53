import { join } from 'node:path';
import { date, Optional, type FieldKind, type Policies } from '@gongji/application';
import { institutionStream, personStream, PRESENT_VERSIONS } from '@gongji/core';
import type { EventStore } from '@gongji/event-store';
import { NotProvable, Prover, replay, type ReplayedEvent, type ReplayOptions } from '@gongji/proof';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { invalidQuery, notProvable } from '../http/problem.ts';
import { Asked, cursor, position, Query, rowLimit } from '../http/query.ts';
import type { LedgerPlace } from '../ledger-place.ts';
import { policyOf } from '../policies/policy-of.ts';
import { PLACE, POLICIES, STORE } from '../tokens.ts';

const text: FieldKind = {
  name: 'isShortText',
  fits: (value) => typeof value === 'string' && value.length > 0 && value.length <= 256,
  says: 'a text',
  schema: { type: 'string', minLength: 1, maxLength: 256 },
};

const eventType: FieldKind = {
  name: 'isEventType',
  fits: (value) => typeof value === 'string' && Object.hasOwn(PRESENT_VERSIONS, value),
  says: 'a type of event such as "VisitSettled"',
  schema: { type: 'string', enum: Object.keys(PRESENT_VERSIONS) },
};

class ReplayQuery extends Query {
  @Optional(text) person?: string;
  @Optional(text) institution?: string;
  @Optional(eventType) type?: string;
  @Optional(date) from?: string;
  @Optional(date) to?: string;
  @Optional(text) actor?: string;
  @Optional(cursor) after?: string;
  @Optional(rowLimit) limit?: string;
}

class BalanceQuery extends Query {
  @Optional(date) asOf?: string;
  @Optional(position) knownAt?: string;
}

class ProofQuery extends Query {}

interface ReplayPage {
  readonly rows: readonly ReplayedEvent[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

const PROOF = { schema: { $ref: '#/components/schemas/Proof' } };

/** Shows what happened, step by step, and proves it under the last seal. */
@ApiTags('audit 审计')
@Controller('regions/:region')
export class AuditController {
  private readonly prover: Prover;

  constructor(
    @Inject(STORE) private readonly store: EventStore,
    @Inject(POLICIES) private readonly policies: Policies,
    @Inject(PLACE) place: LedgerPlace,
  ) {
    this.prover = new Prover(store, join(place.folder, 'tree'));
  }

  @Get('replay')
  @ApiOperation({
    operationId: 'replay',
    summary: '重放 · Events in the order of the log, each with who and when, and the state before and after',
    description:
      'Of one person, one institution or the whole region; type, from, to (business dates) and actor narrow it down.',
  })
  @ApiOkResponse({ schema: { $ref: '#/components/schemas/ReplayPage' } })
  async replay(@Param('region') region: string, @Asked(ReplayQuery) query: ReplayQuery): Promise<ReplayPage> {
    policyOf(this.policies, region);
    const limit = Number(query.limit ?? '100');
    const rows: ReplayedEvent[] = [];
    for await (const event of replay(this.store, chosenBy(region, query))) {
      if (rows.length === limit) return { rows, next: rows.at(-1)?.position ?? null };
      rows.push(event);
    }
    return { rows, next: null };
  }

  @Get('events/:position/proof')
  @ApiOperation({
    operationId: 'proveEvent',
    summary: '事件证明 · A proof that an event of the region is in the log, as it is',
    description: 'It says what the event says and who recorded it when; not that no later event took it back.',
  })
  @ApiOkResponse(PROOF)
  async event(
    @Param('region') region: string,
    @Param('position') at: string,
    @Asked(ProofQuery) _query: ProofQuery,
  ): Promise<unknown> {
    policyOf(this.policies, region);
    if (!position.fits(at)) throw invalidQuery('position', `position must be ${position.says}.`);
    return this.proven((prover) => prover.event(BigInt(at), region));
  }

  @Get('persons/:personId/settlements/:visitId/proof')
  @ApiOperation({
    operationId: 'proveSettlement',
    summary: '结算证明 · A proof that a visit was settled as it was',
    description: 'It says who paid what, by which rules; not that nothing reversed the settlement since.',
  })
  @ApiOkResponse(PROOF)
  async settlement(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Param('visitId') visitId: string,
    @Asked(ProofQuery) _query: ProofQuery,
  ): Promise<unknown> {
    policyOf(this.policies, region);
    return this.proven((prover) => prover.settlement({ region, personId }, visitId));
  }

  @Get('persons/:personId/balance-proof')
  @ApiOperation({
    operationId: 'proveBalance',
    summary: '余额证明 · A proof of what an account held on a day, as it was known at a position',
    description:
      'It says that nothing between its first and last event is left out; what a carry-over at its beginning holds is taken as it stands, and that nothing later was known is shown only where the stream goes on under the seal.',
  })
  @ApiOkResponse(PROOF)
  async balance(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Asked(BalanceQuery) { asOf, knownAt }: BalanceQuery,
  ): Promise<unknown> {
    policyOf(this.policies, region);
    const then = {
      ...(asOf === undefined ? {} : { asOf }),
      ...(knownAt === undefined ? {} : { knownAt: BigInt(knownAt) }),
    };
    return this.proven((prover) => prover.balance({ region, personId, ...then }));
  }

  /** The proof file's one line is canonical JSON: parsed and written again it is the same. */
  private async proven(make: (prover: Prover) => Promise<string>): Promise<unknown> {
    try {
      return JSON.parse(await make(this.prover)) as unknown;
    } catch (error) {
      if (error instanceof NotProvable) throw notProvable(error.message);
      throw error;
    }
  }
}

function chosenBy(region: string, { person, institution, type, after, ...more }: ReplayQuery): ReplayOptions {
  if (person !== undefined && institution !== undefined) {
    throw invalidQuery('institution', 'person and institution cannot be asked together.');
  }
  const { from, to, actor } = more;
  const told = {
    stream:
      person !== undefined
        ? personStream(region, person)
        : institution !== undefined
          ? institutionStream(region, institution)
          : undefined,
    types: type === undefined ? undefined : [type],
    from,
    to,
    actor,
    after: after === undefined ? undefined : BigInt(after),
  };
  return { region, ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) };
}
