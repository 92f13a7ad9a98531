import type { Config } from '../../core/config/config.ts'
import { announcementFields } from '../../core/announcement/fields.ts'
import { incidentFields, incidentUpdateFields } from '../../core/incident/fields.ts'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { formatInstantWords } from '../../notices/rules/time-words.ts'
import { parseTime } from '../../core/time/parse-time.ts'
import { formatAllLocales } from '../io/localized-text.ts'

const fieldLabels: Readonly<Record<string, string>> = Object.fromEntries(
  [announcementFields, maintenanceFields, incidentUpdateFields, incidentFields]
    .flatMap((fields) => Object.values<NoticeField>(fields))
    .map(({ name, label }) => [name, label]),
)

/** What is about to be published, a line or more for each field of the API that was set. */
export function previewLines(
  fields: Readonly<Record<string, unknown>>,
  { page }: Pick<Config, 'page'>,
  now = Date.now(),
): string[] {
  return Object.entries(fieldLabels).flatMap(([field, name]) => {
    const value = fields[field]
    if (value === undefined || value === null) return []
    const [first = '', ...rest] = formatField(field, value, page, now).split('\n')
    return [`  ${`${name}:`.padEnd(12)}${first}`, ...rest.map((line) => `${' '.repeat(14)}${line}`)]
  })
}

function formatField(field: string, value: unknown, page: Config['page'], now: number): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (/(_for|_until|_at|^at|^until)$/.test(field)) {
    const instant = parseTime(String(value), now, page.timezone)
    return instant === null ? String(value) : formatInstantWords(instant, page.timezone)
  }
  if (field === 'tasks') return (value as readonly Text[]).map(formatAllLocales).join('\n')
  if (field !== 'components') return formatAllLocales(value as Text)
  if (Array.isArray(value)) return value.join(', ') || 'none'
  const componentStatuses = Object.entries(value as Record<string, string>)
  return componentStatuses.map(([id, status]) => `${id} ${status}`).join('\n') || 'none'
}
