import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { systemClock } from '../../time/system-clock.ts'
import { acquireLock } from '../release/folder-lock.ts'
import { currentBuildHash, isBuildStale, writeBuildHash } from './build-hash.ts'

/** How much of Astro's output is repeated when it fails, lines. */
const lastLines = 20

/**
 * Compile the templates with `astro build`, in a process of its own whose memory goes with it. Two commands that start
 * at once compile once. Throws an Error with Astro's last words when it fails; `log` gets one line when it is done.
 */
export async function compileTemplates(root: string, log: (line: string) => void): Promise<void> {
  const started = performance.now()
  mkdirSync(join(root, '.astro'), { recursive: true })
  const unlock = await acquireLock(join(root, '.astro/vigie-build.lock'), systemClock(), {
    doing: 'compiling the templates',
    patience: 180_000,
  })
  try {
    const waited = performance.now() - started > 100
    if (waited && !(await isBuildStale(root))) return
    rmSync(join(root, 'dist/.vigie-build.json'), { force: true })
    // Taken before, so that a template saved meanwhile makes the build stale.
    const buildHash = currentBuildHash(root)
    const { code, output } = await astroBuild(root)
    if (code !== 0)
      throw new Error(`the templates do not compile:\n${output.split('\n').slice(-lastLines).join('\n')}`)
    writeBuildHash(root, buildHash)
    log(`the templates are compiled (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  } finally {
    unlock()
  }
}

function astroBuild(root: string): Promise<{ code: number | null; output: string }> {
  const packageFile = createRequire(join(root, 'package.json')).resolve('astro/package.json')
  const { FORCE_COLOR: _, ...env } = process.env
  const child = spawn(process.execPath, [join(dirname(packageFile), 'bin/astro.mjs'), 'build'], {
    cwd: root,
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Where this process is ended in the middle of it, the build ends too: it must not write beside the next one.
  const killChild = (): void => void child.kill()
  process.once('exit', killChild)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + stripVTControlCharacters(text)).slice(-100_000)
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('exit', killChild)
      resolve({ code, output: output.trimEnd() })
    })
  })
}
