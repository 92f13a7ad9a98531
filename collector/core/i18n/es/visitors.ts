/** Spanish words of webhooks and Web Push for readers. */
export const visitorsEs = {
  webhook: {
    title: 'Por webhook',
    url: 'Dirección de su programa',
    urlHint:
      'Empieza por https:// y es accesible desde Internet. Recibe el mismo JSON que envía Statuspage, firmado según Standard Webhooks.',
    owner: 'Su dirección de correo electrónico',
    ownerHint:
      'Recibe el enlace de confirmación y los enlaces para cambiar o cancelar la suscripción. No se envía nada más a ella.',
    submit: 'Suscribirse',
    secret: 'Los mensajes se firman con este secreto. Cópielo ahora: no se volverá a mostrar.',
  },
  push: {
    title: 'En este navegador',
    lead: 'Este navegador muestra un mensaje cuando hay novedades, incluso con la página cerrada.',
    subscribe: 'Mostrar mensajes en este navegador',
    leave: 'Dejar de mostrar mensajes en este navegador',
    on: 'Este navegador muestra mensajes.',
    off: 'Este navegador ya no muestra mensajes.',
    denied:
      'Este navegador no permite mensajes de esta página. Permítalos en su configuración y vuelva a intentarlo.',
    failed: 'No ha funcionado. Vuelva a intentarlo dentro de unos minutos.',
    welcome: 'Aquí verá las novedades de {name}.',
  },
}
