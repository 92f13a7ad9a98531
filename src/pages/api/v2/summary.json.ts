import { statuspageRoute } from '../../../statuspage/files.ts'

export const GET = statuspageRoute('summary.json')
