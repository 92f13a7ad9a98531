/** English words of the console's pages about maintenance. */
export const teamMaintenanceEn = {
  newMaintenance: 'New maintenance',
  coming: 'Under way and coming',
  calendar: 'Calendar',
  onDay: 'New maintenance on {date}',
  /** Fields, by their names in the API. */
  fields: {
    title: 'Title',
    body: 'Text',
    scheduled_for: 'From',
    scheduled_until: 'Until',
    components: 'Services',
    impact: 'Impact',
    reason: 'Reason',
    alternatives: 'Meanwhile, readers can',
    tasks: 'Tasks',
    class: 'Class',
  },
  hints: { tasks: 'One a line.', time: 'Time of {zone}.' },
  goesOn: 'It then goes on until {time}, as announced, or until it is finished here.',
  more: 'More: impact, reason, tasks, class',
  conflicts: 'At the same time, on the same services',
  noConflict: 'Nothing else is planned on these services then.',
  tooLate:
    'Too little notice: for this class, people are told earlier. The earliest begin is {time}. Choose a later one, or take it all the same.',
  force: 'Take it all the same: it is shown as late, and its time counts against uptime',
  by: 'How much longer',
  status: 'Status',
  acts: {
    update: 'Post an update',
    correct: 'Move or correct',
    start: 'Begin now',
    extend: 'Extend',
    complete: 'Finish now',
    cancel: 'Cancel it',
  },
}
