import * as z from 'zod'
import { noLiveFacts, type LiveFacts } from './live.ts'

const json = z.record(z.string(), z.json())
const flags = z.record(z.string(), z.array(z.string()))
const text = z.string()
const texts = z.array(z.string())

/** What `nodeprep facts --output json` prints of a host that has joined. */
export const liveSchema = z
  .strictObject({
    nodeName: text,
    authorities: texts,
    endpoints: texts,
    kubelet: text,
    runtimes: z.record(z.string(), text),
    staticPods: z.record(z.string(), z.strictObject({ image: text, flags })),
    podSubnet: text,
    serviceSubnet: text,
    dnsDomain: text,
    certificateNames: texts,
    kubeletConfig: json,
    kubeletFlags: flags,
    networks: texts.default([]),
    networkApplied: z.boolean().default(false),
    documents: z
      .array(z.strictObject({ from: z.enum(['record', 'host', 'cluster']), kind: text, value: json }))
      .default([]),
    unproven: texts.default([]),
    unread: texts,
  })
  .default({ ...noLiveFacts } as never) satisfies z.ZodType<LiveFacts>
