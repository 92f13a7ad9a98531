import { isDone } from '../../core/deployment/checklist.ts'
import { inLocale } from '../../core/text/localized-text.ts'
import {
  type ChecklistService,
  checklistView,
  createChecklistService,
} from '../../deployments/checklist-service.ts'
import { commandActor } from '../io/command-actor.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { formatColumns, plainLine } from '../io/plain-text.ts'
import type { DeployCommandContext } from './actions.ts'
import { missingDeployment, withDeployUsageErrors } from './usage-errors.ts'

const serviceOf = ({ store, config, now }: DeployCommandContext): ChecklistService =>
  createChecklistService({ store, config, now: () => now })

/** `vigie deploy checklist`: the steps of a deployment, and how each stands. @throws CliError */
export async function showChecklist(
  context: DeployCommandContext,
  id: string,
  json = false,
): Promise<number> {
  const { terminal, config, store } = context
  const { timezone, locale, locales } = config.page
  const entries = await withDeployUsageErrors(
    () => serviceOf(context).list(id),
    () => missingDeployment(store, id),
  )
  if (json) terminal.out(JSON.stringify(checklistView(entries)))
  else if (entries.length === 0)
    terminal.err('There are no steps. Write them under deployments.checklist in the configuration.')
  else
    for (const line of formatColumns([
      ['DONE', 'STEP', 'PHASE', 'WHEN', 'BY', `TITLE (times: ${timezone})`],
      ...entries.map((entry) => [
        isDone(entry) ? 'x' : '-',
        entry.id,
        entry.phase,
        entry.tick === null ? '' : formatLocalTime(entry.tick.at, timezone),
        plainLine(entry.tick?.by ?? ''),
        plainLine(inLocale(entry.title, locale, locales)),
      ]),
    ]))
      terminal.out(line)
  return 0
}

/** `vigie deploy tick`: a step is done, or is not after all. @throws UsageError, CliError */
export async function tickStep(
  context: DeployCommandContext,
  id: string,
  step: string,
  flags: { readonly undo?: boolean; readonly by?: string; readonly json?: boolean },
): Promise<number> {
  const by = flags.by === undefined ? null : plainLine(flags.by).slice(0, 100) || null
  const entries = await withDeployUsageErrors(
    () =>
      serviceOf(context).tick(id, { step, done: flags.undo !== true }, { by, actor: commandActor(flags) }),
    () => missingDeployment(context.store, id),
  )
  if (flags.json) context.terminal.out(JSON.stringify(checklistView(entries)))
  const done = entries.filter(isDone).length
  context.terminal.err(
    `${flags.undo ? 'not done' : 'done'}: ${step}; ${done} of ${entries.length} steps are done`,
  )
  return 0
}
