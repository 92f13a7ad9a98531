import { maintenanceFields, optionalTexts } from '../../core/maintenance/fields.ts'
import type { Config } from '../../core/config/config.ts'
import type { Locator } from '../locator.ts'
import type { ConfigPath, ConfigProblem } from '../problem.ts'
import { fields, get } from '../raw-values.ts'

/** Places of the file where readers' texts stand; elsewhere a mapping is not a text. */
const textKeys = new Set<string>([
  'name',
  'description',
  'group',
  'title',
  'body',
  ...optionalTexts().map((member) => maintenanceFields[member].name as string),
  'tasks',
  'price',
  'support',
  'examples',
  'opened',
  'changed',
  'recovered',
  'again',
])

/** Texts in a language of no page, or missing in the page's own. */
export function languageWarnings(root: unknown, config: Config, locator: Locator): ConfigProblem[] {
  const { locale, locales } = config.page
  const found: ConfigProblem[] = []
  const list = locales.join(', ')
  const visit = (value: unknown, path: ConfigPath, key: string): void => {
    if (Array.isArray(value)) return value.forEach((item, index) => visit(item, [...path, index], key))
    if (typeof value !== 'object' || value === null) return
    const isText = textKeys.has(key) || path[2] === 'title'
    if (!isText || Object.values(value).some((inner) => typeof inner !== 'string'))
      return fields(value).forEach(([inner, content]) => visit(content, [...path, inner], inner))
    for (const [tag] of fields(value))
      if (!locales.includes(tag))
        found.push(
          locator.problem(
            [...path, tag],
            `nobody reads it, since the page is in ${list}. Add "${tag}" to page.locales or remove the line.`,
            'key',
          ),
        )
    if (get(value, locale) === undefined)
      found.push(
        locator.problem(
          path,
          `has no text in ${locale}, the language of the page. Write "${locale}: …" too.`,
        ),
      )
  }
  for (const section of [
    'components',
    'tiers',
    'maintenance',
    'metrics',
    'objectives',
    'priorities',
    'incidents',
  ])
    visit(get(root, section), [section], section)
  return found
}
