/** A text without its request ids, so that responses to the same request can be compared. JSON stays JSON. */
export const maskRequestIds = (text: string): string =>
  text.replaceAll(/("requestId":")[^"]*|(under request id )[-\w]+/g, '$1$2a request id')
