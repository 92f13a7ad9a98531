import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { hasDeployVersionFlag } from '../../../collector/cli/io/argument-parser.ts'
import {
  type DeployCommandContext,
  finishDeployment,
  listDeployments,
  startDeployment,
} from '../../../collector/cli/deploy/actions.ts'
import { widthOf } from '../../../collector/core/text/terminal-width.ts'
import { CliError, UsageError } from '../../../collector/app/errors.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { aFolder, runVigie } from '../../e2e/run-vigie.ts'
import { aConfig } from '../../core/builders.ts'
import { config as basicConfig } from '../../notices/service/service-fixture.ts'

const config = aConfig(basicConfig)

const begin = Date.parse('2026-11-22T15:00:00Z')
const minute = 60_000

async function aCommandContext(): Promise<
  DeployCommandContext & { out: string[]; err: string[]; at(now: number): DeployCommandContext }
> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-deploy-'))
  const store = await openSqliteStore(join(folder, 'status.db'))
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    data: folder,
    configFile: '',
    env: {},
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    interactive: false,
  }
  const work = { terminal, config, store, now: begin }
  return { ...work, out, err, at: (now) => ({ ...work, now }) }
}

test('a deployment that begins is printed as its id alone, and says how to end it', async () => {
  const work = await aCommandContext()
  expect(await startDeployment(work, { version: '2.14.0', component: ['api', 'website'] })).toBe(0)
  const [id, ...more] = work.out
  expect([id, more]).toEqual([expect.stringMatching(/^[a-z0-9]{12}$/), []])
  expect(work.err[0]).toContain(`vigie deploy finish ${id} --outcome succeeded`)
  expect(await work.store.deployment(id!)).toMatchObject({
    version: '2.14.0',
    components: ['api', 'website'],
    startedAt: begin,
  })
  await finishDeployment(work.at(begin + 7 * minute + 5_000), id!, { outcome: 'rolled_back' })
  expect(work.out).toHaveLength(1)
  expect(work.err[1]).toBe(`deployment ${id} of 2.14.0 was rolled back after 7m5s`)
})

test('what is wrong is reported in flags, and nothing is written', async () => {
  const work = await aCommandContext()
  const start = (flags: Parameters<typeof startDeployment>[1]) => startDeployment(work, flags)
  const refused = await start({ version: '1', component: ['apo'], url: 'ci' }).catch(
    (error: unknown) => error,
  )
  expect(refused).toBeInstanceOf(UsageError)
  expect((refused as Error).message).toBe(
    '--component: There is no component "apo". Did you mean "api"?\n--url: is "ci". Write an address such as "https://ci.example/runs/77".',
  )
  await expect(start({ version: ' ' })).rejects.toThrow('--version: is empty.')
  expect([work.out, await work.store.deployments()]).toEqual([[], []])
})

test('ending it twice the same way is harmless, another way fails, an unknown one is looked for', async () => {
  const work = await aCommandContext()
  await startDeployment(work, { version: '1' })
  const id = work.out[0]!
  await expect(finishDeployment(work, id, { outcome: 'ok' })).rejects.toBeInstanceOf(UsageError)
  expect(await finishDeployment(work, id, { outcome: 'failed' })).toBe(0)
  expect(await finishDeployment(work.at(begin + minute), id, { outcome: 'failed' })).toBe(0)
  expect(await work.store.deployment(id)).toMatchObject({ finishedAt: begin })
  const other = finishDeployment(work, id, { outcome: 'succeeded' })
  await expect(other).rejects.toBeInstanceOf(CliError)
  await expect(other).rejects.toThrow('--outcome: It finished as "failed" before.')
  await expect(finishDeployment(work, id.slice(0, 6), { outcome: 'failed' })).rejects.toThrow(
    `there is no deployment "${id.slice(0, 6)}". Did you mean ${id}? See what there is with: vigie deploy list`,
  )
})

test('a list fits in 80 columns, and programs read the same', async () => {
  const work = await aCommandContext()
  await listDeployments(work)
  expect([work.out, work.err]).toEqual([
    [],
    ['There are no deployments. Tell of one with: vigie deploy start --version V'],
  ])
  await startDeployment(work, { version: `🦉${'9.'.repeat(40)}`, component: ['api', 'website', 'editor'] })
  await startDeployment(work.at(begin + minute), { version: '2' })
  const id = work.out[1]!
  await finishDeployment(work.at(begin + 3 * minute), id, { outcome: 'succeeded' })
  work.out.length = 0
  await listDeployments(work.at(begin + 90 * minute))
  await listDeployments(work, true)
  const json = work.out.pop()!
  for (const line of work.out) expect(widthOf(line)).toBeLessThanOrEqual(80)
  expect(work.out.map((line) => line.split(/\s{2,}/).slice(1, 4))).toEqual([
    ['STARTED', 'TOOK', 'OUTCOME'],
    ['2026-11-22 16:01', '2m', 'succeeded'],
    ['2026-11-22 16:00', '1h30m', 'under way'],
  ])
  expect(JSON.parse(json)).toMatchObject([{ id, outcome: 'succeeded', components: [] }, { outcome: null }])
})

test('--version behind deploy is that of the deployment, elsewhere that of the program', () => {
  expect(hasDeployVersionFlag(['deploy', 'start', '--version', '2'])).toBe(true)
  expect(hasDeployVersionFlag(['--data', 'x', 'deploy', 'start', '--version=2'])).toBe(true)
  expect(hasDeployVersionFlag(['deploy', 'list'])).toBe(false)
  expect(hasDeployVersionFlag(['--version'])).toBe(false)
})

test('the command line tells of deployments, and says which commands there are', async () => {
  const data = await aFolder(
    'page: { name: Essai, timezone: Europe/Paris }\ncomponents: [{ id: api, name: API }]\n',
  )
  const started = await runVigie(data, ['deploy', 'start', '--version', '2.14.0', '--component', 'api'])
  expect([started.code, started.out]).toEqual([0, expect.stringMatching(/^[a-z0-9]{12}\n$/)])
  const id = started.out.trim()
  const [ended, unknown, missing, version] = await Promise.all([
    runVigie(data, ['deploy', 'finish', id, '--outcome', 'succeeded', '--json']),
    runVigie(data, ['deploy', 'done', id]),
    runVigie(data, ['deploy', 'start']),
    runVigie(data, ['--version']),
  ])
  expect(JSON.parse(ended.out)).toMatchObject({ id, outcome: 'succeeded' })
  expect([unknown.code, unknown.err]).toEqual([
    2,
    expect.stringContaining('Did you mean `vigie deploy finish`?'),
  ])
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('--version')])
  expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/)
})
