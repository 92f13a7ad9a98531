import { statuspageRoute } from '../../../statuspage/files.ts'

export const GET = statuspageRoute('components.json')
