import { execFile, execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../../collector/config/load-config.ts'
import type { Config } from '../../collector/core/config/config.ts'
import { assembleSnapshot } from '../../collector/core/snapshot/assemble-snapshot.ts'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { recordDeployments } from '../../collector/demo/simulate-deployments.ts'
import { recordHistory } from '../../collector/demo/simulate-history.ts'
import { recordNotices } from '../../collector/demo/simulate-notices.ts'
import { expandRecurringMaintenance } from '../../collector/notices/service/recurring-maintenance.ts'
import { createSnapshotSource } from '../../collector/publishing/gather/snapshot-source.ts'
import { createFreezer } from '../../collector/reports/freezer.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { aRichSnapshot } from '../src/page-inputs/rich-snapshot.ts'
import { loadSite, textOf } from '../src/site.ts'
import { aHostileSnapshot, aSnapshotOf } from '../src/snapshots.ts'
import { inInventedLanguage, withLongTexts } from '../src/variants.ts'

const checker = join(dirname(createRequire(import.meta.url).resolve('vnu-jar')), 'build/dist/vnu.jar')
const now = Date.parse('2026-11-22T19:20:00Z')
/** As many pages of one kind, and of one language, as are checked: the first, the last, and some between. */
const perKind = 4

/** Is there a Java to run the Nu checker with? */
function hasJava(): boolean {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

let folder: string
let site: Renderer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-html-'))
  site = await loadSite()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The demonstration's last weeks, with notices by people, the standing programme and a frozen month. */
async function demonstration(): Promise<Snapshot> {
  const { config } = loadConfig('data/status.yaml', {}) as { config: Config }
  const store = await openSqliteStore(':memory:', { timezone: config.page.timezone })
  try {
    await recordHistory(store, config, 35, now, () => {})
    await recordNotices(store, config, 35, now)
    await recordDeployments(store, config, 35, now)
    await expandRecurringMaintenance(store, config, now)
    const freezer = createFreezer({ store, config, log: { info() {}, error() {} } })
    while (await freezer.pass(now));
    const source = createSnapshotSource(store, config, () => ({ cutOff: false, demo: true }), false)
    return assembleSnapshot(await source.gather(now))
  } finally {
    await store.close()
  }
}

/** Some pages of every kind in every language: those whose addresses differ in ids and dates only are of one kind. */
function somePages(snapshot: Snapshot): string[] {
  const pages = site
    .routes(snapshot)
    .map(({ path }) => path)
    .filter((path) => path.endsWith('/') || path.endsWith('.html'))
  const kinds = Map.groupBy(pages, (path) =>
    path
      .replaceAll(/\d{4}-\d\d(-\d\d)?/g, (date) => (date.length > 7 ? 'DAY' : 'MONTH'))
      .replaceAll(/(?<=\/(components|incidents|maintenance|sla|embed)\/)(?!MONTH)[^/]+/g, 'ID'),
  )
  return [...kinds.values()].flatMap((paths) =>
    paths.filter((_, i) => i === paths.length - 1 || i % Math.ceil(paths.length / (perKind - 1)) === 0),
  )
}

async function write(name: string, snapshot: Snapshot): Promise<number> {
  const pages = somePages(snapshot)
  for (const path of pages) {
    const file = join(folder, name, path.endsWith('/') ? `${path}index.html` : path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, await textOf(site, path, snapshot))
  }
  return pages.length
}

/** No way in lets U+0000 through, and no page can hold it. */
const withoutNul = (snapshot: Snapshot): Snapshot =>
  JSON.parse(JSON.stringify(snapshot).replaceAll('\\u0000', '')) as Snapshot

/** A page in its own language alone, where it is not the languages that are tried. */
const inOneLanguage = ({ page, ...rest }: Snapshot): Snapshot => ({
  ...rest,
  page: { ...page, locales: [page.locale] },
})

type CheckerMessage = {
  readonly type: string
  readonly url: string
  readonly message: string
  readonly extract?: string
}

const check = (): Promise<readonly CheckerMessage[]> =>
  new Promise((resolve, reject) => {
    const args = ['-Xmx512m', '-jar', checker, '--stdout', '--exit-zero-always', '--skip-non-html']
    execFile(
      'java',
      [...args, '--errors-only', '--format', 'json', folder],
      { maxBuffer: 1e8 },
      (error, stdout) => {
        if (error) reject(error)
        else resolve((JSON.parse(stdout) as { messages: readonly CheckerMessage[] }).messages)
      },
    )
  })

test(
  'the Nu checker finds no error in pages of every kind, in every language',
  { timeout: 900_000 },
  async (context) => {
    if (!hasJava()) return context.skip('there is no Java on this machine to run the Nu checker with')
    const counts = [
      await write('demonstration', await demonstration()),
      await write('rich', aRichSnapshot()),
      await write('hostile', withoutNul(aHostileSnapshot())),
      await write('many', aSnapshotOf(60)),
      await write('empty', aSnapshotOf(0)),
      await write('long', withLongTexts(inOneLanguage(aRichSnapshot()))),
      await write('arabic', inInventedLanguage(aRichSnapshot(), 'ar')),
      await write('thai', inInventedLanguage(aRichSnapshot(), 'th')),
    ]
    expect(Math.min(...counts)).toBeGreaterThan(10)
    // Its list of styles is older than cascade layers: those are for browsers to judge.
    const problems = (await check())
      .filter(({ message }) => !message.startsWith('CSS: '))
      .map(
        ({ url, message, extract }) =>
          `${url.slice(url.indexOf(folder) + folder.length)}: ${message} ${extract}`,
      )
    expect(problems.slice(0, 10)).toEqual([])
  },
)
