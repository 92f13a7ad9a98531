import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../core/config/config.ts'
import type { Report } from '../core/report/report-document.ts'
import type { Text } from '../core/text/localized-text.ts'

/** The longest text of a report, bytes. */
const maxBytes = 64 * 1024
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g

/** What the team wrote to the reports of months. */
export type ReportTexts = {
  /** Another whenever a file came, went or changed. */
  version(): Promise<string>
  /**
   * The text (Markdown) of a month, `YYYY-MM`; null where its file is blank, undefined where there is none: what was frozen
   * then stays.
   */
  read(month: string): Promise<Text | null | undefined>
}

/** The files `YYYY-MM.md` in a folder, which need not be there; further languages stand below `### en`. */
export function createReportTexts(
  folder: string,
  page: Pick<Config['page'], 'locale' | 'locales'>,
  log: { error(text: string): void },
): ReportTexts {
  const refused = new Set<string>()
  return {
    async version() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d{4}-\d\d\.md$/.test(name))
      const states = await Promise.all(
        names.toSorted().map(async (name) => {
          const stats = await stat(join(folder, name)).catch(() => null)
          return stats && `${name} ${stats.mtimeMs} ${stats.size}`
        }),
      )
      return states.join()
    },
    async read(month) {
      const file = join(folder, `${month}.md`)
      const stats = await stat(file).catch(() => null)
      if (!stats?.isFile()) return undefined
      const refuse = (why: string): undefined => {
        const key = `${file} ${stats.mtimeMs}`
        if (!refused.has(key)) log.error(`${file} is left out: ${why}`)
        refused.add(key)
      }
      if (stats.size > maxBytes)
        return refuse(`it has ${stats.size} bytes. Write at most ${maxBytes}, and link to the rest.`)
      const bytes = await readFile(file)
      try {
        return textOf(new TextDecoder('utf-8', { fatal: true }).decode(bytes), page)
      } catch {
        return refuse('it is not UTF-8 text. Save it as UTF-8.')
      }
    },
  }
}

/** What is wrong with a text of a report, or with its name, and what to write instead. */
export type ReportTextProblem = { readonly file: string; readonly message: string }

/**
 * Judge the texts in a folder, which need not be there: those that would be left out, and files whose names are no month.
 *
 * @returns in the order of their names
 */
export async function validateReportTexts(
  folder: string,
  page: Pick<Config['page'], 'locale' | 'locales'>,
): Promise<readonly ReportTextProblem[]> {
  const problems: ReportTextProblem[] = []
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.md'))
  for (const name of names.toSorted()) {
    const file = join(folder, name)
    if (!/^\d{4}-(?:0[1-9]|1[0-2])\.md$/.test(name))
      problems.push({
        file,
        message: 'is no month, so no report shows it. Name it as a month is, such as 2026-10.md.',
      })
    else {
      const log = {
        error: (text: string) => void problems.push({ file, message: text.slice(file.length + 1) }),
      }
      await createReportTexts(folder, page, log).read(name.slice(0, 7))
    }
  }
  return problems
}

/** A report with what the team wrote to it, or without. */
export function withProse(report: Report, prose: Text | null | undefined): Report {
  const { prose: _, ...rest } = report
  return prose == null ? rest : { ...rest, prose }
}

/** A file cut at headings of the page's languages outside of code; before the first stands the page's own. */
function textOf(written: string, page: Pick<Config['page'], 'locale' | 'locales'>): Text | null {
  const parts = new Map<string, string[]>()
  let locale = page.locale
  let fenced = false
  for (const line of written.replaceAll('\r\n', '\n').replaceAll(control, '').split('\n')) {
    if (/^\s{0,3}(```|~~~)/.test(line)) fenced = !fenced
    const named = fenced ? undefined : /^###\s+(\S+)\s*$/.exec(line)?.[1]?.toLowerCase()
    const known = page.locales.find((one) => one.toLowerCase() === named)
    if (known === undefined) parts.set(locale, [...(parts.get(locale) ?? []), line])
    else locale = known
  }
  const texts = [...parts]
    .map(([tag, lines]) => [tag, lines.join('\n').trim()] as const)
    .filter(([, text]) => text !== '')
  return texts.length === 0 ? null : Object.fromEntries(texts)
}
