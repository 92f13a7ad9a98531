import type { Config } from '../../core/config/config.ts'
import type { Announcement } from '../../core/announcement/announcement.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { Notice } from '../../core/incident/notice.ts'
import { formatAnnouncementLine, parseAnnouncementLine } from './announcement-line.ts'
import { parseIncidentLine, formatIncidentLine } from './incident-line.ts'
import { formatMaintenanceLine, parseMaintenanceLine } from './maintenance-line.ts'
import { type LineContext, createLineContext } from './line-context.ts'
import { ValidationError } from '../rules/validation-error.ts'

/** A notice as one line of `import notices` and `export notices`. */
export type ParsedLine =
  | { readonly ok: true; readonly kind: 'incident'; readonly row: Incident }
  | { readonly ok: true; readonly kind: 'maintenance'; readonly row: Maintenance }
  | { readonly ok: true; readonly kind: 'announcement'; readonly row: Announcement }
  | { readonly ok: false; readonly problems: readonly string[] }

const lineExample =
  'Write one object a line, such as {"kind":"incident","id":"i1","title":"…","started_at":"2026-11-01T10:00:00Z","updates":[{"at":"2026-11-01T10:05:00Z","status":"resolved","body":"…","components":{"api":"major_outage"}}]}.'

/** What to write where a line wants something else than the API. */
const lineAdvice: Readonly<Record<string, string>> = {
  id: 'Write the notice’s own id: one line of 200 characters at most.',
  updates: 'Write a list of messages: [{"at":"2026-11-01T10:05:00Z","status":"investigating","body":"…"}].',
}

/** Read a line at an instant (ms): the row it stands for at version 1, or every issue it has. */
export function parseNoticeLine(
  line: string,
  config: Pick<Config, 'page' | 'components' | 'notice'>,
  now: number,
): ParsedLine {
  const refuse = (...problems: string[]): ParsedLine => ({ ok: false, problems })
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return refuse(`is not JSON. ${lineExample}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(`is not a JSON object. ${lineExample}`)
  const { kind } = value as { kind?: unknown }
  const read: LineContext = createLineContext(config, now)
  try {
    if (kind === 'incident') return { ok: true, kind, row: parseIncidentLine(value, read) }
    if (kind === 'maintenance') return { ok: true, kind, row: parseMaintenanceLine(value, read) }
    if (kind === 'announcement') return { ok: true, kind, row: parseAnnouncementLine(value, read) }
    return refuse(
      `"kind" ${kind === undefined ? 'is missing' : 'is none known here'}. Write "incident", "maintenance" or "announcement".`,
    )
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    return refuse(
      ...error.issues.map(({ path, message }) => {
        if (path === '') return message
        const [issue] = message.split('. Write ')
        return `"${path}" ${lineAdvice[path] === undefined ? message : `${issue}. ${lineAdvice[path]}`}`
      }),
    )
  }
}

/** A notice as a line that `parseNoticeLine` reads as the same one. The file it is written in is not named: it stays where it is. */
export function formatNoticeLine({ kind, notice }: Notice): string {
  switch (kind) {
    case 'incident':
      return JSON.stringify(formatIncidentLine(notice))
    case 'maintenance':
      return JSON.stringify(formatMaintenanceLine(notice))
    case 'announcement':
      return JSON.stringify(formatAnnouncementLine(notice))
  }
}
