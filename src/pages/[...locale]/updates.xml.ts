import { feedRoute } from '../../feeds/answer.ts'

export const GET = feedRoute('updates.xml')
