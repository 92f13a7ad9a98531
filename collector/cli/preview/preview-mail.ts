import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CliError, UsageError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import { mimeOf } from '../../channels/email/mime.ts'
import type { Config } from '../../core/config/config.ts'
import type { MaintenanceMoment } from '../../core/delivery/notification.ts'
import type { ReaderNews } from '../../core/delivery/subscriber-mails/compose.ts'
import { subscriberMail } from '../../core/delivery/subscriber-mails/subscriber-mail.ts'
import { maintenanceStatus } from '../../core/maintenance/maintenance.ts'
import { latestRevisions } from '../../core/report/chain.ts'
import type { Report } from '../../core/report/report-document.ts'
import { mailEdition } from '../../deliveries/mail-edition.ts'
import { createDailyReports } from '../../reports/daily-report.ts'
import type { Store } from '../../store/store.ts'
import { plainLine } from '../io/plain-text.ts'

/** What a preview is made with. */
type PreviewContext = {
  readonly terminal: Terminal
  readonly config: Config
  readonly store: Store
  readonly now: number
}

/** Whom a preview is for: a name that reaches nobody (RFC 2606). */
const reader = 'reader@example.com'

/** Write the mail that subscribers get of a notice: three files, whose names are printed. Resolves to the exit code. */
export async function previewMail(
  { terminal, config, store, now }: PreviewContext,
  id: string,
  { locale = config.page.locale, out, json = false }: { locale?: string; out: string; json?: boolean },
): Promise<number> {
  const { page, channels, subscriptions } = config
  if (!page.locales.includes(locale))
    throw new UsageError(
      `--locale ${plainLine(locale)} is no language of the page. Write one of: ${page.locales.join(', ')}.`,
    )
  const news = await newsOf({ store, config, now }, id)
  if (!news)
    throw new CliError(
      `there is no notice, no day with anything to report and no frozen month ${plainLine(id)}. vigie incident list, vigie maintenance list and vigie report monthly show what there is.`,
    )
  const edition = await mailEdition(store, config, news, locale, now)
  const base = subscriptions.url ?? page.url
  const link = (path: string): string | null => (base === null ? null : base.replace(/\/+$/, '') + path)
  const mail = subscriberMail(
    edition,
    {
      address: reader,
      manage: link('/subscribe/manage?token=preview'),
      leave: link('/unsubscribe?token=preview'),
    },
    { topics: [`${news.kind}/${id}`], id: ['preview'] },
    edition.attachments,
  )
  const channel = channels.find(({ name }) => name === subscriptions.emailChannel)
  const from = channel?.kind === 'email' ? channel.from : 'status@example.com'
  mkdirSync(out, { recursive: true })
  const files = [
    [`${id}.eml`, await mimeOf(mail, from)],
    [`${id}.txt`, mail.text],
    [`${id}.html`, mail.html],
    ...edition.attachments.map((one) => [`${id}.ics`, one.content] as const),
  ] as const
  const paths = files.map(([name]) => join(out, name.replaceAll(/[^\w.-]/g, '_')))
  for (const [i, [, text]] of files.entries()) writeFileSync(paths[i]!, text)
  if (json) terminal.out(JSON.stringify({ subject: mail.subject, files: paths }))
  else for (const path of paths) terminal.out(path)
  return 0
}

const moments: Partial<Record<ReturnType<typeof maintenanceStatus>, MaintenanceMoment>> = {
  completed: 'completed',
  cancelled: 'cancelled',
  in_progress: 'started',
  verifying: 'updated',
}

const isDate = (id: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(id) && !Number.isNaN(Date.parse(id))

/** What there is to tell of a notice by now, all of it. */
async function newsOf(
  { store, config, now }: Omit<PreviewContext, 'terminal'>,
  id: string,
): Promise<ReaderNews | null> {
  const incident = await store.incident(id)
  if (incident)
    return {
      kind: 'incident',
      incident,
      updates: incident.updates,
      automatic: false,
      relapses: 0,
      escalation: null,
    }
  const maintenance = await store.maintenance(id)
  if (maintenance) {
    const update = maintenance.updates.at(-1) ?? null
    const moment = moments[maintenanceStatus(maintenance, now)] ?? 'announced'
    return { kind: 'maintenance', maintenance, moment, update }
  }
  const announcement = await store.announcement(id)
  if (announcement) return { kind: 'announcement', announcement }
  if (isDate(id)) {
    const report = await createDailyReports(store, config, () => now)(id)
    return report && { kind: 'report', report }
  }
  const report = latestRevisions(await store.reports()).get(id)
  return report ? { kind: 'report', report: JSON.parse(report.text) as Report } : null
}
