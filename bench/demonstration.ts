import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadConfig } from '../collector/config/load-config.ts'
import { recordHistory } from '../collector/demo/simulate-history.ts'
import { root } from '../collector/app/bootstrap.ts'
import { openSqliteStore } from '../collector/store/sqlite/open-store.ts'
import { type RunningCollector, runCollector } from './run-collector.ts'
import type { BenchContext } from './measurement.ts'

/** The stand-in services listen this many ports further up than in the shipped file, beside a collector that may run. */
const portOffset = 700

/** A collector on the shipped configuration with the demonstration's 90 days behind it. */
export async function runDemonstration(bench: BenchContext): Promise<RunningCollector> {
  const data = await bench.temporaryFolder()
  const file = join(data, 'status.yaml')
  const shipped = await readFile(join(root, 'data/status.yaml'), 'utf8')
  await writeFile(
    file,
    shipped.replaceAll(/\b18\d{3}\b/g, (port) => String(Number(port) + portOffset)),
  )
  const loaded = loadConfig(file, {})
  if (!loaded.ok) throw new Error(`the shipped configuration has problems: ${loaded.problems[0]!.message}`)
  const store = await openSqliteStore(join(data, 'status.db'), { timezone: loaded.config.page.timezone })
  try {
    await recordHistory(store, loaded.config, 90, Date.now(), () => {})
  } finally {
    await store.close()
  }
  const running = await runCollector(['start', '--data', data])
  bench.onClose(running.stop)
  return running
}
