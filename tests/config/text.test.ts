import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfig, parseConfig } from '../../collector/config/load-config.ts'
import { configOf, oneComponent, page, problemsOf } from './builders.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'vigie-config-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** What is said of a file that cannot be one, without its name. */
function problemOf(name: string): string[] {
  const loaded = loadConfig(join(folder, name), {})
  return loaded.ok
    ? []
    : loaded.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)
}
const write = (content: string | Uint8Array): string => {
  writeFileSync(join(folder, 'status.yaml'), content)
  return 'status.yaml'
}

test('a file that is not there, a folder, and a file that is no text each get one clear problem', () => {
  expect(problemOf('none.yaml')).toEqual([
    '1:1 (file): there is no such file. Write it, or let "vigie init" write it.',
  ])
  mkdirSync(join(folder, 'sub'))
  expect(problemOf('sub')).toEqual(['1:1 (file): is a folder. Name the file in it, such as status.yaml.'])
  expect(problemOf(write(Buffer.from('page:\n  name: caf\xe9\n', 'latin1')))).toEqual([
    '2:1 (file): is not UTF-8 text. Save it as UTF-8.',
  ])
  expect(problemOf(write(Buffer.alloc(10_000_000, 'a')))).toEqual([
    '1:1 (file): is 10 MB, where 4 MB is the most. Name the configuration, or split the page.',
  ])
})

test.skipIf(process.platform === 'win32')('a pipe that nobody writes to is not waited for', () => {
  execFileSync('mkfifo', [join(folder, 'pipe')])
  expect(problemOf('pipe')).toEqual(['1:1 (file): is not a file. Name a file of text.'])
})

test.each(['', '\n\n', '# only a comment\n', '---\n'])('an empty file %j is told so', (text) => {
  expect(problemsOf(text)).toEqual([
    'status.yaml:1:1 (file): is empty. Write at least page: and components:, or let "vigie init" write it.',
  ])
})

test('a byte order mark and Windows line ends change nothing', () => {
  const text = `\ufeff${page}${oneComponent}`.replaceAll('\n', '\r\n')
  expect(problemOf(write(text))).toEqual([])
  expect(configOf(text).page.name).toBe('Acme')
  expect(problemsOf(`page:\r\n  name: A\r\n  nmae: B\r\n${oneComponent}`)).toEqual([
    expect.stringContaining('status.yaml:3:3 page.nmae: '),
  ])
})

test.each([
  ['page:\n\tname: x\n', 'status.yaml:2:1 page: a tab is used to indent. Write spaces.'],
  [
    'page: { name: "x }\n',
    'status.yaml:1:15 page.name: a quote is not closed. Write the same quote at its end.',
  ],
  [
    'page: [\n',
    'status.yaml:1:7 page: a bracket or brace is not closed. Write ] or } at its end, and indent its lines.',
  ],
  [
    'page: a: b\n',
    'status.yaml:1:7 page.a: there is a second "key: value" on this line. Put the value in quotes, or write it on a line of its own.',
  ],
  ['page: @x\n', 'status.yaml:1:7 page: a value cannot begin with this character. Put the value in quotes.'],
])('what is not YAML, %j, is told where and why', (text, message) => {
  expect(problemsOf(text)).toEqual([message])
})

test('what stands before a break of the syntax is judged all the same', () => {
  expect(
    problemsOf('page: { nam: x }\ndefaults: { every: 30 }\na: b: c\n').map((line) => line.split(':')[1]),
  ).toEqual(['1', '2', '3'])
})

test('a key written twice and a second document are problems', () => {
  expect(problemsOf(`${page}${oneComponent}page: { name: B }\n`)).toEqual([
    'status.yaml:5:1 page: is written twice. Remove one of the two.',
  ])
  expect(problemsOf(`${page}${oneComponent}---\na: 1\n`)).toEqual([
    expect.stringMatching(/^status\.yaml:5:1 \(file\): a second document begins here/),
  ])
})

test('tags are refused, and so are keys that would reach into objects', () => {
  expect(problemsOf(`${page}${oneComponent}    description: !!binary aGk=\n`)).toEqual([
    expect.stringContaining('status.yaml:5:27 components[0].description: tags (!name) are not used here'),
  ])
  expect(problemsOf(`${page}${oneComponent}__proto__: { polluted: 1 }\n`)).toEqual([
    expect.stringContaining('status.yaml:5:1 __proto__: is not a key known here'),
  ])
})

test('aliases that would explode, chase their tail or lead nowhere are stopped', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`),
  ]
  expect(problemsOf(bomb.join('\n')).join('\n')).toContain('aliases (*name) repeat too much here')
  expect(problemsOf('page: &x [*x]\n').join('\n')).toContain('the alias *x leads nowhere')
})

test.each(['[', '{a: ', '- ', '? '])(
  'a file of nothing but %j is told that it is nested too deeply',
  (piece) => {
    const problems = problemsOf(piece.repeat(50_000))
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThan(30)
    expect(problems.join('\n').length).toBeLessThan(10_000)
  },
)

test('no text whatever makes the loader throw, and every problem has a place', () => {
  const fragments = fc.constantFrom(
    'page:',
    'name',
    ': ',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '${',
    '}',
    '&a ',
    '*a',
    '|',
    '>',
    '#',
    '\t',
    '!!int ',
    '%',
    '---',
    '<<: ',
    'components:',
    'kind: http',
    'monitors:',
    'id: a',
    '30',
    '~',
    '\0',
    '\u2028',
    '?',
    '$${X:-',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fragments, { maxLength: 60 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const loaded = parseConfig(text, 'f', { X: 'x' })
      if (loaded.ok) return
      expect(loaded.problems.length).toBeGreaterThan(0)
      const lines = text.split('\n').length + 1
      for (const problem of loaded.problems) {
        expect(problem.line).toBeGreaterThan(0)
        expect(problem.line).toBeLessThanOrEqual(lines)
        expect(problem.column).toBeGreaterThan(0)
        expect(problem.message).toMatch(/\.$/)
      }
    }),
    { numRuns: 1500 },
  )
})

test('any single value in the wrong place is reported, never thrown', () => {
  const keys = fc.constantFrom(
    'page',
    'defaults',
    'components',
    'tiers',
    'objectives',
    'uptime',
    'notice',
    'priorities',
    'incidents',
    'maintenance',
    'metrics',
    'alerts',
    'channels',
    'subscriptions',
    'retention',
    'publish',
    'demo',
    'connectivity',
  )
  fc.assert(
    fc.property(keys, fc.jsonValue(), (key, value) => {
      // JSON is YAML, so that any value can be put under any key.
      const loaded = parseConfig(
        `{"page": {"name": "A"}, "components": [{"id": "a", "name": "A"}], "${key}": ${JSON.stringify(value)}}`,
        'f',
        {},
      )
      if (!loaded.ok) expect(loaded.problems.length).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
})

test('a control character, which no page and no feed can hold, is refused where readers would get it', () => {
  expect(
    problemsOf('page: { name: "Ac\\0me" }\ncomponents:\n  - { id: api, name: { en: "A\\aPI", fr: API } }\n'),
  ).toEqual([
    'status.yaml:1:15 page.name: holds a control character. Write the text without it.',
    'status.yaml:3:28 components[0].name.en: holds a control character. Write the text without it.',
  ])
})
