import type { Words } from '../words.ts'

/** German words of the page by which somebody of the team takes care of incidents and alerts. */
export const acknowledgementDe: Words['acknowledgement'] = {
  ask: {
    title: 'Übernehmen?',
    text: 'Noch hat niemand geantwortet. Mit dieser Schaltfläche teilen Sie dem Team mit, dass Sie sich darum kümmern; dann wird niemand weiter benachrichtigt.',
  },
  done: {
    title: 'Sie kümmern sich darum',
    text: 'Ab jetzt wird niemand weiter benachrichtigt. Sobald es der Öffentlichkeit etwas zu sagen gibt, schreiben Sie eine Nachricht.',
  },
  already: { title: 'Jemand kümmert sich darum', text: 'Hier ist nichts mehr zu tun.' },
  over: { title: 'Es ist vorbei', text: 'Dieser Link gehörte zu etwas, das beendet ist.' },
  unknown: {
    title: 'Dieser Link ist nicht gültig',
    text: 'Vielleicht wurde er in der Nachricht abgeschnitten. Übernehmen Sie auf der Befehlszeile: vigie incident ack ID oder vigie alerts ack ID.',
  },
  limited: { title: 'Zu viele Anfragen', text: 'Versuchen Sie es in einer Minute noch einmal.' },
  failed: { title: 'Es konnte nicht gespeichert werden', text: 'Versuchen Sie es gleich noch einmal.' },
  button: 'Ich kümmere mich darum',
  by: 'von {name}, {time}',
}
