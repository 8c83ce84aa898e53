/**
 * Finding the articles in a document's text, so that citations, figures and coverage can be held against it.
 *
 * Two ways of numbering occur: 第七条 at the start of a line gives "7"; an opinion without articles is numbered 二、 （二） 1．
 * and gives "2(2)1".
 */

const DIGITS = '一二三四五六七八九';
const NUMERAL = '[一二三四五六七八九十]+';
const ARTICLE = new RegExp(`^\\s*第(${NUMERAL})条`);
const CHAPTER = new RegExp(`^\\s*第${NUMERAL}章`);
const PART = new RegExp(`^\\s*(${NUMERAL})、`);
const SECTION = new RegExp(`^\\s*（(${NUMERAL})）`);
const ITEM = /^\s*(\d+)．/;

/** Reads 一 to 九十九. */
export function chineseNumber(text: string): number {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  const digit = (character: string | undefined): number => DIGITS.indexOf(character ?? '') + 1;
  if (!text.includes('十')) return digit(ones);
  return (tens === '' ? 1 : digit(tens)) * 10 + (ones === '' ? 0 : digit(ones));
}

/** The text of each article without white space, in the document's order. */
export function splitArticles(document: string): ReadonlyMap<string, string> {
  const lines = document.split('\n');
  const starts = lines.some((line) => ARTICLE.test(line)) ? articleStarts() : outlineStarts();
  const articles = new Map<string, string>();
  let current: string | undefined;
  for (const line of lines) {
    const start = starts(line);
    current = start ?? current;
    if (current === undefined || current === '') continue;
    articles.set(current, (articles.get(current) ?? '') + line.replace(/\s+/g, ''));
  }
  return articles;
}

/** Answers the article that a line opens, '' where a heading ends one, undefined where the line goes on. */
type Starts = (line: string) => string | undefined;

function articleStarts(): Starts {
  return (line) => {
    if (CHAPTER.test(line)) return '';
    const found = ARTICLE.exec(line)?.[1];
    return found === undefined ? undefined : String(chineseNumber(found));
  };
}

function outlineStarts(): Starts {
  let part = 0;
  let section = 0;
  return (line) => {
    const [newPart, newSection, item] = [PART.exec(line)?.[1], SECTION.exec(line)?.[1], ITEM.exec(line)?.[1]];
    if (newPart !== undefined) {
      part = chineseNumber(newPart);
      return '';
    }
    if (part === 0) return undefined;
    if (newSection !== undefined) section = chineseNumber(newSection);
    if (newSection === undefined && item === undefined) return undefined;
    return `${String(part)}(${String(section)})${item ?? ''}`;
  };
}
