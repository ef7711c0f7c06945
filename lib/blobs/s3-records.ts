// Records as objects of a bucket, below the key `records/`. They are the only ones that are replaced.
import { text } from 'node:stream/consumers'
import { checkRecordName, isRecordName, type RecordStore } from './record-store.ts'
import { openS3Client, type S3Settings } from './s3-client.ts'
import { listKeys, throwUnavailable } from './s3-keys.ts'

/** Records in a bucket. */
export function openS3Records(settings: S3Settings, client = openS3Client(settings)): RecordStore {
  const keyOf = (name: string) => `records/${checkRecordName(name)}`
  return {
    async write(name, content) {
      await client.send({ method: 'PUT', key: keyOf(name), body: Buffer.from(content) })
    },
    async read(name) {
      const { body } = await client.send({ method: 'GET', key: keyOf(name) })
      return body && (await text(body).catch(throwUnavailable))
    },
    async remove(name) {
      await client.send({ method: 'DELETE', key: keyOf(name) })
    },
    async *list(folder) {
      for await (const key of listKeys(client, settings, `records/${folder}/`)) {
        const name = key.slice('records/'.length)
        if (isRecordName(name)) yield name
      }
    },
  }
}
