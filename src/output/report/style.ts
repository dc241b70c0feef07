/** The report's own style sheet: no font, script or picture is fetched; reads on a phone, in the dark and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5a6675;--line:#dfe4ea;--ground:#f4f6f8;--card:#fff;--panel:#f4f6f8;--good:#157a3c;--bad:#bf2330;--warn:#8a5a00;--idle:#5a6675;--mark:#2f6fdd;--tint:12%}
@media(prefers-color-scheme:dark){:root{--ink:#e4eaf1;--soft:#98a5b3;--line:#2b343f;--ground:#0d1218;--card:#151c24;--panel:#0f151c;--good:#4cc76c;--bad:#ff7f79;--warn:#e0ad3c;--idle:#98a5b3;--mark:#6ea3ff;--tint:16%}}
*{box-sizing:border-box;margin:0}
html{-webkit-text-size-adjust:100%}
body{background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
.page{max-width:60rem;margin:0 auto;padding:0 1.5rem}
header{border-top:6px solid var(--tone);background:color-mix(in srgb,var(--tone) 7%,var(--card));border-bottom:1px solid var(--line);padding:2rem 0 1.5rem;margin-bottom:1.75rem}
.good{--tone:var(--good)}.bad{--tone:var(--bad)}.warn{--tone:var(--warn)}.idle{--tone:var(--idle)}
h1{font-size:2rem;line-height:1.15;letter-spacing:-.02em;color:var(--tone)}
.eyebrow{color:var(--soft);font-size:.85rem;margin-bottom:.4rem;overflow-wrap:anywhere}.lead{font-size:1.15rem;font-weight:600;margin-top:.25rem;overflow-wrap:anywhere}
header .facts{margin-bottom:0}
section,.overview-card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.5rem 1.75rem 1.75rem;margin:0 0 1.5rem;scroll-margin-top:1rem}
h2{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .6rem;font-size:1.45rem;line-height:1.25;letter-spacing:-.01em;overflow-wrap:anywhere}
h3{font-size:1.02rem;margin:1.9rem 0 .6rem}h4{font-size:.88rem;color:var(--soft);font-weight:600;margin:.9rem 0 .3rem}
a{color:var(--mark);text-underline-offset:2px}.soft{color:var(--soft)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.82em;overflow-wrap:anywhere}
pre{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;margin:.35rem 0;white-space:pre-wrap;line-height:1.5;-webkit-user-select:all;user-select:all}
.digest{margin:.3rem 0 0;color:var(--soft)}
.badge{display:inline-block;color:var(--tone);background:color-mix(in srgb,var(--tone) var(--tint),transparent);border-radius:99px;padding:.12rem .6rem;font-size:.78rem;font-weight:600;line-height:1.4;letter-spacing:0;white-space:nowrap}
.bad>strong,span.bad:not(.badge){color:var(--bad);font-weight:600}
.facts{display:flex;flex-wrap:wrap;gap:.8rem 2.2rem;margin:1.1rem 0}.facts div{min-width:0;max-width:26rem}.facts dt{color:var(--soft);font-size:.78rem}.facts dd{overflow-wrap:anywhere}
.note{border-left:4px solid var(--tone);background:color-mix(in srgb,var(--tone) 8%,transparent);padding:.65rem .95rem;border-radius:0 8px 8px 0;margin:.8rem 0;overflow-wrap:anywhere}
main>.note{margin-bottom:1.5rem}
.counts{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0}.counts li{--tone:var(--idle);border:1px solid color-mix(in srgb,var(--tone) 45%,transparent);background:color-mix(in srgb,var(--tone) var(--tint),transparent);border-radius:8px;padding:.25rem .7rem;font-size:.9rem}.counts b{font-variant-numeric:tabular-nums}
.counts .critical,.counts .high{--tone:var(--bad)}.counts .medium{--tone:var(--warn)}.counts .low{--tone:var(--mark)}.counts .none{background:none;border-color:var(--line);color:var(--soft)}
.scroll{overflow-x:auto;margin:.8rem 0}table{border-collapse:collapse;width:100%;font-size:.92rem}th{color:var(--soft);font-weight:600;text-align:left;font-size:.78rem}td:first-child{white-space:nowrap}th,td{padding:.45rem 1rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top}tbody tr:last-child td{border-bottom:0}
.overview{background:var(--card)}main>.scroll{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.5rem 1.75rem;margin:0 0 1.5rem}
.steps{list-style:none;padding:0}.steps li{display:grid;grid-template-columns:9.5rem 7.5rem 1fr 4.5rem;gap:0 1rem;align-items:center;padding:.34rem 0;border-bottom:1px solid var(--line)}.steps li:last-child{border-bottom:0}
.steps .name{font-weight:600;font-size:.95rem;overflow-wrap:anywhere}.steps small{color:var(--soft);font-weight:400}.steps .badge{justify-self:start}.steps .track{order:3}.steps .time{order:4;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;font-size:.92rem}.steps .why{order:5;grid-column:2/-1;color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
.bar{display:block;height:.5rem;border-radius:4px;background:var(--mark);opacity:.85;min-width:0}
.evidence{list-style:none;padding:0}.evidence li{border-bottom:1px solid var(--line);padding:.65rem 0}.evidence li:last-child{border-bottom:0;padding-bottom:0}.evidence strong{margin-right:.4rem}.piece{display:flex;flex-wrap:wrap;gap:0 .8rem;align-items:baseline}.piece span{color:var(--soft);font-size:.85rem;min-width:7.5rem}
footer{color:var(--soft);font-size:.85rem;padding-bottom:3rem}
@media(max-width:40rem){.page{padding:0 1rem}header{padding:1.4rem 0 1.1rem;margin-bottom:1rem}h1{font-size:1.6rem}section,main>.scroll{padding:1.1rem 1rem 1.2rem;border-radius:10px}main>.scroll{padding:.4rem 1rem}.facts{gap:.6rem 1.6rem}.steps li{grid-template-columns:1fr auto 4rem;gap:0 .6rem}.steps .track{display:none}.steps .why{grid-column:1/-1}.overview :is(th,td):nth-child(2){display:none}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#ccc;--ground:#fff;--card:#fff;--panel:#fff;--good:#157a3c;--bad:#bf2330;--warn:#8a5a00;--idle:#444;--mark:#2f6fdd;--tint:12%}@page{margin:15mm}body{font-size:10pt;background:#fff}.page{max-width:none;padding:0}header{border-bottom:0;background:none;padding:.8rem 0 0;margin-bottom:1rem}section,main>.scroll{border:0;border-top:1px solid var(--line);border-radius:0;padding:1rem 0 0}h2,h3,h4{break-after:avoid}.steps li,.evidence li,pre,.note,.facts,.counts,tr{break-inside:avoid}.bar,.badge,header,.counts li,.note{-webkit-print-color-adjust:exact;print-color-adjust:exact}a{color:inherit}}
`;
