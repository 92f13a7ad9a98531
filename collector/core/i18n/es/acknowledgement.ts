import type { Words } from '../words.ts'

/** Spanish words of the page by which somebody of the team takes care of incidents and alerts. */
export const acknowledgementEs: Words['acknowledgement'] = {
  ask: {
    title: '¿Hacerse cargo?',
    text: 'Nadie ha respondido todavía. Con este botón comunica al equipo que usted se encarga; entonces no se avisa a nadie más.',
  },
  done: {
    title: 'Usted se encarga',
    text: 'A partir de ahora no se avisa a nadie más. En cuanto haya algo que decir al público, escriba un mensaje.',
  },
  already: { title: 'Alguien se encarga', text: 'Aquí no queda nada por hacer.' },
  over: { title: 'Ha terminado', text: 'Este enlace era de algo que ha terminado.' },
  unknown: {
    title: 'Este enlace no es válido',
    text: 'Puede que se haya cortado en el mensaje. Confirme por la línea de comandos: vigie incident ack ID o vigie alerts ack ID.',
  },
  limited: { title: 'Demasiadas solicitudes', text: 'Inténtelo de nuevo en un minuto.' },
  failed: { title: 'No se ha podido guardar', text: 'Inténtelo de nuevo en un momento.' },
  button: 'Me encargo',
  by: 'por {name}, {time}',
}
