/** The shapes of everything the team gives and gets: the API checks and describes itself by them, the other ways in as well. */
export { AnnouncementView, CorrectAnnouncement, PublishAnnouncement } from './announcement-schema.ts'
export { announcementView } from './announcement-view.ts'
export {
  AcknowledgeIncident,
  CorrectIncident,
  FalseAlarm,
  OpenIncident,
  UpdateIncident,
  WritePostmortem,
} from './incident-schema.ts'
export {
  CancelMaintenance,
  CompleteMaintenance,
  CorrectMaintenance,
  ExtendMaintenance,
  ScheduleMaintenance,
  StartMaintenance,
  UpdateMaintenance,
} from './maintenance-schema.ts'
export { IncidentView, MaintenanceView } from './view-schema.ts'
export { incidentView, maintenanceView } from './notice-view.ts'
