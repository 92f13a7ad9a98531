import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formatProblem, loadConfig, parseConfig } from '../../collector/config/load-config.ts'
import { wordsOf } from '../../collector/core/i18n/dictionaries.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-words-'))
  mkdirSync(join(folder, 'words'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const text = (locales: string): string =>
  `page: { name: Acme, locales: [${locales}] }\ncomponents:\n  - id: api\n    name: API\n`

/** A page in some locales with the words of an operator, by file name. */
function load(locales: string, files: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(folder, 'status.yaml'), text(locales))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'words', name), content)
  return loadConfig(join(folder, 'status.yaml'), {})
}

function problemsOf(locales: string, files: Readonly<Record<string, string>> = {}): string[] {
  const loaded = load(locales, files)
  return loaded.ok ? [] : loaded.problems.map((one) => formatProblem(one).replaceAll(`${folder}/`, ''))
}

function pageOf(locales: string, files: Readonly<Record<string, string>> = {}) {
  const loaded = load(locales, files)
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'))
  return loaded.config
}

test('a locale without words is refused at its place, until the operator brings them', () => {
  expect(problemsOf('en, pt')).toEqual([
    'status.yaml:1:35 page.locales[1]: there are no words for "pt". Write one of de, en, es or fr, or bring the words in words/pt.yaml.',
  ])
  expect(pageOf('en, pt', { 'pt.yaml': 'history: Histórico\n' }).page.words).toEqual({
    pt: { history: 'Histórico' },
  })
})

test('a text without a folder knows the words of Vigie only', () => {
  expect(parseConfig(text('de, es-MX'), 'status.yaml', {}).ok).toBe(true)
  expect(parseConfig(text('pt'), 'status.yaml', {}).ok).toBe(false)
})

test('a region has the words of its own file, else of its language', () => {
  const files = { 'pt.yaml': 'history: Histórico\n', 'pt-BR.yaml': 'history: História\n' }
  expect(pageOf('pt-PT, pt-BR', files).page.words).toEqual({
    'pt-PT': { history: 'Histórico' },
    'pt-BR': { history: 'História' },
  })
})

test('languages that come with Vigie need no words, leave the page without any, and say so of a file', () => {
  expect(pageOf('fr-CA, de').page).not.toHaveProperty('words')
  const loaded = load('fr', { 'fr.yaml': 'history: Passé\n' })
  expect(loaded.ok && loaded.warnings.map(formatProblem).join('\n')).toMatch(/fr\.yaml is not read/)
})

test('every problem of a dictionary is reported at its line with what to write', () => {
  expect(
    problemsOf('pl', {
      'pl.yaml': `histroy: Historia
siteTitle: Stan usług
at: o {time} {zone}
contact:
checks: 12
skip: "a < b"
banner: Wszystko działa
planned:
  today: [dziś]
bars:
  one: dzień
  two: "{count} dni"
  few: "{days} dni"
weeks: tydzień
`,
    }),
  ).toEqual([
    'words/pl.yaml:1:1 histroy: is not a key known here. Did you mean "history"? Known here: the keys of the English dictionary.',
    'words/pl.yaml:2:12 siteTitle: has no place for {name}. Write it in, as in "{name} · Service status".',
    'words/pl.yaml:3:5 at: nothing is filled in for {zone}. This sentence has {time}.',
    'words/pl.yaml:4:1 contact: is empty. Write the sentence, or remove the line.',
    'words/pl.yaml:5:9 checks: is "12", which is not text. Put it in quotes.',
    'words/pl.yaml:6:7 skip: holds a control character, a line break or "<". Write plain text on one line.',
    'words/pl.yaml:7:9 banner: is not a section. Write keys and values under it, one "key: value" a line.',
    'words/pl.yaml:9:10 planned.today: is not a sentence. Write one, such as "today" in English.',
    'words/pl.yaml:11:3 bars: has no form for other numbers. Write "other: …" as in "{count} days".',
    'words/pl.yaml:12:3 bars.two: is no plural category of pl. Write one, few, many or other.',
    'words/pl.yaml:13:8 bars.few: nothing is filled in for {days}. This sentence has {count}.',
    'words/pl.yaml:14:8 weeks: counts, and needs its forms. Write under it "other: …" as in "{count} weeks".',
  ])
})

test('a file that is not YAML is reported at its line, with the problems of the configuration before it', () => {
  expect(problemsOf('pt, xx', { 'pt.yaml': 'history: "Histórico\n' })).toEqual([
    expect.stringMatching(/^status\.yaml:1:35 page\.locales\[1\]: there are no words for "xx"/),
    expect.stringMatching(/^words\/pt\.yaml:1:\d+ history: a quote is not closed/),
  ])
})

test('an empty file is a language that is said in English', () => {
  expect(pageOf('pt', { 'pt.yaml': '# later\n' }).page.words).toEqual({ pt: {} })
})

test('automatic incidents speak the operator’s words, and English under its own tag where there are none', () => {
  const { templates } = pageOf('pt, de', {
    'pt.yaml': 'automaticIncidents: { opened: "Problema em {component}." }\n',
  }).incidents
  expect(templates.opened).toEqual({
    pt: 'Problema em {component}.',
    de: wordsOf('de').automaticIncidents.opened,
  })
  expect(templates.again).toEqual({
    de: wordsOf('de').automaticIncidents.again,
    en: wordsOf('en').automaticIncidents.again,
  })
})

test('the English words as a file of the operator’s are right', () => {
  const { rule, ...words } = wordsOf('en')
  const { two, few, ...ordinal } = rule.ordinal
  expect([two, few]).toEqual(['{n}nd', '{n}rd'])
  // Portuguese tells no ordinals apart.
  const whole = { ...words, rule: { ...rule, ordinal: { other: ordinal.other } } }
  expect(pageOf('pt', { 'pt.yaml': JSON.stringify(whole) }).page.words).toEqual({ pt: whole })
})

test('words of a language that the page does not have, or under another name, are pointed out', () => {
  const loaded = load('fr', { 'pl.yaml': 'history: Historia\n', 'cs.yml': 'history: Historie\n' })
  expect(loaded.ok && loaded.warnings.map((one) => formatProblem(one).replaceAll(`${folder}/`, ''))).toEqual([
    'words/cs.yml:1:1 (file): is not read. Call it cs.yaml, and add cs to page.locales.',
    'words/pl.yaml:1:1 (file): is not read. Add pl to page.locales, or remove the file.',
  ])
})
