// Asks a server and prints what came back, as JSON on one line. What to ask comes on standard input:
// {url, connections, seconds | amount, questions: [{query, variables}]}. With `amount`, each question is asked once.
import autocannon from 'autocannon'
import { text } from 'node:stream/consumers'

const { url, connections, seconds, amount, questions } = JSON.parse(await text(process.stdin))
const requests = questions.map((question) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: JSON.stringify(question),
}))
let next = 0
let [first, last] = [0, 0]
const running = autocannon({
  url,
  connections,
  ...(amount ? { amount } : { duration: seconds }),
  timeout: 60,
  // Each connection has questions of its own, so that none is asked twice where each is to be asked once.
  setupClient: (client) => {
    const of = next++
    client.setRequests(requests.length >= connections ? requests.filter((_, i) => i % connections === of) : requests)
  },
})

// The tool itself looks once a second whether it is done.
running.on('start', () => { first = performance.now() })
running.on('response', () => { last = performance.now() })
const result = await running
console.log(JSON.stringify({
  answers: result['2xx'], failures: result.non2xx + result.errors + result.timeouts, seconds: (last - first) / 1000,
  p50: result.latency.p50, p99: result.latency.p99,
}))
