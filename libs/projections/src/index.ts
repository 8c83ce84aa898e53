export { Views, type ViewsOptions } from './views.ts';
export type { FundAnswer } from './fund/query.ts';
export type { UnfinishedProcess } from './processes/query.ts';
