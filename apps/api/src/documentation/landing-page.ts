import { EXAMPLE } from './example.ts';

const { region, personId, visitId, year } = EXAMPLE;
const PERSON = `/regions/${region}/persons/${personId}`;

/** The page at the service's root. It stands alone: no script, no style sheet, nothing from elsewhere. */
const LANDING_PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>共济 Gongji</title>
<style>
  body { font: 16px/1.7 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1c2733; }
  h1 { font-size: 1.7rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
  p[lang], li span[lang] { color: #566; } a { color: #0b62a8; }
  pre { background: #f2f5f8; padding: .8rem; overflow-x: auto; font-size: .85rem; }
</style>
</head>
<body>
<h1>共济 <small>Gongji</small></h1>
<p>职工基本医疗保险门诊共济保障的基金账本：个人账户、年度待遇累计和统筹基金的每一分钱，都能说明出自哪一项业务、哪一条规定。</p>
<p lang="en">The fund ledger of employee basic medical insurance: every yuan of the personal accounts, the yearly benefits and the
pooled fund, each traced to the event and the article behind it.</p>

<h2>试一试 <span lang="en">Try it</span></h2>
<ol>
  <li><a href="${PERSON}">一位参保人员：账户余额与待遇累计</a> <span lang="en">a person: balance and benefits</span></li>
  <li><a href="${PERSON}/settlements/${visitId}">一次就诊的结算，逐步说明并引用条款</a>
    <span lang="en">a settlement, explained step by step with its articles</span></li>
  <li><a href="/regions/${region}/fund?from=${year}-01-01&amp;to=${year}-12-31">${year} 年的基金收支</a>
    <span lang="en">the fund in ${year}</span></li>
</ol>
<p>以上示例数据需先录入一次（重复录入不会改变任何内容）：<br>
<span lang="en">The example must be sent once; sent again, it changes nothing:</span></p>
<pre>curl -s http://HOST/example.ndjson |
curl -s -X POST -H 'content-type: application/x-ndjson' --data-binary @- http://HOST/command-files</pre>

<h2>接口 <span lang="en">Interface</span></h2>
<ul>
  <li><a href="/docs">接口文档</a> <span lang="en">documentation to click through</span>,
    <a href="/openapi.json">OpenAPI</a></li>
  <li><a href="/regions">统筹地区与政策文件</a> <span lang="en">regions and their documents</span></li>
  <li><a href="/health/ready">运行状态</a> <span lang="en">health</span></li>
</ul>
</body>
</html>
`;

/** The landing page with the address at which it was asked for in its examples. */
export function landingPage(host: string): string {
  return LANDING_PAGE.replaceAll('http://HOST', escaped(`http://${host}`));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
