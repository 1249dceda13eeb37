import { OwnCrew, Laboratory } from '../support/cli';
import { VIOLATIONS } from '../support/violations';
async function main() {
  const lab = new Laboratory(7);
  const dur = new Map<string, number[]>(); const exch = new Map<string, number>();
  for (let i = 0; i < 3; i++) await lab.conduct({ listeners: [{ scenarioFinished: (r) => { const a = dur.get(r.id) ?? []; a.push(r.endMs - r.startMs); dur.set(r.id, a); exch.set(r.id, r.exchanges.length);} }] });
  const crew = new OwnCrew(7, { violations: VIOLATIONS, variations: [] });
  const o = await crew.perform({ kind: 'trace', violations: VIOLATIONS.filter(v => v.settings === undefined).map(v => v.id), settings: {} });
  const reach = new Map<string, number>();
  for (const list of Object.values(o.reached)) for (const s of list) reach.set(s, (reach.get(s) ?? 0) + 1);
  let total = 0;
  const rows = [...dur].map(([id, a]) => { const d = Math.min(...a); const r = reach.get(id) ?? 0; total += d * r; return { id: id.split('/').pop(), d, r, e: exch.get(id), cost: d * r / 1000 }; }).sort((a, b) => b.cost - a.cost);
  console.log('total s', total / 1000, 'run', rows.reduce((s, r) => s + r.d, 0), 'exchanges', rows.reduce((s, r) => s + (r.e ?? 0), 0), 'settings', new Set(VIOLATIONS.map(v => JSON.stringify(v.settings ?? {}))).size, VIOLATIONS.filter(v=>v.settings).length);
  for (const r of rows.slice(0, 28)) console.log(r.cost.toFixed(1), r.d, r.r, r.e, r.id);
  crew.close(); lab.close();
}
void main();
