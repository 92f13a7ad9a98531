import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CliError, UsageError } from '../../app/errors.ts'
import { openLog } from '../../app/log.ts'
import { runAgent } from '../../app/agents/run-agent.ts'
import type { Terminal } from '../../app/terminal.ts'
import { createCollectorClient } from '../../regions/agent/collector-client.ts'
import { parseCollectorUrl } from '../../regions/agent/collector-url.ts'
import { type AgentJournal, openJournal } from '../../regions/agent/journal.ts'
import { lockFolder } from '../../store/sqlite/collector-lock.ts'
import { systemClock } from '../../time/system-clock.ts'
import { plainLine } from '../io/plain-text.ts'

/** Flags of `vigie agent`. */
export type AgentFlags = { readonly to: string; readonly token?: string; readonly region?: string }

/** How long a stop may take altogether, ms. */
const shutdownTimeout = 4_500

/** `vigie agent`: watch from another place until SIGTERM or SIGINT. @throws UsageError, CliError */
export async function runAgentCommand(terminal: Terminal, flags: AgentFlags): Promise<number> {
  const to = parseCollectorUrl(flags.to)
  if (typeof to === 'string') throw new UsageError(`--to: "${plainLine(flags.to).slice(0, 200)}" ${to}`)
  const token = flags.token ?? terminal.env['VIGIE_AGENT_TOKEN'] ?? ''
  if (!/^[\w.~+/=-]{1,512}$/.test(token))
    throw new UsageError(
      'the token is missing. Make one at the collector with: vigie token create --name NAME --scope agent --region ID, and give it as VIGIE_AGENT_TOKEN or --token',
    )
  const secrets = [token]
  const log = openLog(terminal.interactive, secrets)
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping.signal.aborted) return
      log.info('shutting down …')
      setTimeout(() => process.exit(1), shutdownTimeout).unref()
      stopping.abort()
    })
  const closers: (() => void)[] = []
  try {
    const journal = openAgentFolder(terminal, closers)
    const requests = new AbortController()
    closers.push(() => requests.abort())
    await runAgent({
      client: createCollectorClient(to, token, requests.signal),
      journal,
      machine: systemClock(0),
      secrets,
      region: flags.region ?? null,
      log,
      signal: stopping.signal,
    })
  } finally {
    for (const close of closers.toReversed()) close()
  }
  return 0
}

/** The journal in the agent's folder, which no other process of Vigie uses. @throws CliError */
function openAgentFolder(terminal: Terminal, closers: (() => void)[]): AgentJournal {
  const file = join(terminal.data, 'agent.db')
  try {
    mkdirSync(terminal.data, { recursive: true })
    closers.push(lockFolder(terminal.data))
    const journal = openJournal(file)
    closers.push(journal.close)
    return journal
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError(`${file} cannot be opened: ${(error as Error).message}`)
  }
}
