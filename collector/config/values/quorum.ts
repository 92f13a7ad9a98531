import type { Quorum } from '../../core/monitoring/quorum.ts'
import { rule } from '../rules.ts'

const json = {
  anyOf: [
    { type: 'string', enum: ['majority', 'all'] },
    { type: 'integer', minimum: 1, maximum: 1000 },
  ],
}

/** How many places must agree: `majority`, `all` or a whole number. */
export const quorum = () =>
  rule(json, 'majority', (value, fail): Quorum => {
    if (value === 'majority' || value === 'all') return value
    const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
    if (typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= 1000) return count
    const advice = 'Write majority, all, or how many places must agree, such as 2'
    return fail('{value} is no number of places', advice, { plain: advice })
  })
