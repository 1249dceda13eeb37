/** Light and dark, screen and A4; every pair of colors has a contrast of 4.5 to 1 at least. No verdict is told by color alone. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #57606a; --line: #d0d7de; --band: #f3f5f7;
  --good: #116329; --bad: #a40e26; --warn: #7d4e00; --mute: #57606a; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #9da7b1; --line: #3d444d;
  --band: #161b22; --good: #56d364; --bad: #ff8f86; --warn: #e3b341; --mute: #9da7b1; --link: #79c0ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); }
a.skip { position: absolute; left: -999rem; } a.skip:focus { position: static; }
h1 { font-size: 1.8rem; margin: 0 0 .3rem; } h2 { margin: 2.4rem 0 .6rem; border-bottom: 2px solid var(--line); }
h3 { margin: 1.6rem 0 .4rem; font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; }
caption { text-align: left; color: var(--soft); font-size: .9rem; padding-bottom: .2rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
thead th { background: var(--band); font-size: .9rem; white-space: nowrap; }
table.totals { width: auto; } table.totals th + th { text-align: right; }
td.id, td.level, td.outcome { white-space: nowrap; overflow-wrap: normal; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .8rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: .9em; }
pre { background: var(--band); padding: .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
details { margin-top: .25rem; font-size: .92rem; } summary { cursor: pointer; color: var(--soft); }
details ul { margin: .2rem 0; padding-left: 1.2rem; }
.o { font-weight: 600; } .o-pass { color: var(--good); } .o-fail, .o-harness-error { color: var(--bad); }
.o-warn, .o-could-not-test { color: var(--warn); } .o-info, .o-not { color: var(--mute); }
tr:target { outline: 2px solid var(--link); }
.small { font-size: .9rem; color: var(--soft); }
@media (max-width: 40rem) { body { padding: .8rem; } td.level { white-space: normal; } dl { grid-template-columns: 1fr; } }
@media print { @page { size: A4; margin: 14mm 12mm; }
  :root { --ink: #000; --paper: #fff; --soft: #444; --line: #bbb; --band: #eee; --good: #0a4d1c; --bad: #8a0a1d;
    --warn: #5f3b00; --mute: #444; --link: #000; }
  body { font-size: 9.5pt; max-width: none; padding: 0; } nav, a.skip { display: none; }
  tr, li { break-inside: avoid; } h2, h3 { break-after: avoid; } thead { display: table-header-group; }
  details::details-content { content-visibility: visible; block-size: auto; } }
`;
