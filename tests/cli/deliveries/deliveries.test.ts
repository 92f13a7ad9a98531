import { expect, onTestFinished, test } from 'vitest'
import { CliError, UsageError } from '../../../collector/app/errors.ts'
import { dropDeliveries, listDeliveries, retryDeliveries } from '../../../collector/cli/deliveries/actions.ts'
import { createDeliveryDirectory } from '../../../collector/deliveries/delivery-directory.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { storedDeliveries } from '../../deliveries/builders.ts'
import { config } from '../../notices/service/service-fixture.ts'

const at = Date.parse('2026-11-22T15:00:00Z')

async function aCommandContext(interactive = false) {
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    data: '',
    configFile: '',
    env: {},
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    interactive,
  }
  const slack = await storedDeliveries(store, 'slack', ['dead', 'sent', 'pending'], at)
  await storedDeliveries(store, 'email', ['dead'], at)
  const states = async () => (await store.deliveries({ limit: 9 })).map(({ state }) => state)
  return {
    context: { terminal, config, directory: createDeliveryDirectory(store, () => at) },
    out,
    err,
    slack,
    states,
  }
}

test('the list shows what is owed, since when, and why it failed', async () => {
  const { context, out, err } = await aCommandContext()
  expect(await listDeliveries(context, { state: ['dead,pending'], channel: 'slack' })).toBe(0)
  expect(out).toEqual([
    'ID  STATE    CHANNEL  OWED SINCE (Europe/Paris)  FAILURES  ABOUT            ERROR',
    '3   pending  slack    2026-11-22 16:00           0         incident/slack2',
    '1   dead     slack    2026-11-22 16:00           9         incident/slack0  550 no <ada@example…',
  ])
  out.length = 0
  await listDeliveries(context, { limit: '1', json: true })
  expect(JSON.parse(out[0]!)).toMatchObject([{ kind: 'delivery', id: 4, state: 'dead' }])
  expect(err.at(-1)).toContain('more than these 1')
})

test('what cannot be meant is wrong usage, with what to write', async () => {
  const { context } = await aCommandContext()
  await expect(listDeliveries(context, { state: ['lost'] })).rejects.toThrow('Write one of: pending, sent')
  await expect(listDeliveries(context, { limit: '0' })).rejects.toThrow('write a number from 1')
  await expect(retryDeliveries(context, [], {})).rejects.toThrow(UsageError)
  await expect(retryDeliveries(context, ['1'], { dead: true })).rejects.toThrow(
    'vigie deliveries retry --dead',
  )
  await expect(retryDeliveries(context, ['1'], { channel: 'slack' })).rejects.toThrow('goes with --dead')
  await expect(retryDeliveries(context, ['99'], {})).rejects.toThrow('There is no delivery "99"')
  await expect(retryDeliveries(context, ['2'], {})).rejects.toThrow('is sent')
})

test('one is tried again, or all that were given up', async () => {
  const { context, slack, states, err, out } = await aCommandContext()
  await retryDeliveries(context, [slack[0]!], {})
  expect(await states()).toEqual(['dead', 'pending', 'sent', 'pending'])
  expect(err.at(-1)).toContain('1 delivery is tried again')
  await retryDeliveries(context, [], { dead: true, channel: 'slack' })
  expect(await states()).toContain('dead')
  await retryDeliveries(context, [], { dead: true, json: true })
  expect([await states(), out.at(-1)]).toEqual([['pending', 'pending', 'sent', 'pending'], '{"retried":1}'])
})

test('who drops at a terminal writes the word; a program writes it for what it does not name', async () => {
  const { context, slack, states } = await aCommandContext(true)
  const answer = (text: string) => () => Promise.resolve(text)
  await expect(dropDeliveries(context, [slack[0]!], {}, answer('yes'))).rejects.toThrow(CliError)
  expect(await states()).not.toContain('dropped')
  await dropDeliveries(context, [slack[0]!], {}, answer('drop'))
  expect(await states()).toEqual(['dead', 'pending', 'sent', 'dropped'])

  const program = await aCommandContext()
  await expect(dropDeliveries(program.context, [], { dead: true })).rejects.toThrow('--confirm drop')
  await dropDeliveries(program.context, [program.slack[2]!], {})
  await dropDeliveries(program.context, [], { dead: true, confirm: 'drop' })
  expect(await program.states()).toEqual(['dropped', 'dropped', 'sent', 'dropped'])
})
