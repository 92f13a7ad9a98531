import type { Words } from '../words.ts'

/** Spanish words of subscriptions. */
export const subscriptionsEs: Words['subscriptions'] = {
  menu: 'Suscribirse',
  title: 'Suscribirse a las novedades',
  description:
    'Reciba avisos de las incidencias y el mantenimiento de {name}: por correo, por canal o en su calendario.',
  lead: 'Elija cómo quiere enterarse de las incidencias, los trabajos previstos y los anuncios.',
  email: {
    title: 'Por correo electrónico',
    address: 'Dirección de correo electrónico',
    addressHint: 'Por ejemplo, nombre@example.com',
    kinds: '¿De qué debemos avisarle?',
    components: '¿De qué servicios?',
    componentsHint: 'No marque ninguno para recibir avisos de todos, incluidos los futuros.',
    componentsCount: { one: '{count} servicio', other: '{count} servicios' },
    submit: 'Suscribirse',
    promise:
      'Primero le enviamos un enlace de confirmación, y nada más hasta que lo use. Cada mensaje lleva un enlace para darse de baja. Su dirección solo sirve para estos mensajes y no registramos quién los lee.',
  },
  kind: {
    incidents: 'Incidencias',
    maintenance: 'Mantenimiento previsto',
    announcements: 'Anuncios',
    reports: 'Informes diarios y mensuales',
  },
  feeds: {
    title: 'Por canal de noticias',
    lead: 'Para un lector de canales, un chat o un programa. No hace falta ninguna dirección.',
    notices: 'una entrada por incidencia y mantenimiento',
    updates: 'una entrada por mensaje',
  },
  calendars: {
    title: 'En su calendario',
    lead: 'Los trabajos previstos aparecen en su calendario y se actualizan cuando cambian de hora.',
    plain: 'Calendario',
    reminders: 'Calendario con recordatorios',
    components: 'Para un solo servicio, use los enlaces de su página.',
  },
  all: 'todos los servicios',
  sent: {
    title: 'Revise su correo',
    text: 'Si todo está en orden, un mensaje con un enlace va camino de {address}. Su elección surte efecto cuando use el enlace, en un plazo de 48 horas.',
    hint: '¿No hay nada al cabo de unos minutos? Mire en el correo no deseado. Enviamos como máximo tres mensajes de este tipo al día a cada dirección.',
  },
  problem: {
    email: 'Esto no es una dirección de correo. Escriba una, como nombre@example.com.',
    kinds: 'Marque al menos un tema.',
    components: 'Uno de los servicios ya no existe. Vuelva a elegir.',
    url: 'Esta dirección no se puede usar. Escriba una que empiece por https://.',
  },
  confirm: {
    title: 'Confirme su suscripción',
    changeTitle: 'Confirme el cambio',
    text: 'Las novedades de {name} se enviarán a {address}.',
    button: 'Confirmar',
  },
  confirmed: {
    title: 'Suscripción confirmada',
    text: 'A partir de ahora, las novedades de {name} se envían a {address}.',
    manage: 'Cambiar lo elegido',
  },
  over: {
    title: 'Este enlace ya no es válido',
    text: 'Un enlace de confirmación sirve una sola vez, en un plazo de 48 horas. Si ya lo ha usado, no tiene que hacer nada más. Si no, vuelva a suscribirse.',
  },
  manage: {
    title: 'Su suscripción',
    text: 'Las novedades de {name} se envían a {address}.',
    paused:
      'En pausa: varios mensajes a esta dirección fueron devueltos. Guarde para volver a recibir avisos.',
    saved: 'Lo elegido se ha guardado.',
    button: 'Guardar',
    leave: 'Darse de baja',
  },
  leave: {
    title: 'Darse de baja',
    text: 'No se enviarán más novedades de {name} a {address}, y la dirección se borrará.',
    button: 'Darse de baja',
  },
  left: {
    title: 'Se ha dado de baja',
    text: 'No se le enviará nada más y su dirección se ha borrado.',
  },
  unknown: {
    title: 'Este enlace no es válido',
    text: 'Quizá se cortó al copiarlo. Use el enlace de uno de nuestros mensajes.',
  },
  limited: {
    title: 'Demasiadas solicitudes',
    text: 'Han llegado demasiadas solicitudes desde su red. Vuelva a intentarlo dentro de una hora.',
  },
  failed: {
    title: 'No ha funcionado',
    request: 'No se ha podido leer el formulario. Vuelva a rellenarlo.',
    ours: 'No hemos podido guardar su solicitud. Vuelva a intentarlo dentro de unos minutos.',
  },
  subscribeAgain: 'Ir al formulario',
  back: 'Volver a la página de estado',
  mail: {
    subject: 'Confirme, por favor: novedades de {name}',
    asked: 'Alguien, esperamos que usted, ha pedido que las novedades de {name} se envíen a {address}.',
    changeAsked:
      'Alguien, esperamos que usted, ha pedido cambiar qué novedades de {name} se envían a {address}. Nada cambia antes de que lo confirme.',
    chosen: 'Elegido: {kinds}; {components}',
    confirm: 'Confirmar',
    until: 'El enlace sirve una sola vez, hasta el {time} ({zone}).',
    ignore: 'Si no ha sido usted, no haga nada: esta solicitud no dará lugar a ningún otro mensaje.',
  },
}
