import { expect, test } from 'vitest'
import { createDocument } from 'zod-openapi'
import { ValidationError } from '../../../collector/notices/rules/validation-error.ts'
import * as schemas from '../../../collector/notices/api/index.ts'
import { manyLines, oneLine } from '../../../collector/notices/fields/field-schemas.ts'
import { parseInput } from '../../../collector/notices/rules/validate.ts'

/** What is said of what was given, a line each. */
function issuesOf(schema: Parameters<typeof parseInput>[0], input: unknown): string[] {
  try {
    parseInput(schema, input)
    return []
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    expect(error.reason).toBe('invalid')
    return error.message.split('\n')
  }
}

test('a title becomes one line without marks that turn directions around', () => {
  expect(oneLine('  Slow\r\n\tAPI\u2028now \u202Eevil\u2066 \u0000\u0007x\u200F ')).toBe(
    'Slow API now evil x\u200F',
  )
  expect(oneLine('half \uD83D a face')).toBe('half \uFFFD a face')
  expect(oneLine('<script>alert(1)</script> ]]> 🚒')).toBe('<script>alert(1)</script> ]]> 🚒')
})

test('a body keeps its lines and loses what cannot be shown', () => {
  expect(manyLines('\n# One\r\n\r\n\ttwo\rthree\u0000\u001B[31m\uDC00\n ')).toBe(
    '# One\n\n\ttwo\nthree[31m\uFFFD',
  )
})

test('every issue is reported at once, with what to write', () => {
  expect(
    issuesOf(schemas.OpenIncident, {
      titel: 'x',
      impact: 'Majro',
      priority: 'P5',
      components: 4,
      notify: 'no',
    }),
  ).toEqual([
    'title: is missing. Write one line, such as "Slow API", or one per locale: { "fr": …, "en": … }.',
    'body: is missing. Write what readers should know, such as "We are looking into it.".',
    'impact: "Majro" is not known here. Did you mean "major"? Write none, minor, major or critical.',
    'priority: "P5" is not known here. Write P1, P2, P3 or P4.',
    'components: is a number. Write { "ID": "major_outage" } or a list of ids: ["ID"].',
    'notify: is "no". Write true or false.',
    'titel: is not known here. Did you mean "title"? Known here: title, body, status, impact, priority, components, started_at, detected_at, at, force, notify, id.',
  ])
})

test('a blank title, one that is too long and a text that is none are refused', () => {
  const issuesOfTitle = (title: unknown): string[] => issuesOf(schemas.OpenIncident, { title, body: 'x' })
  const advice = 'Write one line, such as "Slow API", or one per locale: { "fr": …, "en": … }.'
  expect(issuesOfTitle(' \n\u202E ')).toEqual([`title: is empty. ${advice}`])
  expect(issuesOfTitle('x'.repeat(301))).toEqual(['title: is too long. Write at most 300 characters.'])
  expect(issuesOfTitle({ fr: 'x'.repeat(301), en: 'x' })).toEqual([
    'title.fr: is too long. Write at most 300 characters.',
  ])
  expect(issuesOfTitle({ fr: 5 })).toEqual([`title.fr: is a number. ${advice}`])
  expect(issuesOfTitle(null)).toEqual([`title: is null. ${advice}`])
  expect(issuesOfTitle(['x'])).toEqual([`title: is a list. ${advice}`])
  expect(issuesOfTitle('x'.repeat(300))).toEqual([])
})

test('an input must be an object', () => {
  for (const input of [null, undefined, 5, 'x', [], true])
    expect(issuesOf(schemas.OpenIncident, input)).toEqual([
      'is not an object. Write { "title": …, "body": … }.',
    ])
})

test('statuses of components are those of the contract', () => {
  expect(
    issuesOf(schemas.OpenIncident, { title: 'x', body: 'x', components: { api: 'under_maintenance' } }),
  ).toEqual([
    'components.api: "under_maintenance" is not known here. Write operational, degraded_performance, partial_outage or major_outage.',
  ])
  expect(
    issuesOf(schemas.ScheduleMaintenance, {
      title: 'x',
      scheduled_for: '+2d',
      scheduled_until: '+3d',
      components: [],
    }),
  ).toEqual(['components: is empty. Write a list of ids: ["ID"].'])
})

test('a postmortem takes actions as texts or with whether they are done', () => {
  const input = {
    body: 'x',
    actions: ['a', { text: 'b', done: true }, { fr: 'c', en: 'd' }, { text: { fr: 'e' } }],
  }
  expect(issuesOf(schemas.WritePostmortem, input)).toEqual([])
  expect(
    issuesOf(schemas.WritePostmortem, { body: 'x', actions: [{ text: '', done: true }, 5], data_loss: 2 }),
  ).toEqual([
    'data_loss: is too large. Write a share from 0 to 1, or a percentage such as "0.5%".',
    'actions.0.text: is empty. Write what readers should know.',
    'actions.1: is a number. Write a list: ["Add an alarm"].',
  ])
})

test('names that objects inherit are nothing special', () => {
  const hostile = JSON.parse(
    '{"title":"x","body":{"en":"x"},"__proto__":{"status":"resolved"},"constructor":1,"components":{"__proto__":"operational"}}',
  ) as unknown
  expect(issuesOf(schemas.OpenIncident, hostile).map((line) => line.split('.')[0])).toEqual([
    '__proto__: is not known here',
    'constructor: is not known here',
  ])
  expect(({} as { status?: string }).status).toBeUndefined()
})

test('a stranger’s input is quoted short and on one line', () => {
  const [line] = issuesOf(schemas.OpenIncident, {
    title: 'x',
    body: 'y',
    impact: `\u202E\n<b>${'z'.repeat(100_000)}`,
  })
  expect(line).toBe(
    `impact: "<b>${'z'.repeat(36)}…" is not known here. Write none, minor, major or critical.`,
  )
  const [key] = issuesOf(schemas.UpdateIncident, { body: 'y', ['k\n'.repeat(50_000)]: 1 })
  expect(key!.length).toBeLessThan(200)
})

test('an OpenAPI document can be made of every shape', () => {
  const inputs = Object.entries(schemas).filter(([name]) => /^[A-Z]/.test(name) && !name.endsWith('View'))
  expect(inputs).toHaveLength(15)
  const document = createDocument({
    openapi: '3.1.0',
    info: { title: 'Vigie', version: '1' },
    paths: Object.fromEntries(
      inputs.map(([name, schema]) => [
        `/${name}`,
        {
          post: {
            requestBody: {
              content: { 'application/json': { schema: schema as typeof schemas.OpenIncident } },
            },
            responses: {
              200: { description: 'x', content: { 'application/json': { schema: schemas.IncidentView } } },
              201: { description: 'x', content: { 'application/json': { schema: schemas.MaintenanceView } } },
            },
          },
        },
      ]),
    ),
  })
  const names = Object.keys(document.components!.schemas!)
  for (const [name] of inputs) expect(names).toContain(name)
  expect(names).toEqual(
    expect.arrayContaining(['IncidentView', 'MaintenanceView', 'Title', 'Body', 'When', 'Impact']),
  )
  expect(names.filter((name) => /Output|__/.test(name))).toEqual([])
})
