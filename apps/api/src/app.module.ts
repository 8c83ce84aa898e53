import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { TerminusModule } from '@nestjs/terminus';
import { AuditController } from './audit/audit.controller.ts';
import { JobsController } from './audit/jobs.controller.ts';
import { BooksController } from './books/books.controller.ts';
import { COMMAND_HANDLERS } from './commands/bus.ts';
import { CommandFilesController } from './commands/command-files.controller.ts';
import { CommandsController } from './commands/commands.controller.ts';
import { Documentation, DocumentationController } from './documentation/documentation.controller.ts';
import { ExportsController } from './exports/exports.controller.ts';
import type { Following } from './following.ts';
import { FundController } from './fund/fund.controller.ts';
import { HealthController } from './health/health.controller.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { WaitForPosition } from './http/wait-for-position.ts';
import { InstitutionsController } from './institutions/institutions.controller.ts';
import { ContractsController } from './institutions/contracts.controller.ts';
import { PaymentsController } from './institutions/payments.controller.ts';
import { MetricsController } from './observability/metrics.controller.ts';
import type { LedgerPlace } from './ledger-place.ts';
import type { Observability } from './observability/observability.ts';
import type { OpenLedger } from './open-ledger.ts';
import { PapersController } from './papers/papers.controller.ts';
import { PersonsController } from './persons/persons.controller.ts';
import { PoliciesController } from './policies/policies.controller.ts';
import { ReconciliationsController } from './reconciliations/reconciliations.controller.ts';
import { ReviewsController } from './reviews/reviews.controller.ts';
import { PreviewsController } from './settlements/previews.controller.ts';
import { SettlementsController } from './settlements/settlements.controller.ts';
import { CasesController } from './supervision/cases.controller.ts';
import { BudgetsController } from './supervision/budgets.controller.ts';
import { StatisticsController } from './supervision/statistics.controller.ts';
import { WarningsController } from './supervision/warnings.controller.ts';
import {
  CHART,
  CLOSING,
  FOLLOWING,
  LEDGER,
  OBSERVABILITY,
  PLACE,
  POLICIES,
  POSITION_WAIT,
  STORE,
  VIEWS,
} from './tokens.ts';

export interface AppParts {
  readonly open: OpenLedger;
  readonly place: LedgerPlace;
  readonly following: Following;
  readonly observability: Observability;
  readonly closing: AbortSignal;
  readonly positionWaitMs: number;
}

/** Every controller: what the service answers. */
export const CONTROLLERS: readonly Type[] = [
  DocumentationController,
  CommandsController,
  CommandFilesController,
  PersonsController,
  SettlementsController,
  PreviewsController,
  ReviewsController,
  FundController,
  BooksController,
  BudgetsController,
  StatisticsController,
  WarningsController,
  CasesController,
  InstitutionsController,
  ContractsController,
  PaymentsController,
  ReconciliationsController,
  PapersController,
  ExportsController,
  PoliciesController,
  AuditController,
  JobsController,
  HealthController,
  MetricsController,
];

/** The one module: a dozen thin controllers on an opened ledger need no tree of modules. */
@Module({})
export class AppModule {
  static on({ open, place, following, observability, closing, positionWaitMs }: AppParts): DynamicModule {
    const given: readonly Provider[] = [
      { provide: LEDGER, useValue: open.ledger },
      { provide: PLACE, useValue: place },
      { provide: VIEWS, useValue: open.views },
      { provide: STORE, useValue: open.store },
      { provide: POLICIES, useValue: open.policies },
      { provide: CHART, useValue: open.chart },
      { provide: FOLLOWING, useValue: following },
      { provide: OBSERVABILITY, useValue: observability },
      { provide: CLOSING, useValue: closing },
      { provide: POSITION_WAIT, useValue: positionWaitMs },
    ];
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), TerminusModule.forRoot({ logger: false })],
      controllers: [...CONTROLLERS],
      providers: [
        ...given,
        ...COMMAND_HANDLERS,
        Documentation,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: WaitForPosition },
      ],
    };
  }
}
