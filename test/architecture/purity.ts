import ts from 'typescript';
import { lineOf, walk, type Source } from './sources.ts';

export interface Impurity {
  readonly line: number;
  readonly what: string;
}

/** Globals that give another answer on another machine or at another moment. */
const NEVER = new Set(['Date', 'Intl', 'globalThis']);

/** The same, but words that a variable may bear as well; a file that declares one means its own. */
const UNLESS_DECLARED = new Set([
  ...['process', 'performance', 'crypto', 'console', 'global', 'fetch', 'require', 'Buffer', 'queueMicrotask'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'Worker', 'localStorage', 'navigator', 'WeakRef'],
]);

/** Methods whose result depends on the language of the machine. */
const LOCAL_FORM = /^(toLocale\w+|localeCompare)$/;

/** What makes a source depend on the machine or the moment; names in comments, texts and properties do not count. */
export function impuritiesOf({ tree }: Source): readonly Impurity[] {
  const declared = new Set<string>();
  walk(tree, (node) => {
    if (ts.isIdentifier(node) && isDeclaration(node)) declared.add(node.text);
  });
  const found: Impurity[] = [];
  walk(tree, (node) => {
    if (!ts.isIdentifier(node)) return;
    const what = impurity(node, declared);
    if (what !== undefined) found.push({ line: lineOf(node, tree), what });
  });
  return found;
}

function impurity(node: ts.Identifier, declared: ReadonlySet<string>): string | undefined {
  const name = node.text;
  if (isMemberName(node)) return LOCAL_FORM.test(name) ? name : undefined;
  if (NEVER.has(name)) return name;
  if (UNLESS_DECLARED.has(name) && !declared.has(name)) return name;
  return name === 'Math' && !isCalculation(node) ? 'Math.random' : undefined;
}

/** `Math` in `Math.max`: anything else of it could be its random numbers. */
function isCalculation(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node && parent.name.text !== 'random';
}

const DECLARATIONS = new Set([
  ...[ts.SyntaxKind.VariableDeclaration, ts.SyntaxKind.Parameter, ts.SyntaxKind.BindingElement],
  ...[ts.SyntaxKind.FunctionDeclaration, ts.SyntaxKind.ClassDeclaration, ts.SyntaxKind.ImportSpecifier],
]);

/** Whether an identifier is the name of a variable, a parameter, a function, a class or an import. */
function isDeclaration(node: ts.Identifier): boolean {
  return DECLARATIONS.has(node.parent.kind) && (node.parent as ts.NamedDeclaration).name === node;
}

const MEMBERS = new Set([
  ...[ts.SyntaxKind.PropertyAccessExpression, ts.SyntaxKind.PropertyAssignment, ts.SyntaxKind.EnumMember],
  ...[ts.SyntaxKind.PropertySignature, ts.SyntaxKind.PropertyDeclaration, ts.SyntaxKind.MethodSignature],
  ...[ts.SyntaxKind.MethodDeclaration, ts.SyntaxKind.GetAccessor, ts.SyntaxKind.SetAccessor],
]);

/** Whether an identifier only names a member: `x.name`, `{ name: … }`, `name: T` in a type, `A.Name`. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return MEMBERS.has(parent.kind) && (parent as ts.NamedDeclaration).name === node;
}
