import type { APIRoute } from 'astro'
import { badgeAnswer } from '../../badges/answer.ts'
import { pageBadge } from '../../badges/badges.ts'

export const GET: APIRoute = ({ locals }) => badgeAnswer(pageBadge(locals.snapshot))
