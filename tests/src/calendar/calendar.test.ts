import { permanentId } from '../../../src/feeds/permanent-id.ts'
import { expect, test } from 'vitest'
import { derivedId } from '../../../collector/core/text/id.ts'
import { cancelMaintenance, correctMaintenance } from '../../../collector/core/maintenance/commands.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { expandOccurrences } from '../../../collector/core/maintenance/expand-occurrences.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { routes } from '../../../src/renderer/routes.ts'
import { aPage, act, anEntry, day, host, hour, icsOf, loadedAt, pageOf, spans } from './builders.ts'
import { calendarProblems } from './calendar-rules.ts'
import { shownIn, unfolded } from './reader.ts'
import { aHostileSnapshot, aMaintenance, aSnapshot } from '../snapshots.ts'

test('an occurrence that is moved, rewritten or cancelled changes alone, under the same UID', () => {
  const { entries, maintenances } = aPage(anEntry({ timezone: 'Europe/Paris' }))
  const [first, second, third, fourth] = maintenances
  const moved = correctMaintenance(
    first!,
    { scheduledFor: first!.scheduledFor + 2 * day, scheduledUntil: first!.scheduledUntil + 2 * day + hour },
    act(loadedAt + 1000),
  )
  const rewritten = correctMaintenance(second!, { title: 'Tout autre chose' }, act(loadedAt + 2000))
  const cancelled = cancelMaintenance(third!, { body: null, notify: true }, act(loadedAt + 3000))
  const { snapshot } = pageOf(
    entries,
    [moved, rewritten, cancelled, ...maintenances.slice(3)],
    loadedAt + 4000,
  )
  const text = icsOf(snapshot)
  const shown = shownIn(text, loadedAt, loadedAt + 28 * day)
  expect(spans(shown)).toEqual(
    [moved, rewritten, cancelled, fourth!].map((one) => ({ from: one.scheduledFor, to: one.scheduledUntil })),
  )
  expect(shown.map(({ summary }) => summary)).toEqual([
    'Hebdomadaire',
    'Tout autre chose',
    'Annulée\u00a0: Hebdomadaire',
    'Hebdomadaire',
  ])
  expect(shown.map(({ status }) => status)).toEqual(['CONFIRMED', 'CONFIRMED', 'CANCELLED', 'CONFIRMED'])
  expect(new Set(shown.map(({ uid }) => uid))).toEqual(
    new Set([`${permanentId('recurring', 'weekly')}@vigie`]),
  )
  expect(text).toContain('RECURRENCE-ID;TZID=Europe/Paris:20260111T030000\r\n')
})

test('an hour nobody knew of before the entry was loaded or its times changed is not shown', () => {
  const before = aPage(anEntry())
  const changedAt = loadedAt + 30 * day
  const later = anEntry({ at: '05:00' })
  const after = expandOccurrences({
    recurringMaintenance: [later],
    storedEntries: before.entries,
    maintenances: before.maintenances,
    now: changedAt,
  })
  const dropped = new Set(after.deletedMaintenances.map(({ id }) => id))
  const kept = before.maintenances.filter(({ id }) => !dropped.has(id))
  const { snapshot } = pageOf(after.recurringMaintenance, [...kept, ...after.maintenances], changedAt)
  const shown = shownIn(icsOf(snapshot), 0, changedAt + 60 * day)
  const hours = shown.map(({ from }) => [from < changedAt, new Date(from).getUTCHours()])
  expect(hours.filter(([past]) => past)).toEqual(
    [3, 3, 3, 3, 3].slice(0, hours.filter(([past]) => past).length).map((at) => [true, at]),
  )
  expect(hours.filter(([past]) => past).length).toBe(5)
  expect(hours.filter(([past, at]) => !past && at === 5).length).toBe(8)
  // The past ones stand on their own, and are let go of after 90 days.
  expect(shown[0]!.uid).toBe(
    `${permanentId('maintenance', derivedId('occurrence', 'weekly', shown[0]!.from))}@vigie`,
  )
  const muchLater = { ...snapshot, generatedAt: changedAt + 120 * day }
  expect(shownIn(icsOf(muchLater), 0, changedAt)).toEqual([])
})

