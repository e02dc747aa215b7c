import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { graphiqlAddress, type GraphVersion, type Problem, type Variables } from '../api/ask';
import { useAnswer } from '../api/useAnswer';
import type { Cut, Dated } from '../api/types';
import { cutReasons } from '../text/kinds';
import { useText } from '../text/language';
import { PageLink, useHere } from './address';

/**
 * The one query of a view: what it answers, or that it is awaited or failed, and below it the version, the query and how to cite it.
 * The data is shown as it came; what of it can be cut is said by `CutNote`.
 */
export function Answer<T extends Dated>(props: {
  query: string;
  variables: Variables;
  title: (data: T) => string;
  children: (data: T, graph: GraphVersion) => ComponentChildren;
}) {
  const { say, language } = useText();
  const { version, change, address } = useHere();
  const variables = { ...props.variables, version, language: language.toUpperCase() };
  const { answer, pending, again } = useAnswer<T>(props.query, variables);
  const title = answer.state === 'done' && answer.ok ? props.title(answer.data) : null;
  useEffect(() => {
    if (title !== null) {
      document.title = title === say('title') ? title : `${title} · IndustryGraph`;
    }
  }, [title]);
  if (answer.state === 'loading') {
    return <p class="loading" role="status">{say('loading')}</p>;
  }

  if (!answer.ok) {
    return <Failure problem={answer.problem} again={again} query={props.query} variables={variables} />;
  }

  const { graph } = answer;
  return (
    <div class="answer" aria-busy={pending}>
      {pending && <p class="unseen" role="status">{say('loading')}</p>}
      {graph.stale && <p class="stale" role="status">{say('stale')}</p>}
      {version !== null && (
        <p class="as-of">{say('asOf', { n: version })} <PageLink to={change({ version: null })}>{say('newest')}</PageLink></p>
      )}
      {answer.problems.map((problem) => (
        <p class="failure" role="alert">{say('partFailed', { reason: problem.message })} <code>{problem.code}</code></p>
      ))}
      {props.children(answer.data, graph)}
      <footer class="provenance">
        <span>{say('version', { n: answer.data.graph.version })}</span>
        <span>{say('loadedAt', { time: moment(answer.data.graph.loadedAt) })}</span>
        <a href={graphiqlAddress(props.query, variables)}>{say('showQuery')}</a>
        <Cite key={address.view + address.id} title={title ?? ''} of={answer.data} />
      </footer>
    </div>
  );
}

function Failure(props: { problem: Problem; again: () => void; query: string; variables: Variables }) {
  const { say } = useText();
  const { problem } = props;
  return (
    <section class="failure" role="alert">
      <h1>{say('failed')}</h1>
      <p>{say(adviceFor(problem.code))}</p>
      <p><code>{problem.code}</code> {problem.message}</p>
      <p class="actions">
        <button type="button" onClick={props.again}>{say('again')}</button>
        <a href={graphiqlAddress(props.query, props.variables)}>{say('showQuery')}</a>
      </p>
    </section>
  );
}

function adviceFor(code: string) {
  switch (code) {
    case 'OFFLINE':
    case 'NOT_UNDERSTOOD':
      return 'offline';
    case 'NOT_FOUND':
      return 'notFound';
    case 'NOT_READY':
    case 'TIMEOUT':
    case 'TOO_BUSY':
    case 'UNAVAILABLE':
    case 'VERSION_MOVED':
      return 'busy';
    case 'COST_TOO_HIGH':
    case 'LIMIT_EXCEEDED':
      return 'tooMuch';
    default:
      return 'refused';
  }
}

/** Says where an answer was cut, and by what. */
export function CutNote(props: { cut: Cut; quiet?: boolean }) {
  const { say, of } = useText();
  if (!props.cut.complete) {
    return <p class="cut" role="status">{say('cut', { reason: of(cutReasons, props.cut.reason) })}</p>;
  }

  return props.quiet ? null : <p class="complete">{say('complete')}</p>;
}

function Cite(props: { title: string; of: Dated }) {
  const { say } = useText();
  const { change } = useHere();
  const [copied, setCopied] = useState(false);
  const { version, loadedAt } = props.of.graph;
  const text = say('citation', {
    title: props.title,
    n: version,
    time: loadedAt.slice(0, 10),
    address: new URL(change({ version: String(version) }), location.origin).href,
    today: new Date().toISOString().slice(0, 10),
  });
  return (
    <details class="cite">
      <summary>{say('cite')}</summary>
      <p class="citation">{text}</p>
      <button type="button" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => undefined)}>
        {copied ? say('copied') : say('copy')}
      </button>
    </details>
  );
}

/** A moment of an answer, to the minute. */
export function moment(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ') + ' UTC';
}
