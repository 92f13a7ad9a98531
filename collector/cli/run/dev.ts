import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assembleSnapshot } from '../../core/snapshot/assemble-snapshot.ts'
import { recordHistory } from '../../demo/simulate-history.ts'
import { readConfig, root } from '../../app/bootstrap.ts'
import { openStore, storeLocation } from '../../app/store/open-store.ts'
import { readPageIdentity } from '../../app/parts/page-identity.ts'
import { createSnapshotSource } from '../../publishing/gather/snapshot-source.ts'
import { openSqliteStore } from '../../store/sqlite/open-store.ts'
import { type Terminal, createProgressBar } from '../../app/terminal.ts'

/** `npm run dev`: `astro dev` with live reload on the current snapshot, or on the demonstration's when there is none. */
export async function runDev(terminal: Terminal): Promise<number> {
  const config = await readConfig(terminal, (warning) => terminal.err(`warning: ${warning}`))
  const location = storeLocation(terminal, config)
  const demo = location.kind === 'sqlite' && !existsSync(location.file)
  const store = demo
    ? await openSqliteStore(':memory:', { timezone: config.page.timezone })
    : await openStore(terminal, config)
  const now = Date.now()
  if (demo)
    await recordHistory(
      store,
      config,
      config.page.historyDays,
      now,
      createProgressBar(terminal, 'simulating'),
    )
  const identity = await readPageIdentity(store, config.page)
  const source = createSnapshotSource(store, config, () => ({ cutOff: false, demo, identity }), false)
  const snapshot = assembleSnapshot(await source.gather(now))
  await store.close()

  const dir = await mkdtemp(join(tmpdir(), 'vigie-dev-'))
  try {
    const file = join(dir, 'snapshot.json')
    await writeFile(file, JSON.stringify(snapshot))
    const child = spawn(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'dev'], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, VIGIE_SNAPSHOT: file, ASTRO_TELEMETRY_DISABLED: '1' },
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    return await new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 0)))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
