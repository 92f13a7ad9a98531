import { componentBadge } from '../../badges/answer.ts'
import { statusBadge } from '../../badges/badges.ts'

export const GET = componentBadge(statusBadge)
