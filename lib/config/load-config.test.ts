import { expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'

const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' }
const load = (env: Record<string, string>) => loadConfig({ NODE_ENV: 'test', ...env }, '/no/such/folder')

test.each([
  [{}, null],
  [{ LINKHOME_SUGGEST_MODEL: 'm', LINKHOME_SUGGEST_KEY: 'k' }, null],
  [
    { LINKHOME_SUGGEST_URL: 'http://127.0.0.1:11434/v1/', LINKHOME_SUGGEST_MODEL: 'm' },
    { url: 'http://127.0.0.1:11434/v1', model: 'm', key: null },
  ],
])('the model of %o is %o', (env, suggest) => expect(load(env).suggest).toEqual(suggest))

test('a model that nobody names is not asked', () =>
  expect(() => load({ LINKHOME_SUGGEST_URL: 'http://127.0.0.1/v1' })).toThrow(
    expect.objectContaining({ detail: expect.objectContaining({ variable: 'LINKHOME_SUGGEST_MODEL' }) }),
  ))

test.each([
  [{}, null],
  [{ LINKHOME_STORAGE: 'file', ...keys }, null],
  [
    { LINKHOME_STORAGE: 's3://my.bucket', ...keys },
    { bucket: 'my.bucket', prefix: '', region: 'us-east-1', endpoint: 'https://s3.us-east-1.amazonaws.com' },
  ],
  [
    {
      LINKHOME_STORAGE: 's3://bucket/link/home/',
      ...keys,
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_SESSION_TOKEN: 't',
    },
    { prefix: 'link/home', region: 'eu-west-1', sessionToken: 't' },
  ],
  [
    {
      LINKHOME_STORAGE: 's3://bucket/p',
      ...keys,
      AWS_REGION: 'auto',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000',
    },
    { endpoint: 'http://127.0.0.1:9000', region: 'auto', sessionToken: null, accessKeyId: 'AKIA' },
  ],
])('%j stores blobs in %j', (env, expected) => {
  expect(load(env)).toMatchObject({ s3: expected })
})

test.each([
  [{ LINKHOME_STORAGE: 's3' }, 'LINKHOME_STORAGE'],
  [{ LINKHOME_STORAGE: 's3://' }, 'LINKHOME_STORAGE'],
  [{ LINKHOME_STORAGE: 's3://Bucket', ...keys }, 'LINKHOME_STORAGE'],
  [{ LINKHOME_STORAGE: 's3://bucket/a b', ...keys }, 'LINKHOME_STORAGE'],
  [{ LINKHOME_STORAGE: 's3://bucket/a//b', ...keys }, 'LINKHOME_STORAGE'],
  [{ LINKHOME_STORAGE: 'gs://bucket', ...keys }, 'LINKHOME_STORAGE'],
  [{ LINKHOME_STORAGE: 's3://bucket' }, 'AWS_ACCESS_KEY_ID'],
  [{ LINKHOME_STORAGE: 's3://bucket', AWS_ACCESS_KEY_ID: 'AKIA' }, 'AWS_SECRET_ACCESS_KEY'],
  [{ LINKHOME_STORAGE: 's3://bucket', ...keys, AWS_ENDPOINT_URL_S3: 'minio:9000' }, 'AWS_ENDPOINT_URL_S3'],
])('%j is refused for %s', (env, variable) => {
  expect(() => load(env)).toThrow(
    expect.objectContaining({ code: 'config_invalid', detail: expect.objectContaining({ variable }) }),
  )
})
