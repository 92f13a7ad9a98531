import type { Text } from '../text/localized-text.ts'

/** When a step is due: before, while or after a version is brought out, or when it is taken back. */
export const checklistPhases = ['before', 'during', 'after', 'rollback'] as const

/** A step that the team goes through with every deployment. */
export type ChecklistStep = {
  readonly id: string
  readonly phase: (typeof checklistPhases)[number]
  readonly title: Text
}

/** Somebody ticked a step, or took the tick back. The last one on a step holds; all are kept. */
export type ChecklistTick = {
  readonly deployment: string
  readonly step: string
  readonly done: boolean
  /** ms */
  readonly at: number
  /** Who said so: a name, or the name of a token; null where nobody is named. */
  readonly by: string | null
}

/** A step with how it stands. */
export type ChecklistEntry = ChecklistStep & {
  /** The tick that holds; null where it was never ticked. */
  readonly tick: ChecklistTick | null
}

/** The list as it stands, in the order of the configuration; steps that were taken out of it are left out. */
export const checklistOf = (
  steps: readonly ChecklistStep[],
  ticks: readonly ChecklistTick[],
): readonly ChecklistEntry[] =>
  steps.map((step) => ({ ...step, tick: ticks.findLast((one) => one.step === step.id) ?? null }))

/** Is a step done? */
export const isDone = ({ tick }: Pick<ChecklistEntry, 'tick'>): boolean => tick?.done === true

/** A step as readers see it, where they do: never who ticked it. */
export type PublicChecklistStep = Pick<ChecklistStep, 'title' | 'phase'> & {
  readonly done: boolean
  /** When it was ticked, ms; null while it is not done. */
  readonly doneAt: number | null
}

/** The list of a deployment as readers see it. */
export const publicChecklist = (entries: readonly ChecklistEntry[]): readonly PublicChecklistStep[] =>
  entries.map((entry) => ({
    title: entry.title,
    phase: entry.phase,
    done: isDone(entry),
    doneAt: isDone(entry) ? entry.tick!.at : null,
  }))
