export { Problem } from '../http/problem.ts';
export { orderOf, slipOf, type PaperSources, type SlipAsked } from './make-papers.ts';
