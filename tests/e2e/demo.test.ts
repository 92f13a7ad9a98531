import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { programEntry } from './program-entry.ts'
import { fetchPage, waitUntil } from './run-vigie.ts'

/** A demonstration whose temporary folder lies in one of the test's own. */
async function aDemo() {
  const temp = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  const child = spawn(process.execPath, [programEntry, 'demo', '--days', '8', '--port', '0'], {
    env: { ...process.env, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    await rm(temp, { recursive: true, force: true })
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
  return { child, temp, ended, log: () => log }
}

test('the demonstration shows its past at once, says what it is, lives on, and leaves nothing behind', async () => {
  const { child, temp, ended, log } = await aDemo()
  await waitUntil(
    () => Promise.resolve(log()),
    (text) => text.includes('the page is at'),
  )
  expect(log()).not.toContain('█')
  const [, url] = /the page is at (http:\/\/localhost:\d+)/.exec(log())!
  const english = await waitUntil(
    () => fetchPage(`${url}/en/`),
    (html) => html.includes('</html>'),
  )
  expect(english).toContain('Demonstration')
  // The programme of the shipped configuration has work under way at some hours.
  expect(english).toMatch(/All services are operational|Maintenance in progress/)
  expect(await fetchPage(`${url}/`)).toContain('Démonstration')
  expect(await readdir(temp)).toHaveLength(1)
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(await readdir(temp)).toEqual([])
})

test('a demonstration that is stopped while its past is made leaves at once, and nothing behind', async () => {
  const { child, temp, ended, log } = await aDemo()
  await waitUntil(
    () => Promise.resolve(log()),
    (text) => text.includes('simulating'),
  )
  child.kill('SIGINT')
  expect(await ended).toEqual([0, null])
  expect(await readdir(temp)).toEqual([])
})
