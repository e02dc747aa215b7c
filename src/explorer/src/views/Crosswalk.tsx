import { useState } from 'preact/hooks';
import type { Cut, Dated, Evidence, Match, Named, PathStep } from '../api/types';
import { useHere } from '../page/address';
import { Answer, CutNote } from '../page/Answer';
import { Choice, EvidenceChoice, evidenceIn, nameOf, useNamed } from '../page/choices';
import { EntityPicker } from '../page/EntityPicker';
import { EntityName } from '../page/facts';
import { StepSentence, useStepsText } from '../page/Steps';
import { Table } from '../page/Table';
import { matches } from '../text/kinds';
import { useText } from '../text/language';
import query from './crosswalk.graphql?raw';

interface Candidate {
  readonly assured: boolean;
  readonly match: Match;
  readonly weakestMatch: Match | null;
  readonly item: Named & { readonly code: string | null };
  readonly path: { readonly length: number; readonly weakestEvidence: Evidence | null; readonly steps: readonly PathStep[] };
}

interface CrosswalkAnswer extends Dated {
  readonly graph: Dated['graph'] & {
    readonly entitiesOfKind: { readonly nodes: readonly Named[] };
    readonly crosswalk?: Cut & { readonly candidates: readonly Candidate[] };
  };
}

const standardTarget = 'classification:isic-rev4';
const standardScheme = 'classification:gbt4754-2017';

export function CrosswalkView() {
  const { say } = useText();
  const { address: { parameters } } = useHere();
  const of = parameters.get('of');
  const code = parameters.get('code');
  const scheme = parameters.get('scheme') ?? standardScheme;
  const to = parameters.get('to') ?? standardTarget;
  const asked = of !== null || code !== null;
  const named = useNamed(of === null ? [] : [of]);
  const what = of !== null ? nameOf(named, of).name : code;
  return (
    <>
      <h1>{say('crosswalk')}{what !== null && <> · <bdi>{what}</bdi></>}</h1>
      <p class="lead">{say('crosswalkHelp')}</p>
      <Answer<CrosswalkAnswer>
        query={query}
        variables={{ of, code: of === null ? code : null, scheme: of === null && code !== null ? scheme : null, to, asked, weakest: evidenceIn(parameters) }}
        title={() => what === null ? say('crosswalk') : `${say('crosswalk')} · ${what} → ${to}`}
      >
        {({ graph }) => (
          <>
            <Question schemes={graph.entitiesOfKind.nodes} of={of === null ? null : nameOf(named, of)} code={code} scheme={scheme} to={to} />
            {graph.crosswalk && <Candidates answer={graph.crosswalk} title={`${what} ${to}`} />}
          </>
        )}
      </Answer>
    </>
  );
}

function Question(props: { schemes: readonly Named[]; of: Named | null; code: string | null; scheme: string; to: string }) {
  const { say } = useText();
  const { address: { parameters }, change, go } = useHere();
  const [code, setCode] = useState(props.code ?? '');
  const put = (changed: Record<string, string | null>) => go(change(changed), true);
  const schemes = props.schemes.map((one) => [one.id, one.name] as const);
  return (
    <form
      class="question"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim()) {
          put({ code: code.trim(), of: null, scheme: props.scheme });
        }
      }}
    >
      <EntityPicker label={say('entity')} chosen={props.of} onPick={(entity) => put({ of: entity.id, code: null, scheme: null })} />
      <div class="field">
        <label>{say('orCode')}{' '}<input type="text" maxLength={30} value={code} onInput={(event) => setCode(event.currentTarget.value)} /></label>
      </div>
      <Choice label={say('scheme')} value={props.scheme} of={schemes} onChange={(value) => put({ scheme: value })} />
      <Choice label={say('target')} value={props.to} of={schemes} onChange={(value) => put({ to: value })} />
      <EvidenceChoice value={evidenceIn(parameters)} onChange={(value) => put({ evidence: value === 'CURATED' ? null : value })} />
      <button type="submit" class="main">{say('mapIt')}</button>
    </form>
  );
}

function Candidates(props: { answer: Cut & { readonly candidates: readonly Candidate[] }; title: string }) {
  const { say, of } = useText();
  const text = useStepsText();
  return (
    <>
      <CutNote cut={props.answer} />
      <Table
        title={`${say('crosswalk')} ${props.title}`}
        rows={props.answer.candidates}
        columns={[
          { head: say('code'), value: (one) => one.item.code, show: (one) => <code>{one.item.code}</code> },
          { head: say('name'), value: (one) => one.item.name, show: (one) => <EntityName entity={one.item} /> },
          { head: say('match'), value: (one) => of(matches, one.match), show: (one) => <strong>{of(matches, one.match)}</strong> },
          { head: say('weakestMatch'), value: (one) => one.weakestMatch && of(matches, one.weakestMatch) },
          { head: say('assured'), value: (one) => say(one.assured ? 'yes' : 'no') },
          {
            head: say('way'),
            value: (one) => text(one.path.steps),
            show: (one) => <ol>{one.path.steps.map((step) => <li><StepSentence step={step} /></li>)}</ol>,
          },
          { head: say('id'), value: (one) => one.item.id, hidden: true },
        ]}
      />
    </>
  );
}
