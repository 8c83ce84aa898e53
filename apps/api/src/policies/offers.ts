import { FORMS } from '@gongji/application';
import { ALL_WARNING_RULES, type Offers } from '@gongji/core';
import { RequestMethod, type Type } from '@nestjs/common';
import { REPORT_NAMES } from '../exports/reports.ts';

/** Where Nest's decorators keep a controller's and a method's address, and a method's verb. */
const [PATH, METHOD] = ['path', 'method'] as const;

/** Questions about a region, below its address. */
const OF_A_REGION = /^regions\/:region\/(.+)$/;

/** What the service offers to serve articles of a document: names that a pack's reporting.yaml may use. */
export function offersOf(controllers: readonly Type[]): Offers {
  return {
    views: new Set(controllers.flatMap(questionsOf)),
    reports: new Set<string>(REPORT_NAMES),
    commands: new Set(Object.keys(FORMS)),
    warnings: new Set(ALL_WARNING_RULES.keys()),
  };
}

/** "statistics/fund", "cases/{caseId}": the questions of a controller about a region. */
function questionsOf(controller: Type): readonly string[] {
  const root = Reflect.getMetadata(PATH, controller) as string;
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const method = (controller.prototype as { readonly [name: string]: object })[name] as object;
    if (Reflect.getMetadata(METHOD, method) !== RequestMethod.GET) return [];
    const path = `${root}/${Reflect.getMetadata(PATH, method) as string}`.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '');
    return OF_A_REGION.exec(path)?.[1]?.replaceAll(/:(\w+)/g, '{$1}') ?? [];
  });
}
