import type { Citation, LocalParameter } from '@gongji/core';
import type { Field, Members } from './yaml-field.ts';

export type Suffix = 'status' | 'tier' | 'age';

/** What the rows of a pack may refer to: articles, assumptions and local parameters. Remembers which were used. */
export class Context {
  private readonly used = new Set<string>();
  private readonly parameters = new Map<string, { readonly declared: LocalParameter; readonly field: Field }>();

  constructor(
    private readonly articles: ReadonlySet<string>,
    private readonly assumptions: ReadonlySet<string>,
  ) {}

  declare(declared: LocalParameter, field: Field): void {
    if (this.parameters.has(declared.name)) field.fail(`"${declared.name}" is declared twice`);
    this.parameters.set(declared.name, { declared, field });
  }

  /**
   * Finds the parameter that a name means: declared as such, or a declared one with the suffixes that it may carry
   * ("inpatient.deductible.3").
   */
  parameter(field: Field): LocalParameter {
    const name = field.text();
    for (const { declared } of this.parameters.values()) {
      if (name !== declared.name && !suffixed(declared).test(name)) continue;
      this.used.add(declared.name);
      return declared;
    }
    return field.fail(`unknown parameter "${name}": parameters.yaml does not declare it`);
  }

  /** A declared parameter that nothing asks for is a mistake too. */
  requireAllUsed(): void {
    for (const [name, { field }] of this.parameters) {
      if (!this.used.has(name)) field.fail(`no table asks for the parameter "${name}"`);
    }
  }

  /** The articles that a citation names: its own, and those in its paragraph ("with art. 12 para. 2"). */
  citation(members: Members): Citation {
    const article = this.article(members.get('article'));
    return {
      article,
      ...members.optional('paragraph', (field) => {
        for (const also of alsoCited(field.text())) this.requireArticle(also, field);
        return field.text();
      }),
      ...members.optional('assumption', (field) => this.assumption(field)),
    };
  }

  article(field: Field): string {
    return this.requireArticle(field.text(), field);
  }

  private requireArticle(article: string, field: Field): string {
    return this.articles.has(article) ? article : field.fail(`the document has no article "${article}"`);
  }

  private assumption(field: Field): string {
    const id = field.text();
    return this.assumptions.has(id) ? id : field.fail(`the region's assumptions.yaml does not list "${id}"`);
  }
}

export const CITATION_KEYS = ['article', 'paragraph?', 'assumption?'] as const;

/** Further articles that a paragraph names, as in "para. 1, with art. 12 para. 2". */
export function alsoCited(paragraph: string): readonly string[] {
  return [...paragraph.matchAll(/art\. ([\d()]+)/g)].map((found) => found[1] as string);
}

function suffixed({ name, by = [] }: LocalParameter): RegExp {
  const status = by.includes('status') ? '(\\.(on-job|retired))?' : '';
  const tier = by.includes('tier') ? '(\\.(1|2|3|pharmacy))?' : '';
  const age = by.includes('age') ? '(\\.from-age-\\d+)?' : '';
  return new RegExp(`^${name.replaceAll('.', '\\.')}${status}${tier}${age}$`);
}
