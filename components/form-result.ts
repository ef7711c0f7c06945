// What a server action tells the form that called it. Sentences are already in the language of the request.

export type FormResult =
  | { status: 'idle' }
  | { status: 'done'; message: string }
  | { status: 'refused'; message: string; fields: Record<string, string> }

export type FormAction = (previous: FormResult, form: FormData) => Promise<FormResult>

export const IDLE: FormResult = { status: 'idle' }
