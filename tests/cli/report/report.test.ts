import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { Command, CommanderError } from 'commander'
import { expect, onTestFinished, test } from 'vitest'
import { addReportCommands } from '../../../collector/cli/report/command.ts'
import { widthOf } from '../../../collector/core/text/terminal-width.ts'
import { CliError, UsageError } from '../../../collector/app/errors.ts'
import type { Terminal } from '../../../collector/app/terminal.ts'
import { readConfig } from '../../../collector/app/bootstrap.ts'
import { openStore } from '../../../collector/app/store/open-store.ts'
import { backfill } from '../../../collector/monitoring/backfill.ts'
import { createFreezer } from '../../../collector/reports/freezer.ts'
import { dayOf, monthInterval, monthOf } from '../../../collector/core/time/calendar.ts'
import { previousPeriodName } from '../../../collector/core/report/report-period.ts'
import { anIncidentDuring } from '../../core/report/report-builders.ts'

const yaml = `
page: { name: "Example <b>", timezone: UTC, locale: fr, locales: [fr, en], url: 'https://status.example.com/' }
components:
  - { id: api, name: "=API, \\"one\\"", monitors: [{ id: a, kind: tcp, host: 127.0.0.1, port: 1, every: 1h }] }
  - { id: website, name: { fr: Site, en: Website }, monitors: [{ id: w, kind: tcp, host: 127.0.0.1, port: 1 }] }
metrics:
  - { id: revenue, name: { fr: Revenu, en: Revenue }, unit: €, growth: 5% }
  - { id: visits, name: { fr: Visites, en: Visits }, public: true }
`
const hour = 3_600_000

