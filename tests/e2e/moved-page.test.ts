import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder, runVigie } from './run-vigie.ts'

const configAt = (page: string): string => `
page: { ${page}, locale: en, locales: [en, fr], timezone: UTC }
components: [ { id: api, name: API } ]
notice: { default: 24h }
maintenance:
  - { id: weekly, class: default, title: A, rrule: FREQ=WEEKLY, at: '03:00', timezone: UTC, lasts: 1h, components: [api], impact: minor }
`

/** What programs know the page, its notices and its events by, in every document that is made for them. */
const identities: readonly (readonly [string, RegExp, RegExp])[] = [
  ['guid', /\.(rss|xml)$/, /<guid[^>]*>([^<]*)<\/guid>/g],
  ['id', /atom(\.xml)?$/, /<id>([^<]*)<\/id>/g],
  ['json', /feed\.json$/, /"id":"([^"]*)"/g],
  ['uid', /\.ics$/, /^UID:(.*)$/gm],
  ['api', /api\/v2\/.*\.json$/, /"(?:id|page_id)":"([^"]*)"/g],
]

/** Builds the page of a folder; every identity in it, by the document it stands in. */
async function builtIdentities(folder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const built = await runVigie(folder, ['build'])
  expect(built).toMatchObject({ code: 0 })
  const site = join(folder, 'site')
  const found: Record<string, readonly string[]> = {}
  for (const file of (await readdir(`${site}/`, { recursive: true })).toSorted())
    for (const [name, , pattern] of identities.filter(([, files]) => files.test(file)))
      found[`${file} ${name}`] = [...(await readFile(join(site, file), 'utf8')).matchAll(pattern)].map(
        ([, id]) => id!,
      )
  return found
}

const count = (found: Readonly<Record<string, readonly string[]>>): number =>
  Object.values(found).flat().length

test(
  'what programs know the page, its items and events by stays when it moves host, and comes back from a backup',
  { timeout: 120_000 },
  async () => {
    const folder = await aFolder(configAt('name: Slash, url: "http://status.example.org/"'))
    const opened = await runVigie(folder, [
      'incident', 'open', '--title', 'T', '--body', 'B', '--component', 'api=major_outage',
    ]) // prettier-ignore
    expect(opened).toMatchObject({ code: 0 })
    const before = await builtIdentities(folder)
    expect(count(before)).toBeGreaterThan(50)
    const [atom, french] = [before['atom.xml id']!, before['fr/atom.xml id']!]
    expect(atom[0]).toMatch(/^urn:uuid:/)
    expect(french[0]).not.toBe(atom[0])

    for (const page of ['name: Slash, url: "https://elsewhere.example/status"', 'name: Another name']) {
      await writeFile(join(folder, 'status.yaml'), configAt(page))
      expect(await builtIdentities(folder)).toEqual(before)
    }

    const elsewhere = await mkdtemp(join(tmpdir(), 'vigie-moved-'))
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }))
    const backup = join(folder, 'backup.db')
    expect(await runVigie(folder, ['backup', backup])).toMatchObject({ code: 0 })
    expect(await runVigie(elsewhere, ['restore', backup])).toMatchObject({ code: 0 })
    expect(await builtIdentities(elsewhere)).toEqual(before)
  },
)
