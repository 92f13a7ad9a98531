import { expect, test } from 'vitest'
import { createLine, guardDeployment, showVerdict } from '../../../collector/cli/deploy/guard.ts'
import { Unreachable, storedVerdicts } from '../../../collector/cli/deploy/verdict-source.ts'
import { createWatchService } from '../../../collector/deployments/watch-service.ts'
import { CliError, UsageError } from '../../../collector/app/errors.ts'
import { bot, aWatchedPage, minute, second, start, times } from '../../deployments/watch-fixture.ts'
import { advanceUntil, fakeClock } from '../../fake-clock.ts'

/** A guard over a deployment that began two minutes ago on a page that is watched. */
async function aGuard(interactive = false) {
  const page = await aWatchedPage()
  await page.record('api', start - 60 * minute, times(120, 200))
  page.set(start)
  const { id } = await page.deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  const clock = fakeClock(start + 2 * minute)
  const out: string[] = []
  const err: string[] = []
  const drawn: string[] = []
  const terminal = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    interactive,
  }
  const watches = createWatchService({ store: page.store, config: page.config, now: clock.now })
  const source = storedVerdicts(watches, page.store, id)
  const deps = { terminal, clock, source, draw: (line: string) => void drawn.push(line) }
  return { ...page, id, clock, out, err, drawn, deps, source, terminal }
}

test('a version that answers well: the guard follows it, prints the verdict alone and ends with 0', async () => {
  const { record, deps, clock, out, err, store, id } = await aGuard()
  await record('api', start + second, times(80, 210))
  const code = await advanceUntil(clock, guardDeployment(deps, { for: '30m' }), second)
  expect(code).toBe(0)
  expect(out).toEqual(['passed'])
  expect(err[0]).toBe('guarding 2.14.0 until 2026-11-22T15:32:00.000Z')
  expect(err.find((line) => line.startsWith('10m'))).toMatch(
    /^10m\d*s? of 32m · 2\d checks, 0 failed · P95 2\d\d ms · within every limit$/,
  )
  expect(err.slice(-5)).toEqual([
    'passed: 2.14.0 kept every trigger for 32m',
    '  api: errors 0 % (limit 5 %) [kept]',
    expect.stringMatching(/^ {2}api: P95 2\d\d ms \(limit 5 s\) \[kept\]$/),
    expect.stringMatching(/^ {2}api: P95 \+[\d.]+ % on the week before \(limit \+50 %\) \[kept\]$/),
    '  api: down: no [kept]',
  ])
  expect((await store.deployment(id))!.watch).toMatchObject({ verdict: 'passed' })
})

test('one that fails ends the guard at once with 1, and says why', async () => {
  const { record, deps, clock, out, err } = await aGuard()
  await record('api', start + second, [200, 'down', 'down', 'down'])
  expect(await advanceUntil(clock, guardDeployment(deps, { for: '30m' }), second)).toBe(1)
  expect(out).toEqual(['roll_back'])
  expect(clock.now()).toBeLessThan(start + 3 * minute)
  expect(err).toContain('  api: errors 75 % (limit 5 %) [exceeded]')
})

test('where nobody looks the guard does not vouch, unless that is asked for', async () => {
  const first = await aGuard()
  expect(await advanceUntil(first.clock, guardDeployment(first.deps, { for: '5m' }), second)).toBe(1)
  expect(first.out).toEqual(['unknown'])
  expect(first.err).toContain('  api: errors: most of the watch was not observed [unknown]')
  const vouching = await aGuard()
  const options = { for: '5m', allowUnknown: true }
  expect(await advanceUntil(vouching.clock, guardDeployment(vouching.deps, options), second)).toBe(0)
})

test('programs read events, one JSON object a line', async () => {
  const { record, deps, clock, out, id } = await aGuard()
  await record('api', start + second, times(80, 210))
  await advanceUntil(clock, guardDeployment(deps, { for: '5m', json: true }), second)
  const events = out.map((line) => JSON.parse(line) as { event: string; deployment: string; verdict: string })
  expect(events[0]).toMatchObject({ event: 'watching', deployment: id, verdict: 'pending' })
  expect(events.at(-1)).toMatchObject({ event: 'verdict', deployment: id, verdict: 'passed' })
  expect(events.filter(({ event }) => event === 'progress').length).toBeGreaterThan(3)
})

test('on a terminal one line is redrawn, and taken away before the verdict', async () => {
  const { record, deps, clock, drawn, err } = await aGuard(true)
  await record('api', start + second, times(80, 210))
  await advanceUntil(clock, guardDeployment(deps, { for: '2m' }), second)
  expect(drawn.length).toBeGreaterThan(60)
  expect(drawn[60]).toMatch(/^3m\d*s? of 4m · /)
  expect(drawn.at(-1)).toBe('')
  expect(err.filter((line) => line.includes(' of 4m'))).toEqual([])
  const written: string[] = []
  const line = createLine((text) => void written.push(text))
  line('')
  line('half')
  line('')
  expect(written).toEqual(['\r\u001B[Khalf', '\r\u001B[K'])
})

test('a collector elsewhere that does not answer for a while is asked again, and not for ever', async () => {
  const { record, deps, clock, err, source } = await aGuard()
  await record('api', start + second, times(80, 210))
  let away = true
  const flaky = {
    ...source,
    verdict: () => (away ? Promise.reject(new Unreachable('connection refused')) : source.verdict()),
  }
  const guard = guardDeployment({ ...deps, source: flaky }, { for: '5m' })
  await clock.advance(minute)
  away = false
  expect(await advanceUntil(clock, guard, second)).toBe(0)
  expect(err.filter((line) => line === 'asking again: connection refused')).toHaveLength(1)
  away = true
  await expect(
    advanceUntil(clock, guardDeployment({ ...deps, source: flaky }, { for: '1m' }), second),
  ).rejects.toThrow(new CliError('the verdict is not known: connection refused'))
})

test('what cannot be guarded is refused in the words of the command line', async () => {
  const { deps, watchesOf } = await aGuard().then((guard) => ({
    ...guard,
    watchesOf: (id: string) =>
      storedVerdicts(
        createWatchService({ store: guard.store, config: guard.config, now: guard.clock.now }),
        guard.store,
        id,
      ),
  }))
  const guard = (duration: string) => guardDeployment(deps, { for: duration })
  await expect(guard('soon')).rejects.toThrow(
    new UsageError('--for: "soon" is no duration. Write a duration such as "30m".'),
  )
  await expect(guard('3d')).rejects.toThrow('--for: "3d" is not between 1s and 1d')
  await expect(guardDeployment({ ...deps, source: watchesOf('nothing') }, { for: '5m' })).rejects.toThrow(
    'there is no deployment "nothing". See what there is with: vigie deploy list',
  )
})

test('the verdict so far is shown at any time', async () => {
  const { record, source, terminal, out, err } = await aGuard()
  await record('api', start + second, times(4, 210))
  expect(await showVerdict(terminal, source)).toBe(0)
  expect(out).toEqual(['pending'])
  expect(err.at(-1)).toBe('watched for 28m more')
})
