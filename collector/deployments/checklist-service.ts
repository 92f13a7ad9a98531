import { z } from 'zod'
import type { AuditActor } from '../core/account/audit-chain.ts'
import type { Config } from '../core/config/config.ts'
import {
  type ChecklistEntry,
  type ChecklistTick,
  checklistOf,
  checklistPhases,
  isDone,
} from '../core/deployment/checklist.ts'
import { suggest } from '../core/text/suggest.ts'
import { TextView, strict } from '../notices/fields/field-schemas.ts'
import { parseInput, quoteInput } from '../notices/rules/validate.ts'
import { ValidationError } from '../notices/rules/validation-error.ts'
import type { Receipt } from '../store/access-store.ts'
import type { DeploymentReader } from '../store/deployment-store.ts'
import type { FactWriter } from '../store/facts.ts'
import { auditOfDeployment } from './deployment-audit.ts'

/** What ticks a step, or takes the tick back. */
export const TickStep = strict({
  step: z.string().max(64).describe('Id of a step of the configuration.'),
  done: z.boolean().optional().describe('false takes the tick back. Default: true.'),
}).meta({ id: 'TickStep' })

/** A check list as programs are given it. */
export const ChecklistView = z.array(
  z
    .object({
      step: z.string(),
      phase: z.enum(checklistPhases),
      title: TextView,
      done: z.boolean(),
      at: z.iso.datetime().nullable().describe('When it was ticked, or the tick taken back.'),
      by: z.string().nullable().describe('Who said so.'),
    })
    .meta({ id: 'ChecklistStep', description: 'A step of the team, and how it stands.' }),
)

/** Show a check list as the API and `--json` do. */
export const checklistView = (entries: readonly ChecklistEntry[]): z.infer<typeof ChecklistView> =>
  entries.map((entry) => ({
    step: entry.id,
    phase: entry.phase,
    title: typeof entry.title === 'string' ? entry.title : { ...entry.title },
    done: isDone(entry),
    at: entry.tick === null ? null : new Date(entry.tick.at).toISOString(),
    by: entry.tick?.by ?? null,
  }))

/** The check lists of deployments. Every method rejects with StoreError. */
export type ChecklistService = {
  /** @throws ValidationError not_found */
  list(deployment: string): Promise<readonly ChecklistEntry[]>
  /**
   * `step`, `done`; `by` is kept with the step, `actor` in the audit log. What stands already is not written again.
   * @throws ValidationError not_found, invalid
   */
  tick(
    deployment: string,
    input: unknown,
    who: { readonly by: string | null; readonly actor: AuditActor },
    receipt?: (entries: readonly ChecklistEntry[]) => Receipt,
  ): Promise<readonly ChecklistEntry[]>
}

/** Open it. */
export function createChecklistService({
  store,
  config,
  now,
  changed,
}: {
  readonly store: FactWriter & DeploymentReader
  readonly config: Pick<Config, 'deployments'>
  /** ms since the epoch. */
  readonly now: () => number
  /** Called once something is on record. */
  readonly changed?: () => void
}): ChecklistService {
  const { checklist } = config.deployments

  async function list(deployment: string): Promise<readonly ChecklistEntry[]> {
    if (await store.deployment(deployment))
      return checklistOf(checklist, await store.checklistTicks(deployment))
    throw new ValidationError('not_found', [
      { path: '', message: 'There is no such deployment. Look its id up in the list.' },
    ])
  }

  return {
    list,
    async tick(deployment, input, { by, actor }, receipt) {
      const { step, done = true } = parseInput(TickStep, input, {
        '': '{ "step": "ID" }',
        step: 'the id of a step',
      })
      const before = await list(deployment)
      const entry = before.find(({ id }) => id === step)
      if (!entry) throw unknownStep(step, before)
      const isNew = isDone(entry) !== done
      const tick: ChecklistTick = { deployment, step, done, at: now(), by }
      const after = isNew ? before.map((one) => (one === entry ? { ...one, tick } : one)) : before
      const receipts = receipt ? [receipt(after)] : []
      const audit = [auditOfDeployment('tick', deployment, actor, tick.at, { step, done })]
      const facts = isNew ? { checklistTicks: [tick], audit } : {}
      if (isNew || receipts.length > 0) await store.commit({ ...facts, receipts })
      if (isNew) changed?.()
      return after
    },
  }
}

function unknownStep(step: string, entries: readonly ChecklistEntry[]): ValidationError {
  const ids = entries.map(({ id }) => id)
  const near = suggest(step, ids)
  const advice =
    ids.length === 0
      ? 'Write the steps under deployments.checklist in the configuration.'
      : near === undefined
        ? `There are: ${ids.join(', ')}.`
        : `Did you mean "${near}"?`
  return new ValidationError('invalid', [
    { path: 'step', message: `There is no step ${quoteInput(step)}. ${advice}` },
  ])
}
