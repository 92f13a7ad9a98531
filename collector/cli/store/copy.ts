import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CliError, UsageError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import { parseStoreLocation, type StoreAddress, storeName } from '../../core/config/store-location.ts'
import { copyStore } from '../../store/copy/copy-store.ts'
import { openPostgresSide } from '../../store/copy/postgres-side.ts'
import type { CopySide } from '../../store/copy/side.ts'
import { openSqliteSide } from '../../store/copy/sqlite-side.ts'
import { isCollectorRunning } from '../io/collector-running.ts'

/** `vigie store copy FROM TO`: move all history into an empty store. */
export async function runStoreCopy(
  terminal: Terminal,
  from: string,
  to: string,
  json = false,
): Promise<number> {
  const source = locationOf('FROM', from)
  const target = locationOf('TO', to)
  if (source.kind === 'sqlite' && !existsSync(source.file))
    throw new CliError(`there is no ${source.file}: nothing can be copied from it.`)
  if (nameOf(source) === nameOf(target))
    throw new UsageError('FROM and TO are the same store. Name another one.')
  for (const folder of [terminal.data, ...foldersOf(source), ...foldersOf(target)])
    if (isCollectorRunning(folder))
      throw new CliError(
        `a collector runs on ${folder}. Stop it first: what it records meanwhile would be lost.`,
      )
  const sides: CopySide[] = []
  try {
    const [reading, writing] = [await open(source), await open(target)]
    sides.push(reading, writing)
    const rows = await copyStore(reading, writing, { from: nameOf(source), to: nameOf(target) })
    if (json) terminal.out(JSON.stringify({ from: nameOf(source), to: nameOf(target), rows }))
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    terminal.err(
      `${total} rows were copied from ${nameOf(source)} to ${nameOf(target)}, and compared: they are equal. Name it in store: and start the collector again.`,
    )
    return 0
  } finally {
    for (const side of sides) await side.close()
  }
}

function locationOf(argument: string, spelling: string): StoreAddress {
  const location = parseStoreLocation(spelling, true)
  if ('problem' in location) throw new UsageError(`${argument} ${location.problem}.`)
  return location.kind === 'sqlite' ? { ...location, file: resolve(location.file) } : location
}

const nameOf = (location: StoreAddress): string =>
  location.kind === 'sqlite' ? location.file : storeName(location.url)
const foldersOf = (location: StoreAddress): readonly string[] =>
  location.kind === 'sqlite' ? [dirname(location.file)] : []
const open = (location: StoreAddress): Promise<CopySide> =>
  location.kind === 'sqlite' ? openSqliteSide(location.file) : openPostgresSide(location.url)
