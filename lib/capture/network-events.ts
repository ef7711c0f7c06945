// What the inspector says about the network, as far as a recording needs it: parsed, since a page's process writes it.
import { z } from 'zod'

/** Names are unique without case; several values of one name are joined by line feeds. */
const headers = z.record(z.string(), z.string())

const request = z.object({
  url: z.string(),
  method: z.string(),
  headers,
  postData: z.string().optional(),
  postDataEntries: z.array(z.object({ bytes: z.string().optional() })).optional(),
})

const response = z.object({
  url: z.string(),
  status: z.number(),
  statusText: z.string(),
  headers,
  protocol: z.string().optional(),
  mimeType: z.string().optional(),
})

const requestId = z.string()

/** The events of the Network domain that make an exchange; sizes are bytes, `wallTime` seconds since 1970. */
export const networkEvents = {
  'Network.requestWillBeSent': z.object({
    requestId,
    request,
    wallTime: z.number(),
    type: z.string().optional(),
    redirectResponse: response.optional(),
  }),
  'Network.requestWillBeSentExtraInfo': z.object({ requestId, headers }),
  'Network.responseReceived': z.object({ requestId, type: z.string(), response }),
  'Network.responseReceivedExtraInfo': z.object({ requestId, headers, statusCode: z.number() }),
  'Network.dataReceived': z.object({ requestId, dataLength: z.number(), data: z.string().optional() }),
  'Network.loadingFinished': z.object({ requestId, encodedDataLength: z.number() }),
  'Network.loadingFailed': z.object({
    requestId,
    errorText: z.string(),
    blockedReason: z.string().optional(),
  }),
}
export type NetworkEvent<N extends keyof typeof networkEvents> = z.output<(typeof networkEvents)[N]>
export type SeenRequest = z.output<typeof request>
export type SeenResponse = z.output<typeof response>

/** The events that lead from one inspector session to those of frames and workers below it. */
export const attachedToTarget = z.object({
  sessionId: z.string(),
  targetInfo: z.object({ targetId: z.string(), type: z.string(), browserContextId: z.string().optional() }),
})
export const messageFromTarget = z.object({ sessionId: z.string(), message: z.string() })
export const detachedFromTarget = z.object({ sessionId: z.string() })

/** What a session below another one says: the answer to a command, or an event. */
export const targetMessage = z.union([
  z.object({
    id: z.number(),
    result: z.unknown().optional(),
    error: z.object({ message: z.string() }).optional(),
  }),
  z.object({ method: z.string(), params: z.unknown() }),
])

export const bodyAnswer = z.object({ body: z.string(), base64Encoded: z.boolean() })
export const streamAnswer = z.object({ bufferedData: z.string() })
export const targetInfoAnswer = z.object({
  targetInfo: z.object({ browserContextId: z.string().optional() }),
})
export const attachAnswer = z.object({ sessionId: z.string() })
