import { join } from 'node:path'
import { verifyChain } from '../../core/report/chain.ts'
import { dayOf, monthOf } from '../../core/time/calendar.ts'
import type { Config } from '../../core/config/config.ts'
import { reportPeriod } from '../../core/report/build-report.ts'
import { reportCsv } from '../../core/report/report-csv.ts'
import type { ReportPeriod } from '../../core/report/report-input.ts'
import { reportMail } from '../../core/report/report-mail.ts'
import { sanitizeLine } from '../../core/text/plain-line.ts'
import { previousPeriodName } from '../../core/report/report-period.ts'
import { reportText } from '../../core/report/report-text.ts'
import type { Report } from '../../core/report/report-document.ts'
import type { Locale } from '../../core/text/localized-text.ts'
import { AlteredReportError, loadReport } from '../../reports/load-report.ts'
import { sha256 } from '../../reports/report-facts.ts'
import { createReportTexts } from '../../reports/report-texts.ts'
import { teamReport } from '../../reports/team-report.ts'
import type { Store } from '../../store/store.ts'
import { plainText } from '../io/plain-text.ts'
import { CliError, UsageError, didYouMean } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'

/** The forms a report is printed in. */
export const reportFormats = ['text', 'json', 'csv', 'html'] as const

/** What `vigie report daily|monthly` is given. */
export type ReportFlags = {
  readonly date?: string
  readonly format?: string
  readonly locale?: string
  readonly json?: boolean
  /** With the metrics that readers do not see. */
  readonly private?: boolean
}

/** What a command about reports works with. */
export type ReportCommandContext = {
  readonly terminal: Terminal
  readonly config: Config
  readonly store: Store
  readonly now: number
}

/**
 * `vigie report daily|monthly`: a frozen month as it was frozen, everything else from what is stored, as of now.
 *
 * @throws UsageError for a date, a format or a locale that is none; Failed for a frozen report that was altered
 */
export async function printReport(
  context: ReportCommandContext,
  kind: Report['kind'],
  flags: ReportFlags,
): Promise<number> {
  const { terminal, config } = context
  const format = parseFormat(flags)
  const locale = parseLocale(flags.locale, config.page)
  const period = parsePeriod(context, kind, flags.date)
  const { text, revised, ...loaded } = await load(context, period)
  const report = flags.private
    ? await teamReport(context.store, config, loaded.report, period, context.now)
    : loaded.report
  const output = {
    text: () => plainText(reportText(report, locale, revised, config.page.words)),
    // Without private metrics byte for byte as it was hashed.
    json: () => (flags.private ? JSON.stringify(report) : text),
    csv: () => reportCsv(report, locale),
    html: () =>
      reportMail(report, locale, revised, reportUrl(config, report, locale), config.page.words).html,
  }[format]()
  terminal.out(output.replace(/\r?\n$/, ''))
  return 0
}

function parseFormat({ format = 'text', json }: ReportFlags): (typeof reportFormats)[number] {
  if (json) return 'json'
  const reportFormat = reportFormats.find((one) => one === format)
  if (reportFormat) return reportFormat
  throw new UsageError(
    `--format "${format}" is none.${didYouMean(format, reportFormats)} Write one of: ${reportFormats.join(', ')}.`,
  )
}

function parseLocale(value: string | undefined, page: Config['page']): Locale {
  if (value === undefined || page.locales.includes(value)) return value ?? page.locale
  throw new UsageError(
    `--locale "${value}" is none of this page.${didYouMean(value, page.locales)} Write one of: ${page.locales.join(', ')}.`,
  )
}

/** The period asked for; yesterday or last month when none was. */
function parsePeriod(
  { config, now }: ReportCommandContext,
  kind: Report['kind'],
  date: string | undefined,
): ReportPeriod {
  const zone = config.page.timezone
  const currentPeriod = kind === 'daily' ? dayOf(now, zone) : monthOf(now, zone)
  const name = date ?? previousPeriodName(kind, currentPeriod)
  const example = kind === 'daily' ? 'a day, such as 2026-11-22' : 'a month, such as 2026-10'
  const pattern = kind === 'daily' ? /^[12]\d{3}-\d\d-\d\d$/ : /^[12]\d{3}-\d\d$/
  const dateError = (problem: string): UsageError =>
    new UsageError(`--date "${name}" ${problem}. Write ${example}.`)
  if (!pattern.test(name)) throw dateError(kind === 'daily' ? 'is not a day' : 'is not a month')
  let period: ReportPeriod
  try {
    period = reportPeriod(kind, name, zone)
  } catch (error) {
    if (error instanceof RangeError) throw dateError('does not exist')
    throw error
  }
  if (period.from > now) throw dateError('lies in the future')
  return period
}

/** @throws CliError for a frozen report that was altered */
async function load({ terminal, store, config, now }: ReportCommandContext, period: ReportPeriod) {
  const texts = createReportTexts(join(terminal.data, 'reports'), config.page, { error: terminal.err })
  try {
    return await loadReport(store, config, period, now, texts)
  } catch (error) {
    if (error instanceof AlteredReportError) throw new CliError(error.message)
    throw error
  }
}

const reportUrl = ({ page }: Config, { period }: Report, locale: Locale): string | null =>
  page.url === null
    ? null
    : `${page.url.replace(/\/+$/, '')}/${locale === page.locale ? '' : `${locale}/`}reports/${period}/`

/** `vigie report verify`: is the chain of frozen reports whole? Exits 1 and names the first broken link when it is not. */
export async function verifyReports(
  { terminal, store }: Pick<ReportCommandContext, 'terminal' | 'store'>,
  json = false,
): Promise<number> {
  const reports = await store.reports()
  const problems = verifyChain(reports, sha256)
  const [first] = problems
  const last = reports.at(-1)
  if (json)
    terminal.out(JSON.stringify({ ok: !first, links: reports.length, last: last?.hash ?? null, problems }))
  else if (first) {
    const more = problems.length - 1
    terminal.err(
      `link ${first.sequence} (${sanitizeLine(String(first.period))}, revision ${first.revision}): ${sanitizeLine(first.problem)}.`,
    )
    if (more > 0)
      terminal.err(`${more === 1 ? 'One more problem' : `${more} more problems`}: --json lists all.`)
  } else if (!last) terminal.out('No report is frozen yet.')
  else {
    terminal.out(`${reports.length === 1 ? '1 link' : `${reports.length} links`}, whole. The last one:`)
    terminal.out(`  ${sanitizeLine(last.period)}, revision ${last.revision}  ${last.hash}`)
  }
  return first ? 1 : 0
}
