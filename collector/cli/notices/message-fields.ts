/** Without what was not given. */

import { type Flags, readTextFlag } from '../io/text-flags.ts'
import type { NoticeCommandContext } from './command-context.ts'
import { parseComponentStatuses } from './component-flags.ts'

export const omitUndefined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
/** The API's fields of a body and its components from flags; what was not given is absent. */

export async function readMessageFields(
  { config, terminal, input }: NoticeCommandContext,
  flags: Flags,
): Promise<Record<string, unknown>> {
  const body = await readTextFlag(flags, { name: 'body', file: 'bodyFile' }, config, terminal, input)
  const components = parseComponentStatuses(
    flags['component'] as readonly string[] | undefined,
    flags['impact'],
  )
  return omitUndefined({
    body,
    components,
    status: flags['status'],
    impact: flags['impact'],
    priority: flags['priority'] === 'none' ? null : flags['priority'],
    at: flags['at'],
    notify: flags['notify'] === false ? false : undefined,
  })
}
