import { statuspageRoute } from '../../../../statuspage/files.ts'

export const GET = statuspageRoute('scheduled-maintenances/upcoming.json')
