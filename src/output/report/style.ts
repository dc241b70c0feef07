/** The report's own style sheet: no font, script or picture is fetched; reads on a phone, in the dark and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#17202a;--soft:#5b6875;--line:#d9dfe5;--ground:#fff;--panel:#f6f8fa;--good:#1a7f37;--bad:#c4232b;--warn:#9a6700;--mark:#0b62c4}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa7b4;--line:#313a44;--ground:#0f141a;--panel:#171e26;--good:#56d364;--bad:#ff7b72;--warn:#e3b341;--mark:#6cb6ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem;line-height:1.2;margin:.2rem 0}h2{font-size:1.25rem;margin:2.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}h3{font-size:1rem;margin:1.5rem 0 .5rem}
p{margin:.4rem 0}.soft{color:var(--soft)}code,pre{font:.85em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}pre{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem;margin:.3rem 0 .9rem;white-space:pre-wrap;overflow-wrap:anywhere}
.badge{display:inline-block;border:1.5px solid currentColor;border-radius:99px;padding:.05rem .6rem;font-size:.8rem;font-weight:600;text-transform:uppercase;letter-spacing:.03em}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.idle{color:var(--soft)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.6rem;margin:1rem 0}.facts div{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.5rem .75rem;min-width:0;overflow-wrap:anywhere}.facts dt,.facts .k{color:var(--soft);font-size:.78rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}th{color:var(--soft);font-weight:600;text-align:left;font-size:.8rem}th,td{padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{display:block;height:.4rem;border-radius:3px;background:var(--mark);min-width:2px}td.b{width:30%;min-width:5rem}
.note{border-left:4px solid var(--warn);background:var(--panel);padding:.6rem .9rem;border-radius:0 8px 8px 0;margin:.6rem 0}.note.bad{border-color:var(--bad);color:inherit}
@media(max-width:40rem){td.b,th.b{display:none}main{padding:1rem .8rem 3rem}}
@media print{body{font-size:10.5pt;background:#fff;color:#000}main{max-width:none;padding:0}h2{break-after:avoid}table,pre,.facts{break-inside:avoid}.bar{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
