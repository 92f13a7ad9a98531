import type { NumberCondition } from '../../core/monitoring/monitor.ts'

const operators: Record<NumberCondition['operator'], (found: number, wanted: number) => boolean> = {
  '<': (found, wanted) => found < wanted,
  '<=': (found, wanted) => found <= wanted,
  '>': (found, wanted) => found > wanted,
  '>=': (found, wanted) => found >= wanted,
  '==': (found, wanted) => found === wanted,
  '!=': (found, wanted) => found !== wanted,
}

/** Whether a number satisfies a condition; NaN satisfies none, not even `!=`. */
export const satisfies = (found: number, { operator, value }: NumberCondition): boolean =>
  !Number.isNaN(found) && operators[operator](found, value)

/** The condition as the operator wrote it. */
export const written = ({ operator, value }: NumberCondition): string => `${operator} ${value}`
