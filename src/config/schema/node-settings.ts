import * as z from 'zod'
import { LABEL_VALUE, QUALIFIED_NAME } from '../../notation/qualified-name.ts'
import { readTaint, taintEffects } from '../../notation/taint.ts'
import { say } from '../../validation/say.ts'
import { versionText } from './fields.ts'
import { ownedKey, type KeyOf } from './owned-keys.ts'

const shown = (text: string) => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)

const keyOf = (of: KeyOf) =>
  z
    .string()
    .regex(QUALIFIED_NAME, {
      error: ({ input }) =>
        say(
          `${shown(String(input))} is not a valid key of ${of === 'annotation' ? 'an annotation' : `a ${of}`}`,
          'write it as rack or example.com/rack: after the prefix at most 63 letters, digits, "-", "_" and "."',
        ),
    })
    .superRefine((key, context) => {
      const message = ownedKey(of, key)
      if (message !== undefined) context.addIssue(message)
    })

/** zod has no message of its own for a key that its schema refuses. */
const keyMessage = (issue: { readonly code?: string; readonly issues?: unknown }) =>
  issue.code === 'invalid_key' ? (issue.issues as readonly z.core.$ZodIssue[])[0]?.message : undefined

const labelValue = (of: 'label' | 'taint') =>
  versionText().regex(
    LABEL_VALUE,
    say(
      `not a valid value of a ${of}`,
      'use at most 63 letters, digits, "-", "_" and ".", as in gpu-a100; "" for none',
    ),
  )

const kib = (limit: number) => `${limit / 1024} KiB`

/** What a node object is given has to fit into one request, whatever else it has. */
const atMost = (limit: number) => (value: unknown) => Buffer.byteLength(JSON.stringify(value)) <= limit
const tooLarge = (what: string, limit: number) =>
  say(`${what} of one host may take ${kib(limit)} in all`, 'keep what is larger in a ConfigMap')

const LABELS = 8 * 1024
export const labelsSchema = z
  .record(keyOf('label'), labelValue('label').describe('The value as text: write "true" in quotes, and "" for none.'), {
    error: keyMessage,
  })
  .refine(atMost(LABELS), tooLarge('labels', LABELS))
  .describe(
    'Labels of the node, each with its value, "" for none. Only these are changed; one that is taken out of the file is taken off the node.',
  )

const ANNOTATION = 4 * 1024
const ANNOTATIONS = 16 * 1024
const annotationValue = versionText()
  .refine(
    (text) => Buffer.byteLength(text) <= ANNOTATION,
    say(`is longer than ${kib(ANNOTATION)}`, 'keep what is larger in a ConfigMap'),
  )
  .refine((text) => !/[\0\p{Cs}]/u.test(text), say('is not text', 'write it without NUL and halves of characters'))

export const annotationsSchema = z
  .record(
    keyOf('annotation'),
    annotationValue.describe('The value as text: write "true" in quotes, and "" for none.'),
    {
      error: keyMessage,
    },
  )
  .refine(atMost(ANNOTATIONS), tooLarge('annotations', ANNOTATIONS))
  .describe('Annotations of the node, in the same way. A value may have 4 KiB, all of them 16 KiB.')

const NOT_A_TAINT = say('not a taint', 'write it as example.com/dedicated=gpu:NoSchedule, or as key, value and effect')

/** As kubectl takes it. Editors get a pattern. */
const taintText = z
  .string()
  .regex(new RegExp(`^[^=:]+(=[^=:]*)?:(${taintEffects.join('|')})$`), NOT_A_TAINT)
  .superRefine((text, context) => {
    const { key, value } = readTaint(text) ?? {}
    if (key === undefined) return
    const { error } = z.tuple([keyOf('taint'), labelValue('taint')]).safeParse([key, value])
    const [issue] = error?.issues ?? []
    if (issue) context.addIssue(issue.path[0] === 1 ? `${shown(value ?? '')} is ${issue.message}` : issue.message)
  })

const taintObject = z.strictObject({
  key: keyOf('taint').describe('Key of the taint, such as example.com/dedicated.'),
  value: labelValue('taint').default('').describe('Its value, if it has one.'),
  effect: z
    .enum(taintEffects)
    .describe(
      'NoSchedule: no further pods. PreferNoSchedule: only where there is no other place. NoExecute: pods that are there leave, too.',
    ),
})

const TAINTS = 4 * 1024
export const taintsSchema = z
  .array(z.union([taintText, taintObject]))
  .refine(atMost(TAINTS), tooLarge('taints', TAINTS))
  .describe(
    'Taints of the node beside those that Kubernetes and kubeadm set, each as key=value:Effect or as key, value and effect.',
  )
