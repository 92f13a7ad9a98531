import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { loadSite } from '../../src/site.ts'
import { aConsole, hidden, mainText } from './console-fixture.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

test('an incident begins with a template whose variables are filled in, in each language', async () => {
  const { signedIn, notices } = await aConsole(site)
  const ada = await signedIn('Ada', 'publisher')
  const choice = await ada.get('/admin/incidents/new')
  expect(choice.text).toContain('incidents/new?template=slow"')
  expect(choice.text).not.toContain('template=disks')
  const begun = await ada.get('/admin/incidents/new?template=slow')
  expect(begun.text).toContain('value="Slow: {cause}"')
  expect(begun.text).toMatch(/name="components.pay"[\s\S]*?value="partial_outage" selected/)
  const values = {
    ...hidden(begun.text),
    'title.fr': 'Lenteurs : {cause}',
    'title.en': 'Slow: {cause}',
    'body.fr': 'Nous cherchons, {pas_une_variable}. {cause} ?',
    'components.pay': 'partial_outage',
    impact: 'major',
  }
  const empty = await ada.post('/admin/incidents/new', values)
  expect(empty.status).toBe(400)
  expect(mainText(empty.text)).toContain('{cause} Write something here.')
  expect(await notices.incidents.all()).toEqual([])
  const preview = await ada.post('/admin/incidents/new', {
    ...values,
    'var.cause': 'disks $1 full',
    do: 'preview',
  })
  expect(mainText(preview.text)).toContain('Slow: disks $1 full')
  expect(preview.text).toContain('value="Slow: {cause}"')
  await ada.post('/admin/incidents/new', { ...values, 'var.cause': 'disks $1 full' })
  expect(await notices.incidents.all()).toMatchObject([
    {
      title: { fr: 'Lenteurs : disks $1 full', en: 'Slow: disks $1 full' },
      updates: [{ body: { fr: 'Nous cherchons, {pas_une_variable}. disks $1 full ?' } }],
      impact: 'major',
    },
  ])
})

test('maintenance begins with a template, on the day that was clicked', async () => {
  const { signedIn } = await aConsole(site)
  const ada = await signedIn('Ada', 'publisher')
  const { text } = await ada.get('/admin/maintenances/new?template=disks&day=2026-11-29')
  for (const part of ['value="New disks"', 'value="2026-11-29T03:00"', 'Copy\nCheck'])
    expect(text).toContain(part)
  expect(text).toMatch(/name="components.web" checked/)
  expect((await ada.get('/admin/incidents/new?template=<b>')).status).toBe(200)
})
