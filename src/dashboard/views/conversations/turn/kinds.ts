import { CircleAlert, Cpu, MessageCircle, MessageCircleReply, Network, Wrench } from 'lucide-react'
import { failureColor, seriesColor } from '../../../charts/palette.ts'

/** How the kinds of steps look. */
export const kindLooks = {
  question: { icon: MessageCircle, color: 'var(--muted)' },
  embedding: { icon: Network, color: seriesColor(2) },
  model: { icon: Cpu, color: seriesColor(0) },
  tool: { icon: Wrench, color: seriesColor(1) },
  error: { icon: CircleAlert, color: failureColor },
  reply: { icon: MessageCircleReply, color: 'var(--muted)' },
} as const
