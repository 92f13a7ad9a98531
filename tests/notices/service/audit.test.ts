import { expect, test } from 'vitest'
import type { AuditActor } from '../../../collector/core/account/audit-chain.ts'
import type { Actor } from '../../../collector/notices/service/notice-service.ts'
import { anIncident } from '../../store/builders.ts'
import { aNoticeFolder } from '../files/folder-of-notices.ts'
import { type ServiceFixture, aNoticeService, at, hour, refused } from './service-fixture.ts'

const bot: Actor = { by: 'deploy-bot', way: 'token' }
const ada: Actor = { by: 'Ada' }
const shell: AuditActor = { kind: 'command', name: 'root' }

/** The audit log, oldest first: way, who, what, on what. */
const audited = async ({ store }: Pick<ServiceFixture, 'store'>): Promise<string[]> =>
  (await store.auditChain(0, 100)).map(
    ({ actor, action, subject, detail }) =>
      `${actor.kind} ${actor.name}: ${action} ${subject} ${JSON.stringify(detail)}`,
  )

test('who changed an incident, and what they did, is in the audit log with it', async () => {
  const fixture = await aNoticeService()
  const { incidents } = fixture.service
  const { id } = await incidents.open({ title: 'Lent', body: 'On regarde.' }, bot)
  await incidents.update(id, { status: 'resolved', body: 'Fini.' }, { by: 'root', way: 'command' })
  await incidents.postmortem(id, { body: 'Appris.' }, ada)
  await incidents.correct(id, { title: 'Très lent' }, ada)
  await incidents.falseAlarm(id, { reason: 'Rien.' }, ada)
  await incidents.withdraw(id, ada)
  expect(await audited(fixture)).toEqual([
    `token deploy-bot: incident.open ${id} {"version":1}`,
    `command root: incident.update ${id} {"version":2}`,
    `account Ada: incident.postmortem ${id} {"version":3}`,
    `account Ada: incident.correct ${id} {"version":4}`,
    `account Ada: incident.false_alarm ${id} {"version":5}`,
    `account Ada: incident.withdraw ${id} {"version":6}`,
  ])
})

test('so is who looks at one that the collector opened, by the link of a message too', async () => {
  const fixture = await aNoticeService()
  const incidents = ['incident0001', 'incident0002'].map((id) => anIncident({ id }))
  await fixture.store.commit({ incidents })
  await fixture.service.incidents.acknowledge('incident0001', {}, ada)
  await fixture.service.incidents.acknowledge('incident0002', {}, { by: 'chat (link)', way: 'link' })
  expect(await audited(fixture)).toEqual([
    'account Ada: incident.acknowledge incident0001 {"version":2}',
    'link chat (link): incident.acknowledge incident0002 {"version":2}',
  ])
})

test('so it is for maintenances and announcements', async () => {
  const fixture = await aNoticeService()
  const { maintenances, announcements } = fixture.service
  const window = {
    title: 'Travaux',
    body: 'Un peu.',
    components: ['api'],
    scheduled_for: new Date(at('15:00') + 48 * hour).toISOString(),
    scheduled_until: new Date(at('15:00') + 50 * hour).toISOString(),
  }
  const { id } = await maintenances.schedule(window, bot)
  await maintenances.update(id, { body: 'Bientôt.' }, ada)
  await maintenances.correct(id, { title: 'Gros travaux' }, ada)
  fixture.set(at('15:00') + 47 * hour)
  await maintenances.start(id, {}, ada)
  await maintenances.extend(id, { by: '30m' }, ada)
  await maintenances.complete(id, {}, ada)
  const other = await maintenances.schedule(
    { ...window, scheduled_for: '2026-11-30T12:00:00Z', scheduled_until: '2026-11-30T13:00:00Z' },
    bot,
  )
  await maintenances.cancel(other.id, {}, ada)
  await maintenances.withdraw(other.id, ada)
  const news = await announcements.publish({ title: 'Nouveau', body: 'Bonjour.' }, bot)
  await announcements.correct(news.id, { title: 'Neuf' }, ada)
  await announcements.withdraw(news.id, ada)
  expect((await audited(fixture)).map((line) => line.split(' ').slice(1, 4).join(' '))).toEqual([
    `deploy-bot: maintenance.schedule ${id}`,
    ...['update', 'correct', 'start', 'extend', 'complete'].map((act) => `Ada: maintenance.${act} ${id}`),
    `deploy-bot: maintenance.schedule ${other.id}`,
    ...['cancel', 'withdraw'].map((act) => `Ada: maintenance.${act} ${other.id}`),
    `deploy-bot: announcement.publish ${news.id}`,
    ...['correct', 'withdraw'].map((act) => `Ada: announcement.${act} ${news.id}`),
  ])
})

test('what changes nothing, and what is refused, is not in it', async () => {
  const fixture = await aNoticeService()
  const { incidents } = fixture.service
  const { id } = await incidents.open({ title: 'Lent', body: 'On regarde.' }, ada)
  await incidents.correct(id, { title: 'Lent' }, ada)
  await refused(
    incidents.update(id, { body: 'Et puis.' }, { ...ada, version: 7 }),
    'conflict',
    'version: Somebody else changed it first: it is at version 1 now. Read it again, then write what is still to be said.',
  )
  expect(await audited(fixture)).toHaveLength(1)
})

test('two who write at once are both in it, each with the version that came of it', async () => {
  const fixture = await aNoticeService()
  const { id } = await fixture.service.incidents.open({ title: 'Lent', body: 'On regarde.' }, ada)
  const other = await fixture.another()
  await Promise.all([
    fixture.service.incidents.update(id, { body: 'Ici.' }, ada),
    other.incidents.update(id, { body: 'Là.' }, bot),
  ])
  const entries = (await fixture.store.auditChain(1, 9)).map(({ actor, detail }) => [
    actor.name,
    detail['version'],
  ])
  expect(entries.map(([, version]) => version)).toEqual([2, 3])
  expect(entries.map(([name]) => name).toSorted()).toEqual(['Ada', 'deploy-bot'])
})

test('a file is in it by its name, when it declares a notice and when it is gone', async () => {
  const folder = await aNoticeFolder()
  const declare = (title: string) =>
    folder.write('lent.md', `---\nkind: incident\nid: lent\ntitle: ${title}\n---\nOn regarde.\n`)
  declare('Lent')
  await folder.apply()
  await folder.apply()
  declare('Très lent')
  await folder.apply()
  folder.remove('lent.md')
  await folder.apply()
  expect(await audited(folder)).toEqual([
    'file lent.md: incident.declare lent {"version":1}',
    'file lent.md: incident.declare lent {"version":2}',
    'file lent.md: incident.withdraw lent {"version":3}',
  ])
})

test('an import is one entry with how many there were, and none where nothing is new', async () => {
  const fixture = await aNoticeService()
  const { service } = await aNoticeService()
  const incident = await service.incidents.open({ title: 'Lent', body: 'On regarde.' }, ada)
  const imported = { incidents: [incident], maintenances: [], announcements: [] }
  await fixture.service.imports.merge(imported, shell)
  await fixture.service.imports.merge(imported, shell)
  expect(await audited(fixture)).toEqual([
    'command root: notices.import  {"incidents":1,"maintenances":0,"announcements":0}',
  ])
})