test('SEQUENCE grows with every change and never shrinks', () => {
  const sequences = (snapshot: Snapshot) =>
    unfolded(icsOf(snapshot))
      .filter((line) => line.startsWith('SEQUENCE:'))
      .map((line) => Number(line.slice(9)))
  const from = loadedAt + 3 * day
  const single = aMaintenance({ announced: [{ from, to: from + hour, at: loadedAt }] })
  const moved = correctMaintenance(single, { scheduledFor: from - hour }, act(loadedAt + hour))
  const cancelled = cancelMaintenance(moved, { body: null, notify: true }, act(loadedAt + 2 * hour))
  const of = (one: Maintenance) => sequences(pageOf([], [one], loadedAt + day).snapshot)
  expect([single, moved, cancelled].map(of)).toEqual([[0], [1], [2]])
  const first = aPage(anEntry())
  const again = expandOccurrences({
    recurringMaintenance: [anEntry({ lasts: 2 * hour })],
    storedEntries: first.entries,
    maintenances: [],
    now: loadedAt + day,
  })
  expect(sequences(first.snapshot)).toEqual([0])
  expect(sequences(pageOf(again.recurringMaintenance, [], loadedAt + day).snapshot)).toEqual([1])
})

test('the same content is the same bytes at any time', () => {
  const { snapshot } = aPage(anEntry({ timezone: 'Europe/Paris' }))
  expect(icsOf({ ...snapshot, generatedAt: loadedAt + 20 * day })).toBe(icsOf(snapshot))
})

test('a component’s calendar has the windows that name it, and no others', () => {
  const { entries, maintenances } = aPage(anEntry({ components: ['api', 'web'] }))
  const elsewhere = correctMaintenance(maintenances[0]!, { components: ['api', 'pay'] }, act(loadedAt + 1))
  const { snapshot } = pageOf(entries, [elsewhere, ...maintenances.slice(1)], loadedAt + 2)
  const begins = (component: string) =>
    shownIn(icsOf(snapshot, component), loadedAt, loadedAt + 21 * day).map(({ from }) => from)
  const [first, second, third] = maintenances.map(({ scheduledFor }) => scheduledFor)
  expect(begins('api')).toEqual([first, second, third])
  expect(begins('web')).toEqual([second, third])
  expect(begins('pay')).toEqual([first])
  expect(begins('mail')).toEqual([])
})

test('an event says why, what is felt, what to do and where to read on, and wakes nobody', () => {
  const from = loadedAt + 3 * day
  const window = (impact: 'none' | 'major') =>
    aMaintenance({
      announced: [{ from, to: from + hour, at: loadedAt }],
      title: 'Bascule, puis; contrôle',
      impact,
      reason: '**Fin** de vie',
      alternatives: 'Patienter',
      tasks: ['Copie', 'Contrôle'],
    })
  const lines = (impact: 'none' | 'major', locale = 'fr') =>
    unfolded(icsOf(pageOf([], [window(impact)], loadedAt).snapshot, null, locale))
  const icsLines = lines('major')
  expect(icsLines).toContain('SUMMARY:Bascule\\, puis\\; contrôle')
  expect(icsLines.find((line) => line.startsWith('DESCRIPTION'))).toBe(
    `DESCRIPTION:Pourquoi\u00a0: Fin de vie\\n\\nImpact\u00a0: important\\n\\nEn attendant\u00a0: Patienter\\n\\nCe qui sera fait\u00a0:\\n- Copie\\n- Contrôle\\n\\nServices concernés\u00a0: Paiements\\n\\nhttps://${host}/maintenance/storagemove1/`,
  )
  for (const line of [
    'METHOD:PUBLISH',
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'TRANSP:TRANSPARENT',
    'CATEGORIES:Paiements',
  ])
    expect(icsLines).toContain(line)
  expect([...lines('none'), ...icsLines]).not.toContain('BEGIN:VALARM')
  expect(lines('major', 'en')).toContain(`URL;VALUE=URI:https://${host}/en/maintenance/storagemove1/`)
})

