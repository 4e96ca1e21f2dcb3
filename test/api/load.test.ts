import { describe, expect, test } from 'vitest'
import { type LagClock, measureLag, sampleMs } from '../../src/server/limits/lag.ts'
import { watchLoad } from '../../src/server/limits/load.ts'
import { startTestApp, testLimits } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'

/** A manual clock: `turn` advances the time to the next turn of the event loop. */
const makeClock = () => {
  let time = 0
  let sample: () => void = () => undefined
  const clock: LagClock = {
    now: () => time,
    every: (_ms, task) => {
      sample = task
    },
  }
  return {
    clock,
    /** Runs the next turn of the loop, late by the given number of milliseconds. */
    turn: (late: number) => {
      time += sampleMs + late
      sample()
    },
  }
}

const limits = { ...testLimits, maxEventLoopDelayMs: 1000 }
const query = '{ messages { totalCount } overview { totalErrors } }'

describe('the lag of the event loop', () => {
  test('rejects nothing on an idle server, however large it was', async () => {
    const { clock, turn } = makeClock()
    const app = await startTestApp({ limits, lag: measureLag(clock) })
    for (const late of [9572, 9572, 9572]) {
      turn(late)
      for (let index = 0; index < 20; index += 1) expect((await ask(app, query)).status).toBe(200)
    }
    await app.close()
  })

  test('in a single stall rejects nothing, even for concurrent requests', async () => {
    const { clock, turn } = makeClock()
    const app = await startTestApp({ limits, lag: measureLag(clock) })
    turn(0)
    turn(9572)
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(app, query)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    await app.close()
  })

  test('that persists rejects concurrent requests until it ends', async () => {
    const { clock, turn } = makeClock()
    const app = await startTestApp({ limits, lag: measureLag(clock) })
    turn(1500)
    turn(1200)
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(app, query)))
    const rejected = answers.filter(({ status }) => status === 503)
    expect(answers.some(({ status }) => status === 200)).toBe(true)
    expect(rejected.length).toBeGreaterThan(0)
    for (const answer of rejected) {
      expect([codesOf(answer), answer.headers.get('retry-after')]).toEqual([['SERVICE_UNAVAILABLE'], '1'])
      expect(answer.errors[0]?.message).toContain('the event loop delay is 1200 ms (MAX_EVENT_LOOP_DELAY_MS is 1000)')
    }
    turn(0)
    const later = await Promise.all(Array.from({ length: 20 }, () => ask(app, query)))
    expect(later.map(({ status }) => status)).toEqual(later.map(() => 200))
    expect(await (await app.fetch('/metrics')).text()).toContain('botlens_event_loop_delay_seconds 0\n')
    await app.close()
  })

  test('is measured by how late timers fire', () => {
    const { clock, turn } = makeClock()
    const lag = measureLag(clock)
    expect([lag.latestMs(), lag.sustainedMs()]).toEqual([0, 0])
    turn(30)
    expect([lag.latestMs(), lag.sustainedMs()]).toEqual([30, 0])
    turn(20)
    expect([lag.latestMs(), lag.sustainedMs()]).toEqual([20, 20])
    turn(400)
    expect([lag.latestMs(), lag.sustainedMs()]).toEqual([400, 20])
  })
})

test('a request in flight is counted once, until its end', () => {
  const load = watchLoad({ ...limits, maxInFlight: 2 })
  const first = load.begin()
  load.begin()
  expect(() => load.begin()).toThrow('2 requests are in flight (MAX_IN_FLIGHT)')
  first()
  first()
  expect(load.inFlight()).toBe(1)
  load.begin()
  expect(() => load.begin()).toThrow()
})
