import { feedRoute } from '../../feeds/answer.ts'

export const GET = feedRoute('history.rss')
