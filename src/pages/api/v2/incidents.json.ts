import { statuspageRoute } from '../../../statuspage/files.ts'

export const GET = statuspageRoute('incidents.json')
