/** The page's style. The Content-Security-Policy contains its digest, which a test compares with the text. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fff; --raised: #f6f6f4; --ink: #16181b; --soft: #595f67; --line: #dfdfda;
  --passed: #17714a; --failed: #b3261e; --unavailable: #855600; --allowed: #595f67; --stopped: #595f67;
  --tint-passed: #e6f3ec; --tint-failed: #fbe9e7; --tint-unavailable: #f9efdc; --tint-allowed: #eeeeeb; --tint-stopped: #eeeeeb;
  --bar: #b9bdb8; --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #121416; --raised: #1b1e21; --ink: #e9eaeb; --soft: #a1a7ae; --line: #31363b;
    --passed: #56c692; --failed: #ff8379; --unavailable: #e3b251; --allowed: #a1a7ae; --stopped: #a1a7ae;
    --tint-passed: #16291f; --tint-failed: #351b1a; --tint-unavailable: #2e2513; --tint-allowed: #23272b; --tint-stopped: #23272b;
    --bar: #565c62;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; font: 400 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif; }
header, main, footer { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
.band { height: 6px; background: var(--state); }
.is-passed { --state: var(--passed); --tint: var(--tint-passed); }
.is-failed { --state: var(--failed); --tint: var(--tint-failed); }
.is-unavailable { --state: var(--unavailable); --tint: var(--tint-unavailable); }
.is-allowed { --state: var(--allowed); --tint: var(--tint-allowed); }
.is-stopped { --state: var(--stopped); --tint: var(--tint-stopped); }
.origin { margin: 2.25rem 0 0; color: var(--soft); font-size: .9375rem; overflow-wrap: anywhere; }
.origin b { color: var(--ink); font-weight: 600; }
code, .place { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere; }
h1 { margin: .35rem 0 0; font-size: clamp(1.75rem, 1.1rem + 2.8vw, 3rem); line-height: 1.12; letter-spacing: -.022em; font-weight: 680; text-wrap: balance; overflow-wrap: anywhere; }
h1 em { font-style: normal; color: var(--state); }
h1 a { text-decoration-thickness: 2px; text-decoration-color: var(--line); }
h1 a:hover { text-decoration-color: currentColor; }
h2 { margin: 3.25rem 0 .9rem; font-size: 1.25rem; line-height: 1.25; letter-spacing: -.01em; font-weight: 650; }
h3 { margin: 0; font-size: 1rem; font-weight: 650; }
table + h3, svg + h3, p + h3 { margin-top: 1.9rem; }
table + table, table + .notes, table + details.more { margin-top: 1.25rem; }
h4 { margin: .9rem 0 .2rem; font-size: .875rem; font-weight: 600; }
pre { margin: 0; padding: .8rem 1rem; border-radius: 6px; background: var(--raised); font: .8125rem/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
p { margin: .35rem 0; }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; border-radius: 2px; }
.soft { color: var(--soft); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1rem 1.75rem; margin: 1.9rem 0 0; padding: 1.15rem 0 0; border-top: 1px solid var(--line); }
.facts div { min-width: 0; }
dt { color: var(--soft); font-size: .875rem; }
.facts dd { margin: 0; font-size: 1.375rem; line-height: 1.3; font-weight: 600; letter-spacing: -.01em; font-variant-numeric: tabular-nums; }
.facts dd small { display: block; font-size: .875rem; font-weight: 400; letter-spacing: 0; color: var(--soft); }
svg { display: block; overflow: visible; }
.timeline { width: 100%; font-size: 13px; }
.timeline text { fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.timeline .time, .timeline .tick { fill: var(--soft); }
.timeline .rule { stroke: var(--line); stroke-width: 1; }
.timeline .bar { fill: var(--bar); }
.timeline .bar.critical { fill: var(--ink); }
.timeline .bar.is-failed, .timeline .bar.is-unavailable { fill: var(--state); }
.timeline .link { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 2 3; }
.timeline .name.critical { font-weight: 650; }
.timeline .mark { fill: var(--state); }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .8rem 0 0; color: var(--soft); font-size: .875rem; }
.key span { display: inline-flex; align-items: center; gap: .45rem; }
.key i { width: 1.4rem; height: .5rem; border-radius: 2px; background: var(--bar); }
.key .critical { background: var(--ink); }
.key .is-failed { background: var(--failed); }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: .875rem; }
th, td { padding: .6rem 1rem .6rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
td { overflow-wrap: anywhere; }
.gates td:first-child { min-width: 11.5rem; font-weight: 600; }
.gates .part td:first-child { padding-left: 1.25rem; font-weight: 400; }
.gates td:nth-child(2) { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.state { display: inline-flex; align-items: center; gap: .45rem; white-space: nowrap; color: var(--state); font-weight: 600; }
.state svg { flex: none; }
.group { margin: 0 0 1.75rem; border-top: 2px solid var(--state); }
.group.quiet { margin-bottom: .5rem; border-top: 1px solid var(--line); }
.good + .group { margin-top: 1.25rem; }
.group > summary { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: baseline; gap: 0 1rem; padding: .7rem 0; cursor: pointer; list-style: none; }
.group > summary::-webkit-details-marker { display: none; }
.group > summary::after { content: '+'; color: var(--soft); font-size: 1.1rem; line-height: 1; }
.group[open] > summary::after { content: '\\2212'; }
.findings { margin: 0; padding: 0; list-style: none; }
.findings li { display: grid; grid-template-columns: 5.75rem minmax(0, 1fr); gap: 0 1rem; padding: .8rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.findings li[hidden], .group[hidden] { display: none; }
.severity { font-size: .75rem; line-height: 1.5rem; font-weight: 700; letter-spacing: .03em; color: var(--soft); }
.severity { justify-self: start; align-self: start; }
.severity.HIGH { color: var(--failed); }
.severity.CRITICAL { margin: .15rem 0 0 -.4rem; padding: 0 .4rem; border-radius: 3px; line-height: 1.3rem; background: var(--failed); color: var(--paper); }
.severity.MEDIUM { color: var(--unavailable); }
.message { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
.message + .about { margin-top: .15rem; }
.about { margin: 0; color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
.fix { margin: .35rem 0 0; padding: .1rem 0 .1rem .75rem; border-left: 2px solid var(--line); font-size: .9375rem; white-space: pre-line; overflow-wrap: anywhere; }
.fix b { font-weight: 600; }
details.more { margin: .35rem 0 0; font-size: .875rem; }
details.more > summary { color: var(--soft); cursor: pointer; }
.notes { margin: .1rem 0 .7rem; padding-left: 1.1rem; color: var(--soft); font-size: .9375rem; }
form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin: 0 0 1.25rem; }
form[hidden] { display: none; }
input { flex: 1 1 16rem; max-width: 30rem; padding: .55rem .75rem; border: 1px solid var(--soft); border-radius: 6px; background: var(--paper); color: inherit; font: inherit; }
.good { padding: 1.1rem 1.25rem; border-radius: 8px; background: var(--tint-passed); }
.measures { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1.1rem 1.75rem; margin: 0; }
.measures dd { margin: 0; font-size: 1.125rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.meter { width: 100%; height: 6px; margin-top: .35rem; }
.meter rect { fill: var(--line); }
.meter .full { fill: var(--ink); }
.tag { display: inline-block; padding: 0 .5rem; border-radius: 999px; background: var(--tint); color: var(--state); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
footer { margin-top: 4rem; padding-top: 1.1rem; padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }
footer dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .6rem 1.75rem; margin: 0; padding-top: 1.1rem; border-top: 1px solid var(--line); }
footer dt { font-weight: 600; color: var(--ink); }
footer dd { margin: 0; }
footer p { margin: 1rem 0 0; }
@media (max-width: 40rem) {
  .facts { grid-template-columns: 1fr 1fr; gap: .9rem 1.25rem; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards, .cards tbody { display: block; }
  .cards tr { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: .1rem 1rem; padding: .7rem 0; border-bottom: 1px solid var(--line); }
  .cards td { display: block; min-width: 0; padding: 0; border: 0; }
  .cards td:nth-child(2) { grid-column: 2 / -1; justify-self: end; }
  .cards td:empty { display: none; }
  .severity.CRITICAL { margin-left: 0; }
  .cards td.wide { grid-column: 1 / -1; justify-self: start; }
  .cards .why { grid-column: 1 / 3; grid-row: 2; }
  .cards .number { grid-column: 3; grid-row: 2; color: var(--soft); }
  .gates td:first-child { min-width: 0; }
  .findings li { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --raised: #fff; --ink: #000; --soft: #444; --line: #bbb; }
  body { font-size: 10pt; }
  header, main, footer { max-width: none; padding: 0; }
  form, .group > summary::after { display: none; }
  h2, .group > summary { break-after: avoid; }
  tr { break-inside: avoid; }
  .group::details-content, details.more::details-content { content-visibility: visible; display: block; block-size: auto; }
  .group, .bar, .band, .meter rect, .key i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** SHA-256 of {@link style}, in base64. */
export const styleDigest = 'Sdhn+4pe22Cc44jqOP3ud4F5iqdALsflhPmn9WWYSQk=';
