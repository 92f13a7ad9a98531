import { componentBadge } from '../../../badges/answer.ts'
import { uptimeBadge } from '../../../badges/badges.ts'

export const GET = componentBadge(uptimeBadge)
