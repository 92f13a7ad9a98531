import { expect, test } from 'vitest'
import { read, sources } from './sources.ts'

/** Every file that may commit to the store, and what it is. Nothing else writes; notices have one way in. */
const committers: Record<string, string> = {
  'collector/accounts/account-service.ts': 'accounts of the console, with what the audit log says of it',
  'collector/accounts/session-service.ts': 'that a browser that is signed in was seen',
  'collector/accounts/sign-in.ts': 'sessions and passwords',
  'collector/alerts/alert-service.ts': 'acknowledgements of alerts, and silences',
  'collector/alerts/alert-evaluator.ts': 'what alert rules watch for, with what the team is owed of it',
  'collector/alerts/certificate-recorder.ts': 'which certificates monitors see',
  'collector/notices/service/notice-writer.ts': 'the notice service, for every way in',
  'collector/monitoring/retrying-writer.ts': 'the recorder: checks, states and the incidents they open',
  'collector/monitoring/heartbeat-journal.ts': 'that jobs began, and that somebody listens for them',
  'collector/reports/frozen-chain.ts': 'the report freezer',
  'collector/metrics/metric-writer.ts': 'the metric writer',
  'collector/metrics/metric-pulls.ts': 'pushed points with the answer to their request, in one transaction',
  'collector/deliveries/due-notifications.ts': 'news that comes due by the clock alone',
  'collector/app/parts.ts': 'configuration loading',
  'collector/app/switch-configuration.ts': 'the loading of another configuration while the collector runs',
  'collector/deployments/deployment-service.ts': 'deployments: the only way in for them',
  'collector/deployments/watch-service.ts': 'the watches over deployments, with their verdicts',
  'collector/deployments/checklist-service.ts': 'ticks of check lists: the only way in for them',
  'collector/cli/token/actions.ts': 'tokens: written by the command line alone',
  'collector/cli/run/open-collector.ts': 'answers of the API whose change was stored before',
  'collector/cli/import/checks.ts': 'configuration loading, before checks of the past',
  'collector/cli/import/metrics.ts': 'points of the past, in batches',
  'collector/demo/simulate-history.ts': 'stands for the recorder in the imagined past',
  'collector/demo/simulate-metrics.ts': 'stands for the metric writer in the imagined past',
}

test('only the notice service, the recorder, the freezer, the metric writer and the loading of the configuration commit, and what is named here beside them', () => {
  const committing = sources.filter(
    (file) => !file.startsWith('collector/store/') && /\bcommit\(/.test(read(file)),
  )
  expect(committing).toEqual(Object.keys(committers).toSorted())
})

test('of these, only the notice service commits maintenance and what recurs', () => {
  const writing = sources.filter((file) =>
    /\bcommit\([^)]*\b(?:maintenances|deletedMaintenances|recurringMaintenance)\b/.test(read(file)),
  )
  expect(writing).toEqual(['collector/notices/service/notice-writer.ts'])
})
