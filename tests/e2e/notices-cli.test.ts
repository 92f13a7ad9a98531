import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { programEntry } from './program-entry.ts'
import { aFolder, fetchPage, startCollector, waitUntil, runVigie } from './run-vigie.ts'

const config = `
page: { name: Example, timezone: UTC }
components:
  - id: api
    name: API
    monitors:
      - { id: a, kind: heartbeat, every: 1d, grace: 1h, token: a-token-of-the-tests }
maintenance:
  - { id: daily, title: Daily, rrule: FREQ=DAILY, at: '03:00', timezone: UTC, lasts: 15m, components: [api], impact: none }
`

test(
  'what is told while no collector runs is public once one does, and then at once',
  { timeout: 300_000 },
  async () => {
    const folder = await aFolder(config)
    const opened = await runVigie(
      folder,
      ['incident', 'open', '--title', 'Slow API', '--body', '-', '--component', 'api=partial_outage'],
      'We are <b>looking</b>.\n',
    )
    expect(opened.code).toBe(0)
    expect(opened.out).toMatch(/^[a-z0-9]{12}\n$/)
    expect(opened.err).toContain('It becomes public when the collector is started')
    const id = opened.out.trim()

    const { url, stop } = await startCollector(folder)
    await waitUntil(
      () => fetchPage(`${url}/incidents/${id}/`),
      (html) => html.includes('Slow API') && html.includes('&lt;b&gt;looking'),
    )
    const result = await runVigie(folder, [
      'incident',
      'update',
      id,
      '--status',
      'identified',
      '--body',
      'A cable was cut.',
    ])
    expect(result.err).toContain('It is public within a second')
    await waitUntil(
      () => fetchPage(`${url}/incidents/${id}/`),
      (html) => html.includes('A cable was cut.'),
    )

    const windows = JSON.parse((await runVigie(folder, ['maintenance', 'list', '--json'])).out)
    expect(
      (await runVigie(folder, ['maintenance', 'update', windows[3].id, '--title', 'Moved by hand'])).code,
    ).toBe(0)
    await waitUntil(
      () => fetchPage(`${url}/maintenance/${windows[3].id}/`),
      (html) => html.includes('Moved by hand'),
    )
    expect((await runVigie(folder, ['incident', 'resolve', id, '--body', 'Over.'])).code).toBe(0)
    expect(await stop('SIGTERM')).toBe(0)
  },
)

test('a misspelt group of commands is wrong usage with a suggestion', async () => {
  const { code, err } = await runVigie(await aFolder(config), ['incdent', 'open'])
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Did you mean incident?') })
})

test('thirteen months of a daily programme are listed before any collector ran', async () => {
  const folder = await aFolder(config)
  const { code, out } = await runVigie(folder, ['maintenance', 'list', '--all'])
  expect(code).toBe(0)
  expect(out.split('\n').length).toBeGreaterThan(390)
})

test.skipIf(!existsSync('/usr/bin/script'))(
  'on a terminal `incident open` asks, and prints the id at the end',
  async () => {
    const folder = await aFolder(config)
    const line = [process.execPath, programEntry, '--data', folder, 'incident', 'open']
      .map((word) => `'${word}'`)
      .join(' ')
    const child = spawn('/usr/bin/script', ['-qec', line, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    let screen = ''
    const answers: readonly (readonly [question: string, answer: string])[] = [
      ['Title: ', 'Asked for'],
      ['> ', 'We look.'],
      ['> ', ''],
      ['Which components', '1'],
      ['How is api?', '2'],
      ['[minor]: ', ''],
      ['Publish it? (yes or no): ', 'y'],
    ]
    let next = 0
    let seen = 0
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString()
      const [question, answer] = answers[next] ?? []
      const at = question === undefined ? -1 : screen.indexOf(question, seen)
      if (at < 0) return
      seen = screen.length
      next++
      child.stdin.write(`${answer}\n`)
    })
    expect(await ended).toBe(0)
    expect(screen).toMatch(/\n[a-z0-9]{12}\r\n/)
    const incidents = JSON.parse((await runVigie(folder, ['incident', 'list', '--json'])).out)
    expect(incidents).toMatchObject([
      { title: 'Asked for', impact: 'minor', components: { api: 'degraded_performance' } },
    ])
  },
)
