import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type AgentDelivery, type AgentWork, type DeliveryReceipt, agentProtocol } from '../agent-protocol.ts'

const compress = promisify(gzip)

/** How long an answer may take, ms. */
const answerTimeout = 15_000
/** The largest answer that is read, bytes: the work of ten thousand monitors and more. */
const longestAnswer = 32 * 1_048_576

/** Why the collector did not do what it was asked. */
export class AgentRefusal extends Error {
  /** Asking the same again soon is in vain: the token, the region or the version has to change. */
  readonly isLasting: boolean
  constructor(message: string, isLasting: boolean) {
    super(message)
    this.name = 'AgentRefusal'
    this.isLasting = isLasting
  }
}

/** Talks to the collector. Each call rejects with AgentRefusal, whose message holds no token. */
export type CollectorClient = {
  fetchWork(): Promise<AgentWork>
  deliver(delivery: AgentDelivery): Promise<DeliveryReceipt>
}

/**
 * @param to address of the collector, as it was checked by `parseCollectorUrl`
 * @param signal ends what is under way
 */
export function createCollectorClient(to: URL, token: string, signal: AbortSignal): CollectorClient {
  async function ask<T>(path: string, init: RequestInit): Promise<T> {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...init.headers }
    let response: Response
    try {
      response = await fetch(new URL(path, to), {
        ...init,
        headers,
        // A token follows nobody to another address.
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeout)]),
      })
    } catch (error) {
      throw new AgentRefusal(describeFailure(error), false)
    }
    const text = await readText(response)
    if (!response.ok) throw refusalOf(response.status, text)
    try {
      return JSON.parse(text) as T
    } catch {
      throw new AgentRefusal(`${to.origin} does not answer as a collector of Vigie does`, false)
    }
  }
  return {
    fetchWork: () => ask<AgentWork>(`api/v1/agent?protocol=${agentProtocol}`, {}),
    async deliver(delivery) {
      const body = new Uint8Array(await compress(JSON.stringify(delivery)))
      return ask<DeliveryReceipt>('api/v1/checks', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body,
      })
    },
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength
      if (length > longestAnswer) throw new AgentRefusal('the answer is too long', false)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof AgentRefusal) throw error
    throw new AgentRefusal(describeFailure(error), false)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What a refusal says: the collector's own words, in one line. */
function refusalOf(status: number, text: string): AgentRefusal {
  let detail = ''
  try {
    const problem = JSON.parse(text) as { detail?: unknown }
    if (typeof problem.detail === 'string')
      detail = `: ${problem.detail.replaceAll(/\s+/g, ' ').slice(0, 300)}`
  } catch {
    // A proxy in between may answer whatever it likes.
  }
  return new AgentRefusal(
    `the collector answered ${status}${detail}`,
    [400, 401, 403, 404, 409, 422].includes(status),
  )
}

/** Why there was no answer. */
function describeFailure(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } }
  if (name === 'TimeoutError') return `no answer within ${answerTimeout / 1_000} s`
  return `cannot reach the collector: ${cause?.code ?? cause?.message ?? message}`
}
