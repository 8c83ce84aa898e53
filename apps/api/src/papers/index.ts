export { Problem } from '../http/problem.ts';
export { orderOf, slipOf, type OrderAsked, type PaperSources, type SlipAsked } from './make-papers.ts';
