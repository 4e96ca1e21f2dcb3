import { expect, test } from 'vitest'
import { normalizeUsage } from '../../src/records/llmCalls/usage.ts'

const normalize = (own: Parameters<typeof normalizeUsage>[0]) => {
  const { inputTokens, outputTokens, totalTokens } = normalizeUsage(own, (path, given) => {
    throw new Error(`${path}: ${given}`)
  })
  return [inputTokens, outputTokens, totalTokens]
}

test.each<[string, Parameters<typeof normalizeUsage>[0], [number, number, number]]>([
  ['nothing', {}, [0, 0, 0]],
  ['null', { usage: null }, [0, 0, 0]],
  ['an empty object', { usage: {} }, [0, 0, 0]],
  ['another shape', { usage: { tokens: 5 } }, [0, 0, 0]],
  ['own counts', { inputTokens: 3, outputTokens: 4 }, [3, 4, 7]],
  ['an own total', { inputTokens: 3, outputTokens: 4, totalTokens: 9 }, [3, 4, 9]],
  ['an own total and input', { inputTokens: 3, totalTokens: 9 }, [3, 6, 9]],
  ['an own total and output', { outputTokens: 3, totalTokens: 9 }, [6, 3, 9]],
  ['an own total alone', { totalTokens: 9 }, [0, 0, 9]],
  ['an own total below the input', { inputTokens: 3, totalTokens: 2 }, [3, 0, 2]],
  ['an own output beside a total of usage', { outputTokens: 4, usage: { total_tokens: 15 } }, [0, 4, 4]],
  ['OpenAI', { usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } }, [10, 5, 15]],
  [
    'OpenAI with cached tokens, which the prompt has',
    {
      usage: {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 8 },
        cache_read_input_tokens: 8,
      },
    },
    [10, 5, 15],
  ],
  ['OpenAI without a total', { usage: { prompt_tokens: 10, completion_tokens: 5 } }, [10, 5, 15]],
  ['OpenAI with a total and a prompt', { usage: { prompt_tokens: 10, total_tokens: 15 } }, [10, 5, 15]],
  ['OpenAI with nulls', { usage: { prompt_tokens: 10, completion_tokens: null, total_tokens: null } }, [10, 0, 10]],
  [
    'OpenAI Responses',
    { usage: { input_tokens: 10, input_tokens_details: { cached_tokens: 4 }, output_tokens: 5, total_tokens: 15 } },
    [10, 5, 15],
  ],
  ['Anthropic', { usage: { input_tokens: 10, output_tokens: 5 } }, [10, 5, 15]],
  [
    'Anthropic with a cache',
    {
      usage: { input_tokens: 10, output_tokens: 5, cache_creation_input_tokens: 100, cache_read_input_tokens: 1000 },
    },
    [1110, 5, 1115],
  ],
  [
    'Anthropic with nulls',
    { usage: { input_tokens: 10, output_tokens: 5, cache_creation_input_tokens: null, cache_read_input_tokens: 0 } },
    [10, 5, 15],
  ],
  [
    'a gateway that fills the names of both, one of them with zeros',
    { usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 10, input_tokens: 7, output_tokens: 3 } },
    [7, 3, 10],
  ],
  ['zeros alone', { usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } }, [0, 0, 0]],
  ['a total of zero beside counts', { usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 0 } }, [7, 3, 10]],
  [
    'a total that leaves the cache out',
    { usage: { input_tokens: 7, cache_read_input_tokens: 90, output_tokens: 3, total_tokens: 10 } },
    [97, 3, 100],
  ],
  ['a total alone', { usage: { total_tokens: 9 } }, [0, 0, 9]],
  ['a usage inside of the usage', { usage: { usage: { prompt_tokens: 5 } } }, [0, 0, 0]],
  ['names of the prototype', { usage: JSON.parse('{"__proto__":{"prompt_tokens":5}}') }, [0, 0, 0]],
  ['Gemini', { usage: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 } }, [10, 5, 15]],
  [
    'Gemini with thoughts',
    { usage: { promptTokenCount: 10, candidatesTokenCount: 5, thoughtsTokenCount: 20, totalTokenCount: 35 } },
    [10, 25, 35],
  ],
  ['Gemini that only thought', { usage: { promptTokenCount: 10, thoughtsTokenCount: 20 } }, [10, 20, 30]],
  [
    'own counts beside usage',
    { inputTokens: 1, usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } },
    [1, 5, 6],
  ],
  ['an own total beside usage', { totalTokens: 20, usage: { prompt_tokens: 10, completion_tokens: 5 } }, [10, 5, 20]],
])('%s', (_name, own, expected) => {
  expect(normalize(own)).toEqual(expected)
})

test.each([['12'], [-1], [1.5], [true], [{}], [[]], [Number.POSITIVE_INFINITY], [2 ** 31]])(
  'a count of %j is reported, and therefore rejected',
  (count) => {
    const problems: string[] = []
    for (const name of ['prompt_tokens', 'total_tokens', 'cache_read_input_tokens', 'thoughtsTokenCount'])
      normalizeUsage({ usage: { [name]: count } }, (path) => problems.push(path))
    expect(problems).toEqual([
      'usage.prompt_tokens',
      'usage.total_tokens',
      'usage.cache_read_input_tokens',
      'usage.thoughtsTokenCount',
    ])
  },
)
