import { AudioLines, Forward, Image, Paperclip, Puzzle } from 'lucide-react'
import { useMemo } from 'react'
import { useTexts } from '../i18n/language.ts'
import { defineTexts } from '../i18n/texts.ts'
import { useFormats } from '../scope/useScope.ts'
import { FoldedText } from '../ui/FoldedText.tsx'
import { type MessagePiece, readMessagePieces } from './messagePieces.ts'

const texts = defineTexts(
  {
    empty: 'Empty message',
    everyone: '@All',
    image: 'Image',
    voice: 'Voice',
    file: 'File',
    forward: 'Forwarded messages',
    other: 'Unknown content',
  },
  {
    empty: '空消息',
    everyone: '@全体成员',
    image: '图片',
    voice: '语音',
    file: '文件',
    forward: '转发的消息',
    other: '未知内容',
  },
)

const icons = { image: Image, voice: AudioLines, file: Paperclip } as const

/**
 * The content of a message: its text, mentions, quotes and forwarded messages, and its media by name and size. Nothing
 * is loaded.
 */
export const MessageContent = ({ content }: { readonly content: string }) => {
  const pieces = useMemo(() => readMessagePieces(content), [content])
  return <Pieces pieces={pieces} />
}

const Pieces = ({ pieces }: { readonly pieces: readonly MessagePiece[] }) => {
  const { empty } = useTexts(texts)
  if (pieces.length === 0) return <span className="text-muted italic">{empty}</span>
  return (
    <div className="min-w-0 break-words">
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a message do not change, and have no other identity.
        <Piece key={index} piece={piece} />
      ))}
    </div>
  )
}

const Piece = ({ piece }: { readonly piece: MessagePiece }) => {
  const names = useTexts(texts)
  const formats = useFormats()
  switch (piece.kind) {
    case 'text':
      return <FoldedText text={piece.text} />
    case 'mention':
      return (
        <span className="font-medium text-accent">{piece.name === undefined ? names.everyone : `@${piece.name}`}</span>
      )
    case 'quote':
      return (
        <blockquote className="mb-1 border-line-strong border-l-2 pl-2 text-muted">
          <Pieces pieces={piece.pieces} />
        </blockquote>
      )
    case 'forward':
      return (
        <div className="my-1 rounded-md border border-line px-2 py-1">
          <p className="flex items-center gap-1.5 font-medium">
            <Forward aria-hidden className="size-3.5 shrink-0 text-muted" />
            {piece.title ?? names.forward}
          </p>
          {piece.messages.map(({ sender, pieces }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: forwarded messages do not change either.
            <div key={index} className="mt-1">
              {sender === undefined ? null : <span className="mr-1 text-muted">{sender}:</span>}
              <Pieces pieces={pieces} />
            </div>
          ))}
        </div>
      )
    case 'other':
      return <Chip icon={Puzzle} name={piece.type === '' ? names.other : piece.type} notes={[piece.text]} />
    default:
      return (
        <Chip
          icon={icons[piece.kind]}
          name={piece.name ?? names[piece.kind]}
          notes={[
            piece.seconds === undefined ? undefined : formats.duration(piece.seconds * 1000),
            piece.bytes === undefined ? undefined : formats.bytes(piece.bytes),
          ]}
        />
      )
  }
}

const Chip = ({
  icon: Icon,
  name,
  notes,
}: {
  readonly icon: typeof Image
  readonly name: string
  readonly notes: readonly (string | undefined)[]
}) => (
  <span className="m-0.5 inline-flex max-w-full items-center gap-1.5 rounded-md border border-line-strong bg-surface px-1.5 align-middle">
    <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
    <span className="truncate" title={name}>
      {name}
    </span>
    {notes.filter(Boolean).map((note) => (
      <span key={note} className="shrink-0 text-muted text-xs">
        {note}
      </span>
    ))}
  </span>
)
