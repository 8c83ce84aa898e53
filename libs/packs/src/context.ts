import type { Citation, LocalParameter } from '@gongji/core';
import { didYouMean, type Field, type Members } from './yaml-field.ts';

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
    if (this.parameters.has(declared.name)) field.wrong(`"${declared.name}" is declared twice`, undefined);
    else this.parameters.set(declared.name, { declared, field });
  }

  /** The declared parameter of that name; undefined, and noted, where there is none. */
  parameter(field: Field): LocalParameter | undefined {
    const name = field.text();
    const found = this.parameters.get(name);
    if (found === undefined) {
      const near = didYouMean(name, this.parameters.keys());
      return field.wrong(`unknown parameter "${name}": parameters.yaml does not declare it${near}`, undefined);
    }
    this.used.add(name);
    return found.declared;
  }

  /** A declared parameter that nothing asks for is a mistake too. */
  requireAllUsed(): void {
    for (const [name, { field }] of this.parameters) {
      if (!this.used.has(name)) field.wrong(`no table asks for the parameter "${name}"`, undefined);
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
    if (this.articles.has(article)) return article;
    return field.wrong(`the document has no article "${article}"${didYouMean(article, this.articles)}`, article);
  }

  private assumption(field: Field): string {
    const id = field.text();
    return this.assumptions.has(id) ? id : field.wrong(`the region's assumptions.yaml does not list "${id}"`, id);
  }
}

export const CITATION_KEYS = ['article', 'paragraph?', 'assumption?'] as const;

/** Further articles that a paragraph names, as in "para. 1, with art. 12 para. 2". */
export function alsoCited(paragraph: string): readonly string[] {
  return [...paragraph.matchAll(/art\. ([\d()]+)/g)].map((found) => found[1] as string);
}
