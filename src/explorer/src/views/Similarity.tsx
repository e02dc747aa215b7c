import { graphiqlAddress } from '../api/ask';
import type { Cut, Named } from '../api/types';
import { useAnswers } from '../api/useAnswers';
import { useHere } from '../page/address';
import { CutNote } from '../page/Answer';
import { EntityName } from '../page/facts';
import { Table } from '../page/Table';
import { featureRoles } from '../text/kinds';
import { useText } from '../text/language';
import query from './similarity.graphql?raw';

interface Similar {
  readonly score: number;
  readonly sharedCount: number;
  readonly industry: { readonly id: string };
  readonly shared: readonly { readonly role: string; readonly weight: number; readonly entity: Named }[];
}

interface SimilarityAnswer {
  readonly graph: { readonly similarIndustries: Cut & { readonly industries: readonly Similar[] } };
}

/** How like each two of the industries are, and what they share: similarity is symmetric, so each but the last is asked for once. */
export function Similarity(props: { industries: readonly Named[]; weakest: string }) {
  const { say, of, language } = useText();
  const { version } = useHere();
  const { industries } = props;
  const asked = industries.slice(0, -1).map((one) => ({ to: one.id, weakest: props.weakest, version, language: language.toUpperCase() }));
  const results = useAnswers<SimilarityAnswer>(query, asked);
  if (results === null) {
    return <p class="loading" role="status">{say('loading')}</p>;
  }

  const failure = results.find((result) => !result.ok);
  if (failure && !failure.ok) {
    return <p class="failure" role="alert">{say('partFailed', { reason: failure.problem.message })} <code>{failure.problem.code}</code></p>;
  }

  const answers = results.flatMap((result) => result.ok ? [result.data.graph.similarIndustries] : []);
  const pairs = industries.flatMap((one, n) => industries.slice(n + 1).map((other) => {
    const similar = answers[n]?.industries.find(({ industry }) => industry.id === other.id);
    return { one, other, score: similar?.score ?? 0, sharedCount: similar?.sharedCount ?? 0, shared: similar?.shared ?? [] };
  })).sort((first, second) => second.score - first.score);
  return (
    <>
      <CutNote cut={answers.find((answer) => !answer.complete) ?? { complete: true, reason: 'NONE' }} />
      <Table
        title={say('similarity')}
        rows={pairs}
        columns={[
          { head: say('pair'), value: ({ one, other }) => `${one.name} – ${other.name}`, show: ({ one, other }) => <><EntityName entity={one} /> – <EntityName entity={other} /></> },
          { head: say('score'), value: ({ score }) => score, show: ({ score }) => score.toFixed(3) },
          {
            head: say('evidenceShared'),
            value: ({ shared }) => shared.map(({ entity }) => entity.name).join('; '),
            show: ({ shared, sharedCount }) => (
              <>
                <small>{say('reasons', { n: sharedCount })}</small>
                <ul>{shared.map(({ entity, role, weight }) => <li><EntityName entity={entity} /> <small>{of(featureRoles, role)} · {weight.toFixed(2)}</small></li>)}</ul>
              </>
            ),
          },
          { head: say('reasonCount'), value: ({ sharedCount }) => sharedCount, hidden: true },
        ]}
      />
      {asked[0] && <p><a href={graphiqlAddress(query, asked[0])}>{say('showQuery')}</a></p>}
    </>
  );
}