/** A folder with checks of the last three months, and its command line on the real store. */
async function aReportCli() {
  const data = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  await writeFile(join(data, 'status.yaml'), yaml)
  const terminal: Terminal = {
    data,
    configFile: join(data, 'status.yaml'),
    env: {},
    out: () => {},
    err: () => {},
    interactive: false,
  }
  const config = await readConfig(terminal)
  const now = Date.now()
  const store = await openStore(terminal, config)
  const from = Math.floor((now - 70 * 24 * hour) / hour) * hour
  const checks = []
  for (let at = from; at < now; at += hour)
    checks.push({ monitor: 'a', region: '', at, health: 'up' as const, took: 120 })
  await backfill(store, config.components[0]!.monitors[0]!, '', checks)
  await store.commit({
    incidents: [anIncidentDuring(from + hour, from + 2 * hour, { title: 'Lost\u001b[31m <i>' })],
    metrics: [0, 1].flatMap((back) => {
      const at = monthInterval(monthOf(now, 'UTC'), 'UTC').from - (1 + back * 31 * 24) * hour
      return [
        { metric: 'revenue', at, value: 1100 - back * 100 },
        { metric: 'visits', at, value: 7 },
      ]
    }),
  })
  await store.close()

  const inStore = async <T>(task: (of: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> => {
    const opened = await openStore(terminal, config)
    try {
      return await task(opened)
    } finally {
      await opened.close()
    }
  }
  const run = async (...argv: string[]) => {
    let out = ''
    let err = ''
    let code = 0
    const program = new Command('vigie').exitOverride()
    program.configureOutput({
      writeErr: (text) => void (err += text),
      writeOut: (text) => void (out += text),
    })
    addReportCommands(program, argv, async (_, task) => {
      code = await inStore((opened) =>
        task(
          { ...terminal, out: (line) => void (out += `${line}\n`), err: (line) => void (err += `${line}\n`) },
          config,
          opened,
        ),
      )
    })
    try {
      await program.parseAsync(argv, { from: 'user' })
    } catch (error) {
      if (error instanceof CommanderError || error instanceof UsageError) code = 2
      else if (error instanceof CliError) code = 1
      else throw error
      if (!(error instanceof CommanderError)) err += `${error.message}\n`
    }
    return { code, out, err }
  }
  const freeze = () =>
    inStore(async (opened) => {
      const one = createFreezer({ store: opened, config, log: { info: () => {}, error: () => {} } })
      // Well after the first hour of a month, whatever day it is.
      while (await one.pass(now + 2 * hour));
    })
  return {
    data,
    run,
    async write(name: string, text: string) {
      await mkdir(join(data, dirname(name)), { recursive: true })
      await writeFile(join(data, name), text)
    },
    freeze,
    first: monthOf(from + hour, 'UTC'),
    month: previousPeriodName('monthly', monthOf(now, 'UTC')),
    today: dayOf(now, 'UTC'),
  }
}

test('yesterday and the last month are reported in every form, in the languages of the page', async () => {
  const { run, month, today } = await aReportCli()
  const daily = await run('report', 'daily')
  expect(daily).toMatchObject({ code: 0, err: '' })
  expect(daily.out).toContain('Rapport quotidien · Example <b>')
  expect(daily.out).toContain('100\u00a0%')
  for (const line of daily.out.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80)
  const english = await run('report', 'monthly', '--locale', 'en')
  expect(english.out).toContain('Monthly report')
  expect(english.out).toContain('Website')
  const json = JSON.parse((await run('report', 'monthly', '--json')).out)
  expect(json).toMatchObject({
    version: 1,
    kind: 'monthly',
    period: month,
    before: { period: previousPeriodName('monthly', month) },
  })
  expect(json.components[0].availability.availability).toBe(1)
  const running = JSON.parse((await run('report', 'daily', '--date', today, '--format', 'json')).out)
  expect(running).toMatchObject({ kind: 'daily', period: today, days: [{ date: today }] })
})

test('what the team wrote to a month that is over is in its report before it is frozen, and later alike', async () => {
  const { run, write, first: month, today } = await aReportCli()
  await write(`reports/${month}.md`, 'Plus *rapide* : [détails](https://example.com/a).\n')
  await write(`reports/${today.slice(0, 7)}.md`, 'Pas encore.\n')
  for (const format of ['text', 'html', 'json']) {
    const { out } = await run('report', 'monthly', '--date', month, '--format', format)
    expect(out).toMatch(/rapide/)
  }
  const { out: html } = await run('report', 'monthly', '--date', month, '--format', 'html')
  expect(html).toContain('<p>Plus <em>rapide</em> : <a href="https://example.com/a"')
  expect((await run('report', 'monthly', '--date', today.slice(0, 7))).out).not.toContain('Pas encore')
})

test('the table of a month says of a day what sets it apart, and leaves out what is none', async () => {
  const { run, first: month } = await aReportCli()
  const csv = (await run('report', 'monthly', '--date', month, '--format', 'csv')).out
  const rows = [...csv.matchAll(/^[^,]*,component,api,"(?:[^"]|"")*",([^,]*),([^,]*),([^,]*),/gm)]
  const json = JSON.parse((await run('report', 'monthly', '--date', month, '--json')).out)
  const days = json.components.find(({ id }: { id: string }) => id === 'api').days
  expect(days.some(({ down }: { down: number }) => down > 0)).toBe(true)
  for (const day of days) {
    const reports = Object.fromEntries(
      rows.filter(([, date]) => date === day.date).map(([, , figure, value]) => [figure!, value!]),
    )
    expect(Number(reports['down'] ?? 0)).toBe(day.down)
    expect(Number(reports['unknown'] ?? 0)).toBe(day.unknown)
    expect(Number(reports['observed'] ?? reports['period'])).toBe(day.observed)
    expect(reports['availability']).toBe(day.availability === null ? '' : String(day.availability))
    for (const figure of ['down', 'degraded', 'excluded', 'unknown', 'checks', 'incidents'])
      expect(reports[figure]).not.toBe('0')
  }
})

test('a name cannot be a formula in a spreadsheet, nor markup in an e-mail, nor colours in a terminal', async () => {
  const { run, first: month } = await aReportCli()
  const { out: csv } = await run('report', 'monthly', '--date', month, '--format', 'csv')
  expect(csv.split('\r\n')[0]).toBe('period,section,id,name,date,figure,value,unit')
  expect(csv).toContain(`${month},component,api,"'=API, ""one""",,down,3600000,ms`)
  const { out: html } = await run('report', 'monthly', '--date', month, '--format', 'html')
  expect(html).toContain('Example &lt;b&gt;')
  expect(html).not.toMatch(/<b>|<i>|<script|<img|<link|src=|url\(|@import/)
  expect([...html.matchAll(/href="([^"]*)"/g)].map((one) => one[1])).toEqual([
    `https://status.example.com/reports/${month}/`,
  ])
  expect((await run('report', 'monthly', '--date', month)).out).not.toContain('\u001b')
})

test('a frozen month is printed byte for byte as it was hashed; the chain is whole', async () => {
  const { run, freeze, month, data } = await aReportCli()
  expect((await run('report', 'verify')).out).toContain('No report is frozen yet.')
  await freeze()
  const { out } = await run('report', 'monthly', '--json')
  const verified = await run('report', 'verify')
  expect(verified.code).toBe(0)
  expect(verified.out).toMatch(
    /^\d links, whole\. The last one:\n {2}20\d\d-\d\d, revision 1 {2}[0-9a-f]{64}\n$/,
  )
  const { ok, links, last } = JSON.parse((await run('report', 'verify', '--json')).out)
  expect({ ok, several: links > 1 }).toEqual({ ok: true, several: true })
  expect(verified.out).toContain(last)
  const db = new Database(join(data, 'status.db'))
  const hash = db.prepare('SELECT data FROM reports WHERE period = ?').pluck().get(month)
  db.close()
  expect(createHash('sha256').update(out.trimEnd()).digest('hex')).toBe(hash)
})

test('with --private a report has the metrics readers do not see, in every form; without, in none', async () => {
  const { run, freeze } = await aReportCli()
  for (const frozen of [false, true]) {
    if (frozen) await freeze()
    for (const format of ['text', 'csv', 'html', 'json']) {
      const { out } = await run('report', 'monthly', '--locale', 'en', '--format', format)
      expect(out, format).not.toMatch(/revenue|1.?100/i)
      expect(out, format).toContain('isits')
    }
    const words = async (format: string) =>
      (await run('report', 'monthly', '--private', '--locale', 'en', '--format', format)).out.replaceAll(
        '\u00a0',
        ' ',
      )
    expect(await words('text')).toMatch(
      /Private figures \(for the team only\)[^]+Revenue +1,100 € +\+10\.0% \(.*5%: /,
    )
    expect(await words('html')).toContain('Revenue')
    expect(await words('csv')).toContain('private_metric,revenue,Revenue,,value,1100,€')
    const report = JSON.parse(await words('json'))
    expect(report.metrics).toMatchObject([{ id: 'visits' }])
    expect(report.private_metrics).toMatchObject([{ id: 'revenue', value: 1100, growth_promised: 0.05 }])
    expect(report.private_metrics[0].growth).toBeCloseTo(0.1)
  }
})

test('a chain somebody touched is refused, and the first broken link named', async () => {
  const { run, freeze, data, month } = await aReportCli()
  await freeze()
  const db = new Database(join(data, 'status.db'))
  db.prepare(`UPDATE reports SET text = replace(text, '"down":0', '"down":1') WHERE period = ?`).run(month)
  db.close()
  const { code, out, err } = await run('report', 'verify')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(
    new RegExp(
      `^link \\d \\(${month}, revision 1\\): the text of the report is not the one that was frozen\\.\n$`,
    ),
  )
  expect(JSON.parse((await run('report', 'verify', '--json')).out)).toMatchObject({
    ok: false,
    problems: [{ period: month }],
  })
  expect(await run('report', 'monthly')).toMatchObject({
    code: 1,
    err: `the frozen report of ${month} was altered. See: vigie report verify\n`,
  })
})

test.each([
  [['daily', '--date', '2026-13-01'], /--date "2026-13-01" does not exist\. Write a day, such as/],
  [['daily', '--date', '2026-11'], /is not a day/],
  [['monthly', '--date', 'October'], /is not a month\. Write a month, such as 2026-10/],
  [['monthly', '--date', '2999-01'], /lies in the future/],
  [['daily', '--format', 'cvs'], /Did you mean "csv"\? Write one of: text, json, csv, html/],
  [['daily', '--locale', 'de'], /none of this page.*Write one of: fr, en/],
  [['check'], /Did you mean `vigie report verify`/],
] as const)('what cannot be meant is refused with what to write: %s', async (argv, message) => {
  const { run } = await aReportCli()
  const { code, err } = await run('report', ...argv)
  expect(code).toBe(2)
  expect(err).toMatch(message)
})
