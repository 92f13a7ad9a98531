export { escapeHtml as escape } from '../../../collector/core/text/escape-html.ts'
