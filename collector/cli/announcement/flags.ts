import { announcementFields } from '../../core/announcement/fields.ts'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import { type Flags, readTextFlag } from '../io/text-flags.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'
import { omitUndefined } from '../notices/message-fields.ts'
import { type FlagDefinition, commonFlags } from '../notices/command-group.ts'

const fields: readonly NoticeField[] = Object.values(announcementFields)
const isText = ({ kind }: NoticeField): boolean => kind === 'title' || kind === 'required_body'

/** The flags of an announcement, in the order of its description. */
export const announcementFlags: readonly FlagDefinition[] = fields.flatMap((field): FlagDefinition[] => {
  const { kind, flag } = field
  const definition: FlagDefinition = [
    flag.value === '' ? `--${flag.name}` : `--${flag.name} <${flag.value}>`,
    flag.help,
  ]
  return kind === 'required_body' ? [definition, commonFlags.bodyFile] : [definition]
})

/** The flags that have one for each language. */
export const localizedFlags: readonly string[] = [
  ...fields.filter(isText).map(({ flag }) => flag.name),
  'body-file',
]

/** The fields of the API that flags give; what is not given is absent. @throws UsageError */
export async function readAnnouncementFlags(
  { config, terminal, input }: NoticeCommandContext,
  flags: Flags,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = { published_at: flags['at'] }
  for (const field of fields) {
    const { kind, name, flag } = field
    if (isText(field))
      values[name] = await readTextFlag(
        flags,
        kind === 'required_body' ? { name: flag.name, file: `${flag.name}File` } : { name: flag.name },
        config,
        terminal,
        input,
      )
    else values[name] = kind === 'optional_instant' && flags[flag.name] === 'none' ? null : flags[flag.name]
  }
  return omitUndefined(values)
}
