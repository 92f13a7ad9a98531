import { incidentFields, incidentUpdateFields } from '../../core/incident/fields.ts'
import type { Flags } from '../io/text-flags.ts'
import type { NoticeCommandContext } from './command-context.ts'
import { readFieldFlags } from './field-flags.ts'

/** Without what was not set. */
export const omitUndefined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** The API's fields of an incident and of a message in it from flags; what was not set is absent. */
export const readMessageFields = async (
  context: NoticeCommandContext,
  flags: Flags,
): Promise<Record<string, unknown>> => ({
  ...(await readFieldFlags(incidentFields, context, flags)),
  ...(await readFieldFlags(incidentUpdateFields, context, flags)),
  ...(flags['notify'] === false && { notify: false }),
})
