import type { Config } from '../../core/config/config.ts'
import type { MonitorStates } from '../../core/evaluation/monitor-states.ts'
import type { Clock } from '../../core/time/clock.ts'
import type { Recorder } from '../../monitoring/recorder.ts'
import { createAgentRegistry } from '../../regions/agent-registry.ts'
import { type AgentService, createAgentService } from '../../regions/agent-service.ts'
import type { Store } from '../../store/store.ts'
import type { Log } from '../log.ts'
import { packageVersion } from '../version.ts'

/** The agents of other places: what they do, and which of them are silent. */
export type Agents = {
  readonly service: AgentService
  /** Agents that have not delivered for too long, in words. */
  warnings(): readonly string[]
}

/** @param config as it is now */
export function createAgents(
  { store, log }: { readonly store: Store; readonly log: Log },
  config: () => Config,
  {
    clock,
    recorder,
    states,
  }: { readonly clock: Clock; readonly recorder: Recorder; readonly states: MonitorStates },
): Agents {
  const registry = createAgentRegistry(clock.now(), {
    info: (line) => log.info(line),
    warn: (line) => log.warn(line),
  })
  const version = packageVersion()
  return {
    service: createAgentService({ config, store, states, recorder, registry, now: clock.now, version }),
    warnings: () => registry.silent(config(), clock.now()),
  }
}
