import { Html, markup } from './markup.ts';
import type { Provenance } from './provenance.ts';

/** A page for a printer: A4, upright, black on white, in the faces that Chinese systems have. */
const STYLE = new Html(`
  @page { size: A4 portrait; margin: 16mm 15mm; }
  * { box-sizing: border-box; }
  body { font: 10.5pt/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei",
    sans-serif; color: #000; background: #fff; margin: 0 auto; max-width: 180mm; }
  @media screen { body { padding: 10mm 0; } }
  h1 { font-size: 17pt; letter-spacing: .2em; text-align: center; margin: 0 0 1mm; }
  h2 { font-size: 11pt; margin: 4mm 0 1mm; }
  p { margin: 1mm 0; } .under { text-align: center; }
  table { width: 100%; border-collapse: collapse; break-inside: auto; }
  th, td { border: .3mm solid #000; padding: .8mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  th { font-weight: normal; background: #f0f0f0; white-space: nowrap; print-color-adjust: exact; }
  tr { break-inside: avoid; } thead { display: table-header-group; }
  .amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  .sum { font-weight: bold; }
  .mark { border: .6mm solid #000; padding: 1mm 3mm; margin: 2mm 0; text-align: center; font-weight: bold; }
  .signatures { display: grid; grid-template-columns: repeat(4, 1fr); margin-top: 8mm; }
  footer { border-top: .3mm solid #000; margin-top: 5mm; padding-top: 1mm; font-size: 8pt; overflow-wrap: anywhere; }
`);

/** What a browser may do with a paper: show it, and nothing else. */
export const PAPER_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** A paper as a page that stands alone: no script, nothing from elsewhere. */
export function paper(title: string, under: string, body: Html, provenance: Provenance): string {
  return markup`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAPER_POLICY}">
<title>${title} · ${under}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p class="under">${under}</p>
${body}
<footer>${provenanceInChinese(provenance)}</footer>
</body>
</html>
`.text;
}

/** On what a paper or a file rests, in one sentence. */
export function provenanceInChinese({ position, seal, exportId }: Provenance): string {
  const sealed =
    seal === null
      ? '截至该位置尚未加封'
      : `最近一次加封含${seal.treeSize}条记录，截至位置${seal.position}，根哈希${seal.rootHash}`;
  const recorded = exportId === undefined ? '' : `打印编号${exportId}。`;
  return `依据账本位置${position}生成；${sealed}。${recorded}`;
}

/** A table of two columns: what, and its value. */
export function facts(rows: readonly (readonly [string, string])[]): Html {
  const written = rows.map(([name, value]) => markup`<tr><th>${name}</th><td>${value}</td></tr>\n`);
  return markup`<table class="facts"><tbody>${written}</tbody></table>`;
}

/** A table of amounts in yuan, the last row being what they come to. */
export function amounts(rows: readonly (readonly [string, string])[], sum: readonly [string, string]): Html {
  const written = rows.map(([name, amount]) => markup`<tr><td>${name}</td><td class="amount">${amount}</td></tr>\n`);
  return markup`<table><thead><tr><th>项目</th><th class="amount">金额（元）</th></tr></thead>
<tbody>${written}<tr class="sum"><td>${sum[0]}</td><td class="amount">${sum[1]}</td></tr></tbody></table>`;
}

/** Lines for those who sign. */
export function signatures(...names: readonly string[]): Html {
  return markup`<div class="signatures">${names.map((name) => markup`<span>${name}：</span>`)}</div>`;
}
