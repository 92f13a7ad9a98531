import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aTarget, configWatching } from './http-target.ts'
import { aFolder, fetchPage, runVigie, startCollector, waitUntil } from './run-vigie.ts'

test(
  'a database that is removed while the collector runs: writes are refused with 503, readyz says why, the page stays',
  { timeout: 300_000 },
  async () => {
    const folder = await aFolder(configWatching(await aTarget()))
    const token = (
      await runVigie(folder, ['token', 'create', '--name', 't', '--scope', 'notices'])
    ).out.trim()
    const { url, stop, log } = await startCollector(folder)
    await waitUntil(
      () => fetchPage(url),
      (html) => html.includes('banner s-operational'),
    )
    const open = (title: string): Promise<Response> =>
      fetch(`${url}/api/v1/incidents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ title, body: 'b', components: {} }),
      })
    expect((await open('acknowledged')).status).toBe(201)
    for (const suffix of ['', '-wal', '-shm']) await rm(join(folder, `status.db${suffix}`), { force: true })
    expect((await open('lost')).status).toBe(503)
    const ready = await fetch(`${url}/readyz`)
    expect(ready.status).toBe(503)
    expect(((await ready.json()) as { reasons: string[] }).reasons.join()).toMatch(
      /status\.db was removed while it was in use.*vigie restore/,
    )
    expect((await fetch(url)).status).toBe(200)
    const rescued = await waitUntil(
      async () => (await readdir(folder)).find((name) => /rescued-.*Z$/.test(name)),
      (name) => name !== undefined,
    )
    await waitUntil(
      async () => log(),
      (text) => text.includes(rescued!),
    )
    expect(await stop('SIGTERM')).toBe(0)
    // What had been acknowledged is in the copy.
    await copyFile(join(folder, rescued!), join(folder, 'status.db'))
    const list = await runVigie(folder, ['incident', 'list', '--json'])
    expect(list.out).toContain('acknowledged')
    expect(list.out).not.toContain('"lost"')
  },
)

test(
  'an empty database beside a published history is refused, not silently begun again',
  { timeout: 300_000 },
  async () => {
    const folder = await aFolder(configWatching(await aTarget()))
    expect((await runVigie(folder, ['build'])).code).toBe(0)
    await rename(join(folder, 'status.db'), join(folder, 'kept.db'))
    await writeFile(join(folder, 'status.db'), '')
    for (const args of [['start', '--port', '0'], ['build'], ['incident', 'list']]) {
      const { code, err } = await runVigie(folder, args)
      expect(code).toBe(1)
      expect(err).toMatch(/status\.db is empty \(0 bytes\).*vigie restore FILE/)
    }
    await rm(join(folder, 'status.db'))
    const { code, err } = await runVigie(folder, ['build'])
    expect(code).toBe(0)
    expect(err).toMatch(/there is no .*status\.db.*a new history begins/)
    // A folder that was never published has nothing to lose.
    const fresh = await aFolder(configWatching(await aTarget()))
    await mkdir(join(fresh, 'notices'))
    await writeFile(join(fresh, 'status.db'), '')
    expect((await runVigie(fresh, ['incident', 'list'])).code).toBe(0)
  },
)
