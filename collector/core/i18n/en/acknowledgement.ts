/** English words of the page by which somebody of the team takes care of incidents and alerts. */
export const acknowledgementEn = {
  ask: {
    title: 'Take care of it?',
    text: 'Nobody has answered yet. With this button you tell the team that you are taking care of it; nobody else is told then.',
  },
  done: {
    title: 'You are taking care of it',
    text: 'Nobody else is told of it from now on. As soon as there is something to tell readers, write a message.',
  },
  already: { title: 'Somebody is taking care of it', text: 'There is nothing left to do here.' },
  over: { title: 'It is over', text: 'This link was for something that has ended.' },
  unknown: {
    title: 'This link is not valid',
    text: 'It may have been cut in the message. Acknowledge by the command line: vigie incident ack ID, or vigie alerts ack ID.',
  },
  limited: { title: 'Too many requests', text: 'Try again in a minute.' },
  failed: { title: 'It could not be stored', text: 'Try again in a moment.' },
  button: 'I am taking care of it',
  by: 'by {name}, {time}',
}
