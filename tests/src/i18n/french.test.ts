import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { loadSite, renderAll } from '../site.ts'
import { aLearntIncident, aMaintenance, anIncident, anOpenIncident, aSnapshot, now } from '../snapshots.ts'

const hour = 3_600_000

let site: Renderer
let artefacts: [path: string, text: string][]

/** A page with something of everything, whose operators write French as it is printed: what is wrong is Vigie's. */
function frenchSnapshot(): Snapshot {
  const automatic = { ...anIncident(), id: 'automatic0001', title: 'API publique : service ralenti' }
  const plain = aSnapshot({
    incidents: [anOpenIncident(), aLearntIncident(), anIncident(), automatic],
    page: { locale: 'fr', locales: ['fr'] },
  })
  const late = aMaintenance({ announced: [{ from: now + 2 * hour, to: now + 5 * hour, at: now }] })
  const snapshot = { ...plain, maintenances: [...plain.maintenances, late] }
  return JSON.parse(
    JSON.stringify(snapshot)
      .replaceAll(/ (?=[;?!])/g, '\u202f')
      .replaceAll(/ (?=[:»])/g, '\u00a0'),
  ) as Snapshot
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}
const decode = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity]!)

/** What readers read of an artefact: its words and those of its attributes, without code. */
function readable(path: string, written: string): string {
  let text = written
  if (path.endsWith('.xml') || path.endsWith('.rss') || path.endsWith('.atom')) text = decode(text)
  if (path.endsWith('.ics')) text = text.replaceAll('\r\n ', '')
  return decode(
    text
      .replaceAll(/<(script|style)[^]*?<\/\1>/g, ' ')
      .replaceAll(/<meta http-equiv[^>]*>/g, ' ')
      .replaceAll(/(?:aria-label|title|alt|content|data-[a-z]+)="([^"]*)"/g, '>$1<')
      .replaceAll(/<[^>]*>/g, '\n'),
  )
}

beforeAll(async () => {
  site = await loadSite()
  const rendered = await renderAll(site, frenchSnapshot())
  artefacts = [...rendered]
    .filter(([path]) =>
      /(?:\/|\.(?:html|xml|rss|atom|ics|svg))$|report\.txt$|feed\.json$|banner\.json$/.test(path),
    )
    .map(([path, text]) => [path, path.endsWith('.json') ? JSON.stringify(JSON.parse(text), null, 1) : text])
})

const offences = (pattern: RegExp): string[] =>
  artefacts.flatMap(([path, text]) => {
    // JSON has its own colons and calendars their own marks.
    const lines = readable(path, text)
      .split('\n')
      .map((line) => line.replace(/^\s*"[\w-]+": /, ''))
    return lines.flatMap((line) => {
      const found = pattern.exec(line)
      return found ? [`${path}: …${line.slice(Math.max(0, found.index - 40), found.index + 30)}…`] : []
    })
  })

test('every kind of French artefact is among those that are read', () => {
  const paths = artefacts.map(([path]) => path)
  for (const wanted of [
    '/',
    '/sla/',
    '/figures/',
    '/rss.xml',
    '/atom.xml',
    '/feed.json',
    '/calendar.ics',
    '/badges/page.svg',
  ])
    expect(paths).toContain(wanted)
  for (const kind of [
    /report\.txt$/,
    /mail\.html$/,
    /^\/incidents\/./,
    /^\/maintenance\/./,
    /^\/sla\/.+\/2026-11\/$/,
  ])
    expect(
      paths.some((path) => kind.test(path)),
      String(kind),
    ).toBe(true)
})

test('nothing French has a plain space before a sign that stands apart, or behind an opening quotation mark', () => {
  expect(offences(/[\p{L}\d%)»}]+ [:;?!»](?![-\w)])/u)).toEqual([])
  expect(offences(/« /)).toEqual([])
  expect(offences(/\d [%]/)).toEqual([])
  expect(offences(/[\p{L}\d]: (?!\/\/)/u)).toEqual([])
})

test('nothing French says "de" or "le" before a vowel that elides it, nor "1" for the first of a month', () => {
  expect(offences(/\b(?:de|le|la|que|jusque) (?=août|avril|octobre|API|Envoi|analyse)/i)).toEqual([])
  expect(
    offences(/(?<![\d\u00a0])1 (?:janv|févr|mars|avr|mai\b(?!n)|juin|juil|août|sept|oct|nov|déc)/),
  ).toEqual([])
  expect(offences(/(?<![a-z])\u00a0[:;?!»] ?\u00a0|[ \u00a0\u202f]{2,}[:;?!]/)).toEqual([])
})

test('nothing French counts none or one in the plural, nor says a word twice over', () => {
  expect(
    offences(/(?<![\d,.\u202f])[01][ \u00a0](?:réussis|échoués|annulés|\p{L}{4,}s)\b(?<!fois|mois|jours)/u),
  ).toEqual([])
  expect(offences(/(\p{L}{4,})[ \u00a0]:[ \u00a0]\1/iu)).toEqual([])
})

test('a number has a minus sign and no hyphen', () => {
  expect(offences(/(?:^|[\s(])-\d/)).toEqual([])
})
