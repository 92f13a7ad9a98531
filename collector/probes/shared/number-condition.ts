import type { NumberCondition } from '../../core/monitoring/monitor.ts'

const operators: Record<NumberCondition['operator'], (actual: number, expected: number) => boolean> = {
  '<': (actual, expected) => actual < expected,
  '<=': (actual, expected) => actual <= expected,
  '>': (actual, expected) => actual > expected,
  '>=': (actual, expected) => actual >= expected,
  '==': (actual, expected) => actual === expected,
  '!=': (actual, expected) => actual !== expected,
}

/** Whether a number satisfies a condition; NaN satisfies none, not even `!=`. */
export const meetsCondition = (actual: number, { operator, value }: NumberCondition): boolean =>
  !Number.isNaN(actual) && operators[operator](actual, value)

/** The condition as the operator wrote it. */
export const formatCondition = ({ operator, value }: NumberCondition): string => `${operator} ${value}`
