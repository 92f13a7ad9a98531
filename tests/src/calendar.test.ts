import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/renderer.ts'
import { loadSite, textOf } from './site.ts'
import { aLearntIncident, aMaintenance, aSnapshot, anIncident, now } from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const hour = 3_600_000
const day = 24 * hour

/** The words of a path's main part, in one line. */
async function wordsOf(path: string, snapshot = aSnapshot()): Promise<string> {
  const html = await textOf(site, path, snapshot)
  return html
    .slice(html.indexOf('<main'), html.indexOf('</main>'))
    .replace(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\s\u00a0]+/g, ' ')
}

/** What a cell of the calendar says. */
async function cellOf(path: string, date: string, snapshot = aSnapshot()): Promise<string> {
  const html = await textOf(site, path, snapshot)
  const cell = html.split('<td').find((one) => one.includes(`datetime="${date}"`)) ?? ''
  return `<td${cell.slice(0, cell.indexOf('</td>'))}`.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

test('the calendar is a table with a caption, whose weeks begin where the reader is at home', async () => {
  const french = await textOf(site, '/maintenance/2027-01/', aSnapshot())
  expect(french).toMatch(/<caption class="sr">Maintenances en janvier 2027<\/caption>/)
  expect(french.match(/<th scope="col" abbr="lundi"/)).not.toBeNull()
  expect(french.indexOf('abbr="lundi"')).toBeLessThan(french.indexOf('abbr="dimanche"'))
  const english = await textOf(site, '/en/maintenance/2027-01/', aSnapshot())
  expect(english.indexOf('abbr="Sunday"')).toBeLessThan(english.indexOf('abbr="Monday"'))
})

test('months run from the first window known to thirteen ahead, each leading to the next', async () => {
  const months = site
    .routes(aSnapshot())
    .flatMap(({ path }) => /^\/maintenance\/(\d{4}-\d\d)\/$/.exec(path)?.[1] ?? [])
  expect([months[0], months.at(-1), months.length]).toEqual(['2026-10', '2027-12', 15])
  const html = await textOf(site, '/maintenance/', aSnapshot())
  expect(html).toMatch(/rel="prev" href="\.\.\/maintenance\/2026-10\/"/)
  expect(html).toMatch(/rel="next" href="\.\.\/maintenance\/2026-12\/"/)
  expect(await textOf(site, '/maintenance/2027-12/', aSnapshot())).not.toMatch(/rel="next"/)
})

test('a window over midnight stands on both days, one that ends at midnight on one', async () => {
  expect(await cellOf('/maintenance/2026-12/', '2026-12-02')).toContain('Changement de réseau dès 23:00')
  expect(await cellOf('/maintenance/2026-12/', '2026-12-03')).toContain('Changement de réseau jusqu’à 01:00')
  const midnight = Date.parse('2026-12-10T00:00:00+01:00')
  const snapshot = aSnapshot({
    maintenances: [aMaintenance({ announced: [{ from: midnight - hour, to: midnight, at: now - day }] })],
  })
  expect(await cellOf('/maintenance/2026-12/', '2026-12-09', snapshot)).toContain('23:00 – 00:00')
  expect(await cellOf('/maintenance/2026-12/', '2026-12-10', snapshot)).not.toContain('Bascule')
})

test('a window over the end of a month stands in both', async () => {
  const end = Date.parse('2027-01-01T00:00:00+01:00')
  const snapshot = aSnapshot({
    maintenances: [
      aMaintenance({ announced: [{ from: end - 30 * hour, to: end + 2 * hour, at: now - day }] }),
    ],
  })
  expect(await cellOf('/maintenance/2026-12/', '2026-12-31', snapshot)).toContain('toute la journée')
  expect(await cellOf('/maintenance/2027-01/', '2027-01-01', snapshot)).toContain('jusqu’à 02:00')
})

test('what nobody feels is not drawn but told of, and today is marked', async () => {
  const html = await textOf(site, '/maintenance/', aSnapshot())
  expect(html.slice(html.indexOf('<table'), html.indexOf('</table>'))).not.toContain('Contrôles quotidiens')
  expect(await wordsOf('/maintenance/')).toContain(
    'Contrôles quotidiens, chaque jour, 02:00 – 02:15 UTC, 03:00 à Paris (04:00 en été)',
  )
  expect(html.match(/aria-current="date"/g)).toHaveLength(1)
  expect(await cellOf('/maintenance/', '2026-11-22')).toContain('aujourd’hui')
})

test('what is coming is listed with its notice, and late work is marked', async () => {
  const said = await wordsOf('/maintenance/')
  expect(said).toContain('préavis trop court : annoncée 3 h avant, promis 24 h')
  expect(said).toContain('mer. 25 nov., 22:00 – 23:30 effet important annoncée 12 jours avant')
  expect(said).toContain('chaque premier dimanche du trimestre')
  expect(await wordsOf('/en/maintenance/')).toContain('every first Sunday of the quarter')
})

test('an occurrence is on the overview from its notice time on, not before', async () => {
  expect(await wordsOf('/')).not.toContain('Maintenance mensuelle')
  expect(await wordsOf('/', aSnapshot({ generatedAt: now + 8 * day }))).toContain('Maintenance mensuelle')
})

test('work under way is on the overview, cancelled work is not', async () => {
  const said = await wordsOf('/', aSnapshot({ generatedAt: now + hour / 2 }))
  expect(said).toContain('Maintenance en cours Renouvellement d’un certificat En cours')
  expect(said).not.toContain('Mise à jour du pare-feu')
})

test('the page of a window tells why, what else, what is done and that it was moved', async () => {
  const said = await wordsOf('/maintenance/storagemove1/')
  expect(said).toContain('Prévue mercredi 25 novembre 2026 à 22:00 – 23:30 (Paris)')
  expect(said).toContain('annoncée à temps : ce temps n’est pas compté')
  expect(said).toContain('Pourquoi La baie actuelle arrive en fin de vie')
  expect(said).toContain('Copie des dernières écritures')
  expect(said).toContain('prévue d’abord mar. 24 nov., 22:00 – 23:30 annoncée le 12 novembre 2026 à 10:00')
})

test('late work counts, as its page says; and a policy that leaves nothing out is told', async () => {
  expect(await wordsOf('/maintenance/certificate1/')).toContain('annoncée trop tard : ce temps est compté')
  expect(await wordsOf('/maintenance/storagemove1/', aSnapshot({ excludeMaintenance: 'none' }))).toContain(
    'ce temps est compté, comme tout autre',
  )
})

test('a window begins and ends by itself, and was cancelled by somebody', async () => {
  const at = (shift: number) => wordsOf('/maintenance/certificate1/', aSnapshot({ generatedAt: now + shift }))
  expect(await at(0)).toContain('Prévue dimanche')
  expect(await at(hour / 2)).toContain('En cours dimanche')
  expect(await at(2 * hour)).toContain('Terminée dimanche')
  expect(await wordsOf('/maintenance/cancelled001/')).toContain('Cette maintenance n’aura pas lieu.')
})

test('an occurrence leads to its programme and to its neighbours', async () => {
  const snapshot = aSnapshot()
  const weekly = snapshot.maintenances.filter((one) => one.programme?.entry === 'weekly')
  const [, middle] = weekly
  const html = await textOf(site, `/maintenance/${middle!.id}/`, snapshot)
  expect(html).toContain('href="../../maintenance/#p-weekly"')
  expect(html).toContain(`rel="next" href="../../maintenance/${weekly[0]!.id}/"`)
  expect(html).toContain(`rel="prev" href="../../maintenance/${weekly[2]!.id}/"`)
})

test('a window whose imported id looks like a month does not take the place of one', async () => {
  const own = aMaintenance({
    id: '2026-12',
    announced: [{ from: now + day, to: now + day + hour, at: now - day }],
  })
  const snapshot = aSnapshot({ maintenances: [own] })
  expect(await wordsOf('/maintenance/2026-12/', snapshot)).toContain('Calendrier de maintenance')
  const paths = site.routes(snapshot).map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
})

test('without maintenance and programme the calendar says so, without a programme too', async () => {
  expect(await wordsOf('/maintenance/', aSnapshot({ maintenances: [], programme: [] }))).toContain(
    'Aucune maintenance n’est prévue',
  )
  expect(await wordsOf('/maintenance/', aSnapshot({ maintenances: [] }))).toContain('Rien n’est annoncé')
  expect(await wordsOf('/maintenance/', aSnapshot({ programme: [] }))).toContain('pas de programme permanent')
})

test('the history tells incidents and maintenance by day, and lists corrections', async () => {
  const snapshot = aSnapshot({
    incidents: [
      aLearntIncident(),
      anIncident({ id: 'never', title: 'Fausse', falseAlarm: { reason: 'Sonde défaillante.', at: now } }),
    ],
  })
  const said = await wordsOf('/history/2026-11/', snapshot)
  expect(said).toContain('mardi 17 novembre Reconstruction de l’index Terminée Maintenance · 20:00 – 21:20')
  expect(said).not.toContain('Contrôles quotidiens')
  expect(said).toContain('Corrections Fausse fausse alerte : Sonde défaillante.')
  expect(said).toContain('corrigé : titre')
  expect(await wordsOf('/history/', snapshot)).toContain('novembre 2026 1 incident · 5 maintenances')
})

test('an incident shows what was promised and kept, what was learnt and what was said before', async () => {
  const said = await wordsOf('/incidents/learntlearnt/', aSnapshot({ incidents: [aLearntIncident()] }))
  expect(said).toContain('38 min promis 4 h · tenu')
  expect(said).toContain('6 min promis 1 h · tenu')
  expect(said).toContain('Fonctionnalités principales affectées')
  expect(said).toContain('Perte de données 0,0012 %')
  expect(said).toContain('fait : Index ajouté. à faire : Essai de charge hebdomadaire.')
  expect(said).toContain(
    'message · corrigé le 22 novembre 2026 à 16:04 Ce qui était dit avant Une requête lente .',
  )
  expect(said).toContain('Ce qui était dit avant Panne IA')
  expect(said).toContain('Ce qui était dit avant effet important')
  expect(said).not.toContain('camille')
})

test('what took longer than promised says so, what never was is held against nothing', async () => {
  const slow = anIncident({ priority: 'P1', acknowledgedAt: anIncident().detectedAt + 20 * 60_000 })
  expect(await wordsOf('/incidents/k3x9q2m7ab1z/', aSnapshot({ incidents: [slow] }))).toContain(
    '20 min promis 15 min · dépassé',
  )
  const never = anIncident({ falseAlarm: { reason: 'Sonde.', at: now } })
  expect(await wordsOf('/incidents/k3x9q2m7ab1z/', aSnapshot({ incidents: [never] }))).not.toContain('promis')
})

test('the page of a component lists the work ahead of it and behind it', async () => {
  const said = await wordsOf('/components/pay/')
  expect(said).toContain('Maintenances de ce service')
  expect(said).toContain('À venir Bascule du stockage')
  expect(said).toContain('Passées Maintenance mensuelle Terminée')
})
