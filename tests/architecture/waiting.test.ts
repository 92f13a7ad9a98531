import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './sources.ts'

/** Tests that let real time pass, and why that is no guess at how long something takes. */
const sleepers: Record<string, string> = {
  'tests/e2e/run-vigie.ts':
    'has the helper that looks again until something holds, and `letPass` for what time itself does',
  'tests/probes/servers.ts': 'a peer that drips its answer',
  'tests/publishing/release/crash.test.ts': 'a process is killed at any moment',
}

const sleep = /setTimeout as|from 'node:timers'|new Promise[^;]*setTimeout\(\w+\b/
const boundOnElapsedTime =
  /expect\((?:performance|Date)\.now\(\) - [^\n]*toBeLess|expect\([^\n]*(?:\btook\b|\blasted\b|\belapsed\b)[^\n]*toBeLessThan\(/

const tests = globSync('tests/**/*.ts', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.startsWith('tests/architecture/'))
const linesMatching = (pattern: RegExp): string[] =>
  tests.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  )
const fileOf = (place: string): string => place.slice(0, place.lastIndexOf(':'))

test('tests wait for a condition or run on the fake clock: none sleeps but those named here', () => {
  const places = linesMatching(sleep)
  expect(places.filter((place) => !(fileOf(place) in sleepers))).toEqual([])
  expect(Object.keys(sleepers).filter((file) => !places.some((place) => fileOf(place) === file))).toEqual([])
})

test('no test expects the machine to be fast', () => {
  expect(linesMatching(boundOnElapsedTime)).toEqual([])
})

test('mail servers of tests are those of the fixture, which survive a client that is killed in the middle', () => {
  expect(new Set(linesMatching(/new SMTPServer\(/).map(fileOf))).toEqual(
    new Set(['tests/channels/smtp-fixture.ts']),
  )
})

test('probes of tests wait for seconds, so that a busy machine is no outage', () => {
  // What a check tells is to be over soon: its failures are never confirmed.
  const impatient = ['tests/e2e/collector.test.ts']
  expect([...new Set(linesMatching(/timeout: \d+ms/).map(fileOf))]).toEqual(impatient)
})
