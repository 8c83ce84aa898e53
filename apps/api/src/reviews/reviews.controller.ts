import { id, Optional, type Policies } from '@gongji/application';
import type { EventStore } from '@gongji/event-store';
import { reviewReversals, type Review } from '@gongji/proof';
import type { Views } from '@gongji/projections';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../documentation/answers.ts';
import { refusalProblem } from '../http/problem.ts';
import { Asked, Query } from '../http/query.ts';
import { requirePerson } from '../persons/require-person.ts';
import { POLICIES, STORE, VIEWS } from '../tokens.ts';

class ReviewQuery extends Query {
  @Optional(id) visitId?: string;
}

/** Shows which settlements of a person would have come out otherwise without those that were reversed. */
@ApiTags('settlements 结算')
@Controller('regions/:region/persons/:personId/review')
export class ReviewsController {
  constructor(
    @Inject(STORE) private readonly store: EventStore,
    @Inject(VIEWS) private readonly views: Views,
    @Inject(POLICIES) private readonly policies: Policies,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'review',
    summary: '冲正复核 · Settlements that stand and would have come out otherwise without the reversed visits',
    description:
      'Decides the person’s later events again as if the reversed visits had never been: all of them together, or the one that ' +
      'visitId names. Nothing is written.',
  })
  @Answers('Review')
  async review(
    @Param('region') region: string,
    @Param('personId') personId: string,
    @Asked(ReviewQuery) { visitId }: ReviewQuery,
  ): Promise<Review> {
    await requirePerson(this.views, this.policies, { region, personId });
    const about = { region, personId, ...(visitId === undefined ? {} : { visitId }) };
    const review = await reviewReversals(this.store, this.policies, about);
    if (visitId === undefined || review.reversals.length > 0) return review;
    const message = `${personId} has no reversed visit ${visitId}.`;
    throw refusalProblem({ code: 'unknown-visit', message, field: 'visitId' });
  }
}
