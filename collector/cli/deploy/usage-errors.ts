import { CliError, UsageError } from '../../app/errors.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import type { DeploymentReader } from '../../store/deployment-store.ts'
import { plainLine } from '../io/plain-text.ts'

/** Flags by the field of the API that they fill. */
const flagNames: Readonly<Record<string, string>> = { components: '--component' }

/** Do it; what is refused is put into the words of the command line. @throws UsageError, CliError */
export async function withDeployUsageErrors<T>(
  task: () => Promise<T>,
  describeMissing?: () => Promise<string>,
): Promise<T> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const message = error.issues
      .map(({ path, message: text }) => {
        const [field = ''] = path.split('.')
        return field === '' ? text : `${flagNames[field] ?? `--${field}`}: ${text}`
      })
      .join('\n')
    if (error.reason === 'invalid') throw new UsageError(message)
    throw new CliError(error.reason === 'not_found' && describeMissing ? await describeMissing() : message)
  }
}

/** What to say of an id that there is no deployment of: perhaps its beginning was written. */
export async function missingDeployment(store: DeploymentReader, id: string): Promise<string> {
  const word = plainLine(id).slice(0, 64)
  const matches = (await store.deployments()).filter(
    (deployment) => word.length >= 4 && deployment.id.startsWith(word),
  )
  const suggestion = matches.length === 1 ? ` Did you mean ${matches[0]!.id}?` : ''
  return `there is no deployment ${JSON.stringify(word)}.${suggestion} See what there is with: vigie deploy list`
}

/** The token for a collector elsewhere, from the flag or VIGIE_TOKEN. @throws UsageError */
export function requireToken(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const token = flag ?? env['VIGIE_TOKEN'] ?? ''
  if (token !== '') return token
  throw new UsageError(
    'the collector asks for a token. Set VIGIE_TOKEN, or write --token; one is made with: vigie token create --name ci --scope deployments',
  )
}
