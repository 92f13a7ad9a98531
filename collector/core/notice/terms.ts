/** How far the team is with an incident. */
export type IncidentStatus = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
/** What readers feel. */
export type Impact = 'none' | 'minor' | 'major' | 'critical'
/** What the team promised. */
export type Priority = 'P1' | 'P2' | 'P3' | 'P4'
