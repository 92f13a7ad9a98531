import type { NoticeField } from '../../core/incident/notice-field.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { parseComponentIds } from '../notices/component-flags.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'
import { type Flags, readTextFlag } from '../io/text-flags.ts'
import { type FlagDefinition, commonFlags } from '../program/command-group.ts'

const fields = Object.values<NoticeField>(maintenanceFields)
const members = Object.entries<NoticeField>(maintenanceFields)
const isText = ({ kind }: NoticeField): boolean =>
  kind === 'title' || kind === 'body' || kind === 'text' || kind === 'optional_text'

/** The flags of the described fields, in their order; `--component` differs between commands. */
export const describedFlags: readonly FlagDefinition[] = fields.flatMap((field): FlagDefinition[] => {
  const { kind, flag } = field
  if (kind === 'components') return []
  const definition: FlagDefinition = [`--${flag.name} <${flag.value}>`, flag.help]
  return kind === 'body' ? [definition, commonFlags.bodyFile] : [definition]
})

/** The flags that have one for each language. */
export const localizedFlags: readonly string[] = fields
  .filter(isText)
  .flatMap(({ kind, flag }) => (kind === 'body' ? [flag.name, `${flag.name}-file`] : [flag.name]))

/** The fields of the API that flags give; what is not given is absent. @throws UsageError */
export async function readFieldFlags(
  { config, terminal, input }: NoticeCommandContext,
  flags: Flags,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const { kind, name } = field
    const flag = toCamelCase(field.flag.name)
    const value = isText(field)
      ? await readTextFlag(
          flags,
          kind === 'body' ? { name: flag, file: `${flag}File` } : { name: flag },
          config,
          terminal,
          input,
        )
      : kind === 'components'
        ? parseComponentIds(flags[flag] as readonly string[] | undefined)
        : flags[flag]
    if (value !== undefined) values[name] = value
  }
  return values
}

/** A flag's name as commander keeps it: `body-file` is `bodyFile`. */
const toCamelCase = (name: string): string =>
  name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The texts that may be in several languages: the name in the API, and what a window has. */
export const localizedFields = (row: Readonly<Record<string, unknown>>): (readonly [string, Text | null])[] =>
  members
    .filter(([, field]) => isText(field))
    .map(([member, { name }]) => [name, (row[member] ?? null) as Text | null] as const)

/** The parts of a window for people, with their headings; its text first, without one. */
export const describedTexts = (row: Readonly<Record<string, unknown>>): (readonly [string, Text])[] =>
  members.flatMap(([member, { kind, label }]) => {
    const text = (row[member] ?? '') as Text
    if (kind !== 'body' && kind !== 'text' && kind !== 'optional_text') return []
    return text === '' ? [] : [[kind === 'body' ? '' : `${label.toLowerCase()}:`, text] as const]
  })
