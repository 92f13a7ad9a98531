import { statuspageRoute } from '../../../../statuspage/files.ts'

export const GET = statuspageRoute('incidents/unresolved.json')
