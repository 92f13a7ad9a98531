import type { NoticeField, NoticeFields } from '../../core/notice/notice-field.ts'
import type { Text } from '../../core/text/localized-text.ts'
import type { FieldWay } from '../../notices/fields/kinds.ts'
import { hasField } from '../../notices/fields/field-shape.ts'
import { type Flags, readTextFlag } from '../io/text-flags.ts'
import { type FlagDefinition, commonFlags } from './command-group.ts'
import type { NoticeCommandContext } from './command-context.ts'
import { parseComponentIds, parseComponentStatuses } from './component-flags.ts'

const textKinds: ReadonlySet<NoticeField['kind']> = new Set([
  'title',
  'body',
  'message',
  'required_text',
  'text',
  'optional_text',
])
const isText = ({ kind }: NoticeField): boolean => textKinds.has(kind)
/** Texts that may be read from a file. */
const isBody = ({ kind }: NoticeField): boolean =>
  kind === 'body' || kind === 'message' || kind === 'required_text'

/** The flags of described fields for a command that creates or corrects, in their order. */
export const describedFlags = (
  fields: NoticeFields,
  way: Extract<FieldWay, 'create' | 'correct'>,
): readonly FlagDefinition[] =>
  Object.values(fields)
    .filter((field) => hasField(field, way))
    .flatMap((field): FlagDefinition[] => {
      const { name, value, help, correctHelp = help } = field.flag
      const definition: FlagDefinition = [`--${name} <${value}>`, way === 'correct' ? correctHelp : help]
      return isBody(field) ? [definition, commonFlags.bodyFile] : [definition]
    })

/** The flags that have one for each language. */
export const localizedFlags = (fields: NoticeFields): readonly string[] =>
  Object.values(fields)
    .filter(isText)
    .flatMap((field) => (isBody(field) ? [field.flag.name, `${field.flag.name}-file`] : [field.flag.name]))

/**
 * The fields of the API that flags set; what is not set is absent.
 *
 * @param bodyFile the flag that names a file with the body, by its name in `flags`
 * @throws UsageError
 */
export async function readFieldFlags(
  fields: NoticeFields,
  { config, terminal, input }: NoticeCommandContext,
  flags: Flags,
  bodyFile = 'bodyFile',
): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {}
  for (const field of Object.values(fields)) {
    const flag = toCamelCase(field.flag.name)
    const textFlag = isBody(field) ? { name: flag, file: bodyFile } : { name: flag }
    const value = isText(field)
      ? await readTextFlag(flags, textFlag, config, terminal, input)
      : parseFlag(field, flags[flag], flags)
    if (value !== undefined) result[field.name] = value
  }
  return result
}

/** The value of the API that a flag stands for. @throws UsageError */
function parseFlag({ kind }: NoticeField, value: unknown, flags: Flags): unknown {
  switch (kind) {
    case 'components':
      return parseComponentIds(value as readonly string[] | undefined)
    case 'statuses':
      return parseComponentStatuses(value as readonly string[] | undefined, flags['impact'])
    case 'priority':
      return value === 'none' ? null : value
    case 'share':
      // A bare number is a share; a percentage is for the notice service to read.
      return typeof value === 'string' && /^\d*\.?\d+$/.test(value) ? Number(value) : value
    case 'actions':
      return (value as readonly string[] | undefined)?.map((action) => {
        const [, box, text] = /^\[([ xX])\]\s*(.*)$/s.exec(action) ?? []
        return box === undefined ? { text: action } : { text, done: box !== ' ' }
      })
    default:
      return value
  }
}

/** A flag's name as commander keeps it: `body-file` is `bodyFile`. */
const toCamelCase = (name: string): string =>
  name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The texts that may be in several languages: the name in the API, and what a row has. */
export const localizedFields = (
  fields: NoticeFields,
  row: Readonly<Record<string, unknown>>,
): (readonly [string, Text | null])[] =>
  Object.entries(fields)
    .filter(([, field]) => isText(field))
    .map(([member, { name }]) => [name, (row[member] ?? null) as Text | null] as const)

/** The texts of a row for people, with their headings; its body first, without one. */
export const describedTexts = (
  fields: NoticeFields,
  row: Readonly<Record<string, unknown>>,
): (readonly [string, Text])[] =>
  Object.entries(fields).flatMap(([member, field]) => {
    const text = (row[member] ?? '') as Text
    if (!isText(field) || field.kind === 'title' || text === '') return []
    return [[isBody(field) ? '' : `${field.label.toLowerCase()}:`, text] as const]
  })
