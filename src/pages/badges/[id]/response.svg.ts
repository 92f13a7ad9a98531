import { componentBadge } from '../../../badges/answer.ts'
import { responseBadge } from '../../../badges/badges.ts'

export const GET = componentBadge(responseBadge)
