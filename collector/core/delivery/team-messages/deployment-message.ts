import { describeFinding } from '../../deployment/describe-finding.ts'
import type { DecidedVerdict } from '../../deployment/deployment-watch.ts'
import { fillPlaceholders } from '../../i18n/sentences.ts'
import type { MessageSeverity } from '../message.ts'
import type { News } from '../news.ts'
import { type MessageContext, addressOf, componentNames } from './context.ts'
import type { MessageContent } from './incident-message.ts'

const severities: Record<DecidedVerdict, MessageSeverity> = {
  roll_back: 'critical',
  unknown: 'warning',
  passed: 'good',
  ended: 'info',
}

/** What the team reads of the verdict on a deployment: the limits that were exceeded or are not known, all where none is. */
export function deploymentMessage(
  { deployment, watch, verdict }: Extract<News, { kind: 'deployment' }>,
  context: MessageContext,
): MessageContent {
  const { words, formats } = context
  const worst = watch.findings.filter(({ state }) => state === 'exceeded' || state === 'unknown')
  const shownFindings = verdict === 'passed' || worst.length === 0 ? watch.findings : worst
  const [first] = deployment.components
  return {
    severity: severities[verdict],
    action: 'inform',
    title: fillPlaceholders(words.deployments.titles[verdict], { version: deployment.version }),
    paragraphs: [],
    details: shownFindings.map((finding) => {
      const { trigger, measured, limit, finding: judgement } = describeFinding(finding, words, formats)
      const [name = finding.component] = componentNames([finding.component], context)
      const held = limit === '' ? measured : `${measured} (${words.deployments.limit} ${limit})`
      return { label: `${name}, ${trigger}`, value: `${held} – ${judgement}` }
    }),
    link: addressOf(first === undefined ? 'history/' : `components/${encodeURIComponent(first)}/`, context),
    at: watch.decidedAt ?? context.now,
  }
}
