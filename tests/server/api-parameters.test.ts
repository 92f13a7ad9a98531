import { describe, expect, test } from 'vitest'
import { endpoints } from '../../collector/server/api/endpoints/index.ts'
import { anApi } from './api-fixture.ts'

const lists = endpoints.filter(({ query }) => query && Object.keys(query.shape).includes('limit'))
const ofOneThing = endpoints.filter(({ path }) => path.includes('/:id'))

async function anAdminApi() {
  const api = await anApi()
  const token = await api.createToken(['read', 'notices', 'deployments', 'admin'])
  const send = async (path: string, method = 'GET') => {
    const response = await fetch(`${api.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    })
    return { status: response.status, text: await response.text() }
  }
  return { ...api, send }
}

describe.each(['from', 'until'])('the time %s of a query', (name) => {
  test.each([
    ['2026-10-25T02:30', '2026-10-25T02:30+02:00', '2026-10-25T02:30+01:00'],
    ['2026-10-25 02:00', '2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00'],
    ['2026-03-29 02:30', '2026-03-29 03:00 (Europe/Paris)', '2026-03-29 02:00'],
  ])(
    'that the clocks show twice or never (%s) is refused with what to write',
    async (written, ...instead) => {
      const { send } = await anAdminApi()
      const { status, text } = await send(`/maintenances?${name}=${encodeURIComponent(written)}`)
      expect(status).toBe(422)
      for (const words of instead) expect(text).toContain(words)
    },
  )
  test('has its plus, written as it is', async () => {
    const { send } = await anAdminApi()
    for (const time of [
      '2026-10-25T02:30+01:00',
      '2026-10-25 02:30 +01:00',
      '+2h',
      '2026-10-25T02:30:15.5+0100',
    ])
      expect([time, (await send(`/maintenances?${name}=${time}`)).status]).toEqual([time, 200])
  })
})

test.each(lists.map(({ path }) => path))(
  'a cursor of %s that is none is refused as any other',
  async (path) => {
    const { send } = await anAdminApi()
    const names = Object.keys(lists.find((one) => one.path === path)!.query!.shape)
    const name = names.find((one) => one === 'before' || one === 'after')!
    for (const cursor of ['', '1.%00', '1.%0a', `1.${'a'.repeat(201)}`, '%7F']) {
      const { status, text } = await send(`${path}?${name}=${cursor}`)
      expect([cursor, status, text]).toEqual([cursor, 422, expect.stringContaining('Follow the Link header')])
    }
  },
)

test('an id that cannot be one is found nowhere', async () => {
  const { send } = await anAdminApi()
  const answers = []
  for (const { path, method } of ofOneThing)
    for (const id of ['a%00b', 'a%0Ab', 'a'.repeat(201)])
      answers.push((await send(path.replace(':id', id), method.toUpperCase())).status)
  expect(new Set(answers)).toEqual(new Set([404]))
})
