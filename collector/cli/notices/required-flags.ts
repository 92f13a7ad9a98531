import { UsageError } from '../../app/errors.ts'
import type { NoticeCommandContext } from './command-context.ts'

/**
 * Must somebody be asked? Where a required field was not given and nobody can be asked, that is refused.
 *
 * @param needed required fields of the API, and the flag of each
 * @throws UsageError naming every missing flag, with an example
 */
export function shouldPromptForMissing(
  { input }: Pick<NoticeCommandContext, 'input'>,
  fields: Readonly<Record<string, unknown>>,
  requiredFlags: Readonly<Record<string, string>>,
  example: string,
): boolean {
  const missing = Object.entries(requiredFlags)
    .filter(([field]) => fields[field] === undefined)
    .map(([, flag]) => flag)
  if (missing.length === 0) return false
  if (input.isTTY === true) return true
  throw new UsageError(
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing, and nobody can be asked here. For example:\n  ${example}`,
  )
}
