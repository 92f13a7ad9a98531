import { calendarRoute } from '../../calendar/answer.ts'

export const GET = calendarRoute('calendar-alarms.ics')
