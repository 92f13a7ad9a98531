import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { programEntry } from './program-entry.ts'
import { acquireLock } from '../../collector/publishing/release/folder-lock.ts'
import { systemClock } from '../../collector/time/system-clock.ts'
import { aTarget, configWatching } from './http-target.ts'
import { aFolder, fetchPage, letPass, startCollector, waitUntil, runVigie } from './run-vigie.ts'

test('told to leave while it starts, it leaves at once with 0', async () => {
  const target = await aTarget()
  for (const after of [400, 550, 700]) {
    const folder = await aFolder(configWatching(target))
    const child = spawn(process.execPath, [programEntry, '--data', folder, 'start', '--port', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const ended = new Promise<unknown>((resolve) =>
      child.on('exit', (code, signal) => resolve(signal ?? code)),
    )
    await letPass(after)
    child.kill('SIGTERM')
    // Before its first line it cannot have been listening to signals.
    expect([0, 'SIGTERM']).toContain(await ended)
  }
})

test(
  'told twice, with a reader who holds on and a hook that hangs, it leaves with 0',
  { timeout: 300_000 },
  async () => {
    const target = await aTarget()
    const { url, stop, child } = await startCollector(
      await aFolder(configWatching(target, "publish: { every: 1s, after: ['sleep 1000'] }\n")),
    )
    await waitUntil(
      () => fetchPage(url),
      (html) => html.includes('banner s-operational'),
    )
    child.kill('SIGTERM')
    // At once, so that it comes before the first one has ended the process. After 5 s of its own it would leave with 1.
    expect(await stop('SIGINT')).toBe(0)
  },
)

test('a port that is taken ends it in one line, stand-ins and all', async () => {
  const target = await aTarget()
  const folder = await aFolder(configWatching(target))
  const { code, err } = await runVigie(folder, ['start', '--port', String(target.port)])
  expect(code).toBe(1)
  expect(err).toMatch(/already in use/)
  expect(err).not.toMatch(/\n\s+at /)
})

test(
  'after a kill, /readyz says that it publishes until readers see what was acknowledged before',
  { timeout: 300_000 },
  async () => {
    const folder = await aFolder(configWatching(await aTarget()))
    expect((await runVigie(folder, ['build'])).code).toBe(0)
    const open = ['incident', 'open', '--title', 'Acknowledged', '--body', 'b']
    expect((await runVigie(folder, open)).code).toBe(0)
    const release = await acquireLock(join(folder, '.releases/lock'), systemClock())
    const { url, stop } = await startCollector(folder)
    const early = await fetch(`${url}/readyz`)
    expect(await fetchPage(url)).not.toContain('Acknowledged')
    expect(await early.json()).toEqual({
      ok: false,
      reasons: ['publishing: what was stored before the start is not public yet'],
      warnings: [],
    })
    expect(early.status).toBe(503)
    release()
    await waitUntil(
      async () => (await fetch(`${url}/readyz`)).status,
      (status) => status === 200,
    )
    expect(await fetchPage(url)).toContain('Acknowledged')
    expect(await stop('SIGTERM')).toBe(0)
  },
)

test('a hook that fails stops neither the page nor the others', async () => {
  const target = await aTarget()
  const folder = await aFolder(configWatching(target))
  await mkdir(join(folder, 'out'))
  await writeFile(
    join(folder, 'status.yaml'),
    configWatching(
      target,
      `publish: { every: 1s, after: ['exit 3', 'cp {site}/index.html ${folder}/out/'] }\n`,
    ),
  )
  const { url, stop, log } = await startCollector(folder)
  expect(
    await waitUntil(
      () => readFile(join(folder, 'out/index.html'), 'utf8'),
      (html) => typeof html === 'string',
    ),
  ).toContain('<html')
  expect(log()).toContain('publish.after[0] failed')
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(await stop('SIGTERM')).toBe(0)
})
