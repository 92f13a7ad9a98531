import { parseTime } from '../../core/time/parse-time.ts'
import { parseDuration } from '../../core/time/duration.ts'
import { UsageError } from '../../app/errors.ts'
import { omitUndefined } from '../notices/message-fields.ts'
import { readTextFlag, type Flags } from '../io/text-flags.ts'
import type { NoticeCommandContext } from '../notices/command-context.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import { readFieldFlags } from '../notices/field-flags.ts'

/** The API's fields of a window from flags; what was not set is absent. */
export const readWindowFields = async (
  context: NoticeCommandContext,
  flags: Flags,
): Promise<Record<string, unknown>> =>
  omitUndefined({ ...(await readFieldFlags(maintenanceFields, context, flags)), force: flags['force'] })

/** The end of a window that is given by its beginning and `--lasts`. @throws UsageError */
export function computeUntil(
  flags: Flags,
  from: unknown,
  { config, now }: Pick<NoticeCommandContext, 'config' | 'now'>,
): string | undefined {
  const durationText = flags['lasts']
  if (typeof durationText !== 'string') return undefined
  if (flags['until'] !== undefined)
    throw new UsageError('--until and --lasts say the same thing. Write one of them.')
  const duration = parseDuration(durationText)
  if (duration === null)
    throw new UsageError(`--lasts "${durationText}" is not a duration. Write one such as 30m or 2h.`)
  if (typeof from !== 'string') throw new UsageError('--lasts needs --from. Write both.')
  const start = parseTime(from, now, config.page.timezone)
  // What is wrong with --from is for the notice service to say.
  return start === null ? from : new Date(start + duration).toISOString()
}

/** What `start`, `extend`, `complete` and `cancel` may say with it. */
export const readMessage = async (
  { config, terminal, input }: NoticeCommandContext,
  flags: Flags,
): Promise<Record<string, unknown>> =>
  omitUndefined({
    body: await readTextFlag(flags, { name: 'body', file: 'bodyFile' }, config, terminal, input),
    notify: flags['notify'] === false ? false : undefined,
  })
