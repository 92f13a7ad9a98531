import { assemble } from '../collector/core/assemble.ts'
import { readyRenderer } from '../collector/house.ts'
import { gatherer } from '../collector/steps/gather.ts'
import { openSqliteStore } from '../collector/store/sqlite/open.ts'
import { writePast } from './history.ts'
import { configOf, heartbeats } from './site.ts'
const n = Number(process.argv[2] ?? 20)
const renderer = await readyRenderer(console.log)
const config = configOf(heartbeats(n))
const store = await openSqliteStore(':memory:', { timezone: config.page.timezone })
const now = Date.now()
await writePast(store, config, { days: 90, incidents: 1000 }, now)
const facts = gatherer(store, config, () => ({ cutOff: false, demo: false }))
let snap = assemble(await facts.gather(now))
let t = performance.now()
const kinds = new Map<string, number[]>()
const kind = (p: string) =>
  p
    .replace(/^\/en/, '')
    .replace(/\d{4}-\d\d/, 'M')
    .replace(/(components|incidents)\/[^/]+/, '$1/X')
for (const r of renderer.routes(snap)) await renderer.render(r.path, snap)
for (let k = 0; k < 3; k++) {
  t = performance.now()
  snap = assemble(await facts.gather(now + k * 1000))
  const g = performance.now() - t
  t = performance.now()
  const routes = renderer.routes(snap)
  const l = performance.now() - t
  const seen = new Map<string, number>()
  for (const r of routes) {
    const kd = kind(r.path)
    const c = seen.get(kd) ?? 0
    seen.set(kd, c + 1)
    if (c >= 20) continue
    t = performance.now()
    const b = await renderer.render(r.path, snap)
    const e = performance.now() - t
    ;(kinds.get(kd) ?? kinds.set(kd, []).get(kd)!).push(e)
    if (k === 2 && c === 0) console.log(kd, b.length)
  }
  console.log('gather+assemble', g.toFixed(1), 'routes', l.toFixed(1), routes.length)
}
for (const [k, v] of kinds) {
  v.sort((a, b) => a - b)
  console.log(k.padEnd(28), v.length, 'median', v[v.length >> 1]!.toFixed(2), 'max', v.at(-1)!.toFixed(2))
}
