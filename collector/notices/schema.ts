/** The shapes of everything the team gives and gets: the API checks and describes itself by them, the other ways in as well. */
export {
  AcknowledgeIncident,
  CorrectIncident,
  FalseAlarm,
  OpenIncident,
  UpdateIncident,
  WritePostmortem,
} from './schema-incident.ts'
export {
  CancelMaintenance,
  CompleteMaintenance,
  CorrectMaintenance,
  ExtendMaintenance,
  ScheduleMaintenance,
  StartMaintenance,
  UpdateMaintenance,
} from './schema-maintenance.ts'
export { IncidentView, MaintenanceView } from './schema-view.ts'
export { incidentView, maintenanceView } from './view.ts'
