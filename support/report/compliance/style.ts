/** All of the page's looks; nothing is loaded. Colors only repeat what words say. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#4b535c;--line:#d3d8de;--band:#f4f6f8;--link:#0b57a4;
--pass:#12602c;--pass-b:#e3f4e8;--wrong:#9c1414;--wrong-b:#fde8e8;--warn:#734500;--warn-b:#fff1d4;--info:#1a4b85;--info-b:#e6f0fb;
--unseen:#484d55;--unseen-b:#eceef1;--broken:#652a8a;--broken-b:#f4e9fb}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e8eaed;--soft:#b3bac2;--line:#3a4149;--band:#1d2126;--link:#8cc1ff;
--pass:#8be0a4;--pass-b:#12331d;--wrong:#ffb0b0;--wrong-b:#481515;--warn:#ffd58a;--warn-b:#402b06;--info:#a9cdfa;--info-b:#14304f;
--unseen:#c6ccd3;--unseen-b:#2a2f36;--broken:#e0b8f7;--broken-b:#3a1a4d}}
@media (prefers-contrast:more){:root{--soft:var(--ink);--line:var(--ink);--link:var(--ink)}.chip{border-width:2px;font-weight:700}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:62rem;padding:1.5rem 1.25rem 4rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .75rem}
h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-bottom:.3rem;border-bottom:2px solid var(--ink)}
h3{font-size:1.15rem;margin:1.6rem 0 .5rem}h4{font-size:1rem;margin:1.4rem 0 .3rem}
p,ul,ol{margin:.4rem 0}
code,.id{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.92em}
pre{margin:.5rem 0;padding:.75rem;background:var(--band);border:1px solid var(--line);white-space:pre-wrap}
.verdict{margin:0 0 1rem;padding:.9rem 1.1rem;border:1px solid;border-left-width:.6rem}
.verdict strong{display:block;font-size:1.35rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;padding:0;list-style:none}
nav>.inner{display:block}nav .inner{gap:.1rem .9rem;font-size:.92rem}
table{width:100%;border-collapse:collapse;font-size:.92rem}
caption{text-align:left;color:var(--soft);padding-bottom:.3rem}
th,td{padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{font-weight:600;overflow-wrap:break-word}td{min-width:4.5rem}td.n,th.n{text-align:right}tbody th{font-weight:500}
td code,th code{overflow-wrap:break-word}td>a,th>a{white-space:nowrap}
.chip{display:inline-block;padding:0 .5rem;border:1px solid currentColor;border-radius:.25rem;font-size:.86rem;white-space:nowrap}
.pass{color:var(--pass);background:var(--pass-b)}.fail{color:var(--wrong);background:var(--wrong-b)}
.warn{color:var(--warn);background:var(--warn-b)}.info{color:var(--info);background:var(--info-b)}
.not-applicable,.not-observable,.not-selected{color:var(--unseen);background:var(--unseen-b)}
.could-not-test,.harness-error{color:var(--broken);background:var(--broken-b)}
.waived{color:var(--ink);background:var(--paper);border-style:dashed}
.filter{margin:1rem 0;padding:.4rem .9rem .6rem;border:1px solid var(--line)}
.filter label{display:inline-block;margin-right:1.1rem}
.clause{border-bottom:1px solid var(--line)}
.clause>summary{display:grid;grid-template-columns:9rem 1fr auto;gap:0 .8rem;padding:.45rem 0;cursor:pointer;align-items:baseline}
.clause>summary::-webkit-details-marker{display:none}
.clause>summary .id{font-weight:600}.clause>summary .id::before{content:"\\25B8\\00A0";font-weight:400}
.clause[open]>summary .id::before{content:"\\25BE\\00A0"}
.marks{text-align:right}.level{display:block;color:var(--soft);font-size:.86rem;white-space:nowrap}
.facts{display:grid;grid-template-columns:8rem 1fr;gap:.3rem .8rem;margin:0;padding:.2rem 0 .9rem 1.2rem;font-size:.94rem}
.facts dt{color:var(--soft)}.facts dd{margin:0}.facts ul,.facts ol{margin:0;padding-left:1.1rem}
.clause:has(:target){outline:3px solid var(--link);outline-offset:3px}
[id]{scroll-margin-top:4.5rem}.facts{scroll-margin-top:9rem}
.clause:has(:target)::details-content{content-visibility:visible}
tr:target{outline:3px solid var(--link)}
@media (min-width:40rem){thead th{white-space:nowrap}}
@media (max-width:40rem){thead{position:absolute;left:-99rem}tbody,tr,tbody th,tbody td{display:block;border:0}tr{padding:.35rem 0;border-bottom:1px solid var(--line)}
tbody th,tbody td{padding:.05rem 0}td.n{text-align:left}td[data-is]::before{content:attr(data-is) ": ";color:var(--soft)}td[data-is]:empty{display:none}
.clause>summary{grid-template-columns:1fr auto}.clause>summary .says{grid-column:1/-1;grid-row:2}.facts{grid-template-columns:1fr;gap:0}}
@media (forced-colors:active){.chip,.verdict{border:2px solid CanvasText}}
@media screen{
body:has(#show-wrong:checked) :is(.clause:not(.g-wrong),.section:not(:has(.g-wrong)),.party:not(:has(.g-wrong))),
body:has(#show-pass:checked) :is(.clause:not(.g-pass),.section:not(:has(.g-pass)),.party:not(:has(.g-pass))),
body:has(#show-info:checked) :is(.clause:not(.g-info),.section:not(:has(.g-info)),.party:not(:has(.g-info))),
body:has(#show-unseen:checked) :is(.clause:not(.g-unseen),.section:not(:has(.g-unseen)),.party:not(:has(.g-unseen))),
body:has(#show-waived:checked) :is(.clause:not(.g-waived),.section:not(:has(.g-waived)),.party:not(:has(.g-waived))){display:none}
body:has(.filter input:not(#show-all):checked) .nothing{display:block}
body:has(#show-wrong:checked):has(.clause.g-wrong) .nothing,body:has(#show-pass:checked):has(.clause.g-pass) .nothing,
body:has(#show-info:checked):has(.clause.g-info) .nothing,body:has(#show-unseen:checked):has(.clause.g-unseen) .nothing,
body:has(#show-waived:checked):has(.clause.g-waived) .nothing{display:none}}
.nothing{display:none}
@page{size:A4;margin:15mm 14mm 17mm;@bottom-left{content:"SEES compliance report";font:8pt sans-serif;color:#4b535c}
@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#4b535c}}
@media print{html{font-size:8.5pt}body{max-width:none;padding:0;line-height:1.35;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.skip,nav,.filter,.nothing{display:none}a{color:inherit;text-decoration:none}
h1{font-size:17pt}h2{font-size:13pt;margin-top:6mm}h3{font-size:11pt}h4{font-size:9.5pt}h2,h3,h4,caption{break-after:avoid}
tr,.verdict,pre,.clause{break-inside:avoid}th,td{padding:.12rem .6rem .12rem 0}
.clause>summary .id::before,.clause[open]>summary .id::before{content:""}
.clause::details-content{content-visibility:visible;display:block}.clause:has(:target){outline:none}
.facts{padding:0 0 .5rem 2rem;gap:.05rem .6rem}}
`;
