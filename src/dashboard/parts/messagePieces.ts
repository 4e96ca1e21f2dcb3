/** A file of a message. */
interface Media {
  readonly kind: 'image' | 'voice' | 'file'
  readonly name: string | undefined
  readonly bytes: number | undefined
  readonly seconds: number | undefined
}

/** A message that another message forwards. */
export interface ForwardedMessage {
  readonly sender: string | undefined
  readonly pieces: readonly MessagePiece[]
}

/** A piece of a message. */
export type MessagePiece =
  | { readonly kind: 'text'; readonly text: string }
  /** A user or bot that is mentioned; undefined for all members of the chat. */
  | { readonly kind: 'mention'; readonly name: string | undefined }
  | Media
  | { readonly kind: 'quote'; readonly pieces: readonly MessagePiece[] }
  | { readonly kind: 'forward'; readonly title: string | undefined; readonly messages: readonly ForwardedMessage[] }
  /** A component that has no form of its own, by the name of its type. */
  | { readonly kind: 'other'; readonly type: string; readonly text: string | undefined }

type Component = Readonly<Record<string, unknown>>

/** How deep quoted and forwarded messages are shown. */
const maxDepth = 4
/** How many components of a chain are shown. */
const maxComponents = 200

const isComponent = (value: unknown): value is Component =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as text: strings that are not empty, and numbers; undefined for anything else. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : undefined

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined)

/** The number of bytes of data in Base64, or that the server has removed and described. */
const sizeOf = (data: unknown): number | undefined => {
  if (isComponent(data)) return numberOf(data['size'])
  if (typeof data !== 'string' || data === '') return undefined
  return Math.floor(((data.length - data.indexOf(',') - 1) * 3) / 4)
}

/** The last part of the path of a URL. */
const fileNameOf = (url: unknown): string | undefined =>
  typeof url === 'string' ? (/^https?:\/\/[^?#]*\/([^/?#]+)/.exec(url)?.[1] ?? undefined) : undefined

const readMedia = (kind: Media['kind'], { name, size, length, base64, url, path }: Component): Media => ({
  kind,
  name: textOf(name) ?? fileNameOf(url) ?? textOf(path),
  bytes: numberOf(size) ?? sizeOf(base64),
  seconds: numberOf(length),
})

const readForward = ({ display, node_list: nodes }: Component, depth: number): MessagePiece => ({
  kind: 'forward',
  title: isComponent(display) ? textOf(display['title']) : undefined,
  messages: (Array.isArray(nodes) ? nodes : []).filter(isComponent).map((node) => ({
    sender: textOf(node['sender_name']) ?? textOf(node['sender_id']),
    pieces: readComponents(node['message_chain'], depth + 1),
  })),
})

const readComponent = (component: Component, depth: number): MessagePiece | undefined => {
  const type = textOf(component['type'])
  switch (type) {
    case 'Plain': {
      const text = textOf(component['text'])
      return text === undefined ? undefined : { kind: 'text', text }
    }
    case 'At': {
      const name = textOf(component['display']) ?? textOf(component['target'])
      return name === undefined ? undefined : { kind: 'mention', name }
    }
    case 'AtAll':
      return { kind: 'mention', name: undefined }
    case 'Image':
      return readMedia('image', component)
    case 'Voice':
      return readMedia('voice', component)
    case 'File':
      return readMedia('file', component)
    case 'Quote':
      return { kind: 'quote', pieces: readComponents(component['origin'], depth + 1) }
    case 'Forward':
      return readForward(component, depth)
    // The source identifies the message on the platform, and is no content.
    case 'Source':
      return undefined
    default:
      return { kind: 'other', type: type ?? '', text: textOf(component['text']) ?? textOf(component['link_title']) }
  }
}

const readComponents = (components: unknown, depth: number): readonly MessagePiece[] => {
  if (!Array.isArray(components) || depth > maxDepth) return []
  const found = components.slice(0, maxComponents).filter(isComponent)
  return found.flatMap((component) => readComponent(component, depth) ?? [])
}

/**
 * `NaN` and `Infinity` outside of strings, which some programs write as JSON, and strings. A string may also end with the
 * text: otherwise each of its quotes would be tried as its start.
 */
const notFinite = /"[^"\\]*(?:\\(?:.|$)[^"\\]*)*(?:"|$)|-?Infinity|NaN/gs

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/**
 * Reads the stored content of a message. A message chain has the pieces that are shown of it; any other content is text
 * as it is.
 */
export const readMessagePieces = (content: string): readonly MessagePiece[] => {
  const chain = /^\s*\[/.test(content)
    ? (parse(content) ?? parse(content.replaceAll(notFinite, (found) => (found.startsWith('"') ? found : 'null'))))
    : undefined
  if (Array.isArray(chain)) return readComponents(chain, 0)
  return content.trim() === '' ? [] : [{ kind: 'text', text: content }]
}