test('a description keeps its paragraphs, its lines and its lists', () => {
  const from = loadedAt + 3 * day
  const window = aMaintenance({
    announced: [{ from, to: from + hour, at: loadedAt }],
    title: 'Bascule',
    body: 'Line1\nLine2 with **weight**\n\n- a\n- b\n  1. c\n\nEnd.',
  })
  const icsLines = unfolded(icsOf(pageOf([], [window], loadedAt).snapshot, null, 'en'))
  expect(icsLines.find((line) => line.startsWith('DESCRIPTION'))).toContain(
    'Details:\\nLine1\\nLine2 with weight\\n\\n- a\\n- b\\n  1. c\\n\\nEnd.',
  )
})

test('hostile texts leave a calendar that can be read, folded by octets and without characters that deceive', () => {
  const text = icsOf(aHostileSnapshot(), 'hostile')
  expect(text.isWellFormed()).toBe(true)
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*\r\nEND:VCALENDAR\r\n$/)
  // oxlint-disable-next-line no-control-regex
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(Buffer.from(text).toString()).toBe(text)
  for (const line of unfolded(text)) if (line) expect(line).toMatch(/^[A-Z-]+(;[A-Z-]+=[^:;]+)*:/)
  expect(shownIn(text, 0, Infinity).length).toBe(1)
})

test('an empty calendar is a calendar', () => {
  for (const timezone of ['Europe/Paris', 'UTC', 'Etc/GMT+5']) {
    const text = icsOf(aSnapshot({ maintenances: [], recurringMaintenance: [], page: { timezone } }))
    expect(calendarProblems(text)).toEqual([])
    expect(shownIn(text, 0, Infinity)).toEqual([])
  }
})

test('properties of the calendar come before its parts, zones before events', () => {
  const lines = unfolded(icsOf(aPage(anEntry({ timezone: 'Europe/Paris' })).snapshot))
  const firstPart = lines.indexOf('BEGIN:VTIMEZONE')
  expect(firstPart).toBeLessThan(lines.indexOf('BEGIN:VEVENT'))
  expect(lines.findIndex((line) => line.startsWith('X-PUBLISHED-TTL'))).toBeLessThan(firstPart)
  expect(lines.filter((line) => line === 'BEGIN:VTIMEZONE')).toHaveLength(1)
  expect(lines).toContain('DTSTART;TZID=Europe/Paris:20260111T030000')
})

test('a thousand windows and a programme are all written', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => {
    const from = loadedAt + i * hour
    return aMaintenance({
      id: `many${i}`,
      announced: [{ from, to: from + hour, at: loadedAt }],
      reason: 'x'.repeat(500),
    })
  })
  const { entries, maintenances } = aPage(anEntry({ rrule: 'FREQ=DAILY', timezone: 'Europe/Paris' }))
  const { snapshot } = pageOf(entries, [...many, ...maintenances], loadedAt)
  expect(icsOf(snapshot).split('BEGIN:VEVENT').length).toBeGreaterThan(1_000)
})

test('a calendar is published again when it says something else, and not because time passes', () => {
  const { entries, maintenances, snapshot } = aPage(anEntry({ components: ['api', 'web'] }))
  const later = loadedAt + 9 * day
  const moved = correctMaintenance(maintenances[1]!, { scheduledFor: later }, act(loadedAt + 1))
  const keyOf = (of: Snapshot, path: string) => routes(of).find((route) => route.path === path)!.fingerprint
  const variants: Snapshot[] = [
    { ...snapshot, generatedAt: later },
    pageOf(entries, [...maintenances.slice(0, 1), moved, ...maintenances.slice(2)], loadedAt + 1).snapshot,
    pageOf([{ ...entries[0]!, entry: anEntry({ title: 'Autre' }), sequence: 1 }], maintenances, loadedAt)
      .snapshot,
    { ...snapshot, components: snapshot.components.map((one) => ({ ...one, name: `${one.id}!` })) },
    { ...snapshot, recurringMaintenance: [] },
  ]
  for (const component of [null, 'api', 'mail'])
    for (const variant of variants) {
      const path = component ? `/components/${component}/calendar.ics` : '/calendar.ics'
      const same = keyOf(variant, path) === keyOf(snapshot, path)
      if (same) expect(icsOf(variant, component)).toBe(icsOf(snapshot, component))
      if (variant === variants[0]) expect(same).toBe(true)
    }
})
