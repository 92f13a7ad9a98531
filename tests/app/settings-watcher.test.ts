import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ValidSettings, loadSettings } from '../../collector/app/load-settings.ts'
import { watchSettings } from '../../collector/app/settings-watcher.ts'
import type { Terminal } from '../../collector/app/terminal.ts'
import { fakeClock } from '../fake-clock.ts'

const configuration = (name: string): string => `
page: { name: ${name}, url: 'https://status.example', timezone: UTC, locale: en, theme: { css: brand.css } }
components: [{ id: job, name: Job, monitors: [{ kind: heartbeat, every: 1h, token: token-of-the-job }] }]
`

/** A folder with a configuration and a style sheet, read once. */
async function aFolder() {
  const data = mkdtempSync(join(tmpdir(), 'vigie-settings-'))
  onTestFinished(() => rmSync(data, { recursive: true }))
  const file = join(data, 'status.yaml')
  const sheet = join(data, 'brand.css')
  await writeFile(file, configuration('Before'))
  await writeFile(sheet, 'a { color: red }')
  const silent = (): void => {}
  const terminal: Terminal = { data, configFile: file, env: {}, out: silent, err: silent, interactive: false }
  const initial = await loadSettings(terminal)
  if (!initial.ok) expect.fail(JSON.stringify(initial.problems))
  return { file, sheet, terminal, initial }
}

/** Watch a folder; counts how often it is read, and keeps what is taken over. */
function watch({ terminal, initial, file }: Awaited<ReturnType<typeof aFolder>>) {
  const clock = fakeClock()
  const seen = { loads: 0, applied: [] as ValidSettings[] }
  const watcher = watchSettings({
    clock,
    initial,
    file,
    load() {
      seen.loads++
      return loadSettings(terminal)
    },
    refuse: () => [],
    apply(next) {
      seen.applied.push(next)
      return Promise.resolve()
    },
    log: { info() {}, error() {} },
  })
  onTestFinished(() => watcher.stop())
  /** Let time pass until so much was taken over. */
  const untilApplied = (count: number): Promise<void> =>
    expect
      .poll(
        async () => {
          await clock.advance(500)
          return seen.applied.length
        },
        { timeout: 30_000, interval: 5 },
      )
      .toBe(count)
  return { seen, clock, untilApplied }
}

test('files that have not changed since the start are not read again, and a change is read once', async () => {
  const folder = await aFolder()
  const { seen, clock, untilApplied } = watch(folder)
  for (let look = 0; look < 20; look++) await clock.advance(500)
  expect(seen.loads).toBe(0)
  await writeFile(folder.file, configuration('After'))
  await untilApplied(1)
  expect(seen.applied[0]!.config.page.name).toBe('After')
  expect(seen.loads).toBe(1)
  await writeFile(folder.sheet, 'a { color: blue }')
  await untilApplied(2)
  expect(seen.loads).toBe(2)
})

test('what was changed after it was read and before anybody watched is taken over', async () => {
  const folder = await aFolder()
  await writeFile(folder.sheet, 'a { color: green }')
  const { seen, untilApplied } = watch(folder)
  await untilApplied(1)
  expect(new TextDecoder().decode(seen.applied[0]!.theme.get('brand.css'))).toContain('green')
})
