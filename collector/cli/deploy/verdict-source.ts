import { CliError, UsageError } from '../../app/errors.ts'
import {
  type VerdictView,
  VerdictView as VerdictSchema,
  verdictView,
} from '../../deployments/deployment-schema.ts'
import type { WatchService } from '../../deployments/watch-service.ts'
import type { DeploymentReader } from '../../store/deployment-store.ts'
import { commandActor } from '../io/command-actor.ts'
import { plainLine } from '../io/plain-text.ts'
import { missingDeployment, withDeployUsageErrors } from './usage-errors.ts'

/** Where a guard has verdicts from. */
export type VerdictSource = {
  /** Watch it for a duration (`30m`) from now on. @throws UsageError, CliError */
  watchFor(duration: string): Promise<VerdictView>
  /** As of now. @throws CliError; Unreachable where it may be asked again */
  verdict(): Promise<VerdictView>
}

/** The collector did not answer, or not with what it should: it may later. */
export class Unreachable extends Error {}

/** Verdicts from the store of this machine, whether or not a collector runs on it. */
export function storedVerdicts(watches: WatchService, store: DeploymentReader, id: string): VerdictSource {
  const missing = (): Promise<string> => missingDeployment(store, id)
  return {
    watchFor: async (duration) =>
      verdictView(
        await withDeployUsageErrors(() => watches.watchFor(id, { for: duration }, commandActor()), missing),
      ),
    verdict: async () => verdictView(await withDeployUsageErrors(() => watches.report(id), missing)),
  }
}

/** How long an answer may take, ms. */
const answerTimeout = 10_000
/**
 * Verdicts from a collector elsewhere, by its API.
 *
 * @param url of the collector, such as `https://status.example`
 * @param token with the scope `deployments`
 */
export function remoteVerdicts(url: string, token: string, id: string): VerdictSource {
  const base = collectorAddress(url)
  const path = `deployments/${encodeURIComponent(id)}`

  async function ask(method: string, address: string, body?: object): Promise<VerdictView> {
    const answer = await fetch(new URL(address, base), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(answerTimeout),
    }).catch((error: unknown) => {
      throw new Unreachable(reasonOf(error))
    })
    const received: unknown = await answer.json().catch(() => null)
    if (answer.status >= 500 || answer.status === 429)
      throw new Unreachable(`the collector answered ${answer.status}`)
    if (!answer.ok) throw refusalOf(answer.status, received)
    const parsed = VerdictSchema.safeParse(received)
    if (parsed.success) return parsed.data
    throw new CliError(
      `${base.origin} is no collector that knows verdicts. Write the address of a collector as --url.`,
    )
  }

  return {
    async watchFor(duration) {
      try {
        return await ask('POST', `${path}/watch`, { for: duration })
      } catch (error) {
        throw error instanceof Unreachable ? new CliError(`${base.origin}: ${error.message}`) : error
      }
    },
    verdict: () => ask('GET', `${path}/verdict`),
  }
}

/** Where the API of a collector is. @throws UsageError */
function collectorAddress(url: string): URL {
  const parsed = URL.parse(url.endsWith('/') ? url : `${url}/`)
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '')
    return new URL('api/v1/', parsed)
  throw new UsageError('--url is no address of a collector. Write such as --url https://status.example.com')
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as Error
  if (name === 'TimeoutError') return `no answer in ${answerTimeout / 1000} s`
  return cause instanceof Error ? plainLine(cause.message) : 'it cannot be reached'
}

/** A refusal in the words of the command line. What a stranger's server says is not repeated. */
function refusalOf(status: number, problem: unknown): Error {
  if (status === 401)
    return new CliError(
      'the token is not valid. Make one with: vigie token create --name ci --scope deployments',
    )
  if (status === 403) return new CliError('the token lacks the scope deployments')
  const { detail } = (problem ?? {}) as { detail?: unknown }
  const text =
    typeof detail === 'string' ? plainLine(detail).slice(0, 300) : `the collector answered ${status}`
  return status === 422 || status === 400 ? new UsageError(text) : new CliError(text)
}
