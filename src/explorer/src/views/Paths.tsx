import type { Cut, Dated, Evidence, PathStep } from '../api/types';
import { numberIn, useHere } from '../page/address';
import { Answer, CutNote } from '../page/Answer';
import {
  Choice, EntityPickers, EvidenceChoice, evidenceIn, kindsIn, LinkKindChoice, nameOf, NumberChoice, useNamed,
} from '../page/choices';
import { EntityPicker } from '../page/EntityPicker';
import { EvidenceMark } from '../page/facts';
import { StepSentence, useStepsText } from '../page/Steps';
import { Table } from '../page/Table';
import { Picture } from '../picture/Picture';
import { subgraph } from '../picture/subgraph';
import { evidences } from '../text/kinds';
import { useText } from '../text/language';
import query from './paths.graphql?raw';

interface FoundPath {
  readonly length: number;
  readonly weakestEvidence: Evidence | null;
  readonly steps: readonly PathStep[];
}

interface PathsAnswer extends Dated {
  readonly graph: Dated['graph'] & { readonly paths: Cut & { readonly paths: readonly FoundPath[] } };
}

const choices = ['SHORTEST', 'ALL', 'STRONGEST'] as const;

export function PathsView() {
  const { say } = useText();
  const { address: { parameters }, change, go } = useHere();
  const from = parameters.get('from');
  const to = parameters.get('to');
  const via = parameters.getAll('via').slice(0, 8);
  const avoiding = parameters.getAll('avoiding').slice(0, 100);
  const hops = numberIn(parameters, 'hops', 0, 12, 6);
  const first = numberIn(parameters, 'first', 1, 50, 3);
  const choose = choices.find((one) => one === parameters.get('choose')) ?? 'SHORTEST';
  const kinds = kindsIn(parameters);
  const weakest = evidenceIn(parameters);
  const named = useNamed([from, to, ...via, ...avoiding].filter((id) => id !== null));
  const put = (changed: Record<string, string | readonly string[] | null>) => go(change(changed), true);
  const name = (id: string | null) => id === null ? null : nameOf(named, id);
  return (
    <>
      <h1>{say('paths')}</h1>
      <form class="question" onSubmit={(event) => event.preventDefault()}>
        <EntityPicker label={say('from')} chosen={name(from)} onPick={(entity) => put({ from: entity.id })} />
        <EntityPicker label={say('to')} chosen={name(to)} onPick={(entity) => put({ to: entity.id })} />
        <EntityPickers label={say('via')} most={8} chosen={via.map((id) => nameOf(named, id))} onChange={(ids) => put({ via: ids })} />
        <EntityPickers label={say('avoiding')} most={20} chosen={avoiding.map((id) => nameOf(named, id))} onChange={(ids) => put({ avoiding: ids })} />
        <NumberChoice label={say('hops')} value={hops} least={0} most={12} onChange={(value) => put({ hops: value })} />
        <NumberChoice label={say('howMany')} value={first} least={1} most={50} onChange={(value) => put({ first: value })} />
        <Choice
          label={say('which')}
          value={choose}
          of={[['SHORTEST', say('shortest')], ['ALL', say('allPaths')], ['STRONGEST', say('strongest')]]}
          onChange={(value) => put({ choose: value === 'SHORTEST' ? null : value })}
        />
        <EvidenceChoice value={weakest} onChange={(value) => put({ evidence: value === 'CURATED' ? null : value })} />
        <LinkKindChoice chosen={kinds ?? []} onChange={(chosen) => put({ kinds: chosen })} />
      </form>
      {from === null || to === null ? <p class="nothing">{say('choose')}</p> : (
        <Answer<PathsAnswer>
          query={query}
          variables={{ from, to, via: via.length > 0 ? via : null, avoiding: avoiding.length > 0 ? avoiding : null, hops, first, choose, kinds, weakest }}
          title={() => `${say('paths')} · ${nameOf(named, from).name} → ${nameOf(named, to).name}`}
        >
          {({ graph: { paths } }) => <Found paths={paths} />}
        </Answer>
      )}
    </>
  );
}

function Found(props: { paths: PathsAnswer['graph']['paths'] }) {
  const { say, of } = useText();
  const text = useStepsText();
  const { paths } = props.paths;
  const steps = paths.flatMap((path) => path.steps);
  const ends = new Set([paths[0]?.steps[0]?.from.id, paths[0]?.steps.at(-1)?.to.id]);
  return (
    <>
      <h2><span role="status">{paths.length === 0 ? say('noPaths') : say('pathsFound', { n: paths.length })}</span></h2>
      <CutNote cut={props.paths} />
      {paths.map((path, n) => (
        <section class="sentence">
          <h3>{say('path', { n: n + 1 })}</h3> <small>{say('length')} {path.length}</small>{' '}
          {path.weakestEvidence && <EvidenceMark evidence={path.weakestEvidence} />}
          <ol>{path.steps.map((step) => <li><StepSentence step={step} /></li>)}</ol>
        </section>
      ))}
      {steps.length > 0 && (
        <>
          <Picture
            title={say('paths')}
            layout="layered"
            graph={subgraph(
              steps.flatMap((step) => [step.from, step.to]).map((one) => ({ ...one, centre: ends.has(one.id) })),
              steps.map(({ link, along, from, to }) => ({
                id: link.id, kind: link.kind, evidence: link.evidence, from: along ? from.id : to.id, to: along ? to.id : from.id,
                strong: paths[0]?.steps.some((step) => step.link.id === link.id) ?? false,
              })),
            )}
          />
          <Table
            title={say('paths')}
            rows={paths}
            columns={[
              { head: say('length'), value: (path) => path.length },
              { head: say('sentence'), value: (path) => text(path.steps), show: (path) => <bdi>{text(path.steps)}</bdi> },
              { head: say('evidence'), value: (path) => path.weakestEvidence && of(evidences, path.weakestEvidence) },
              { head: say('sources'), value: (path) => path.steps.flatMap((step) => step.link.citations ?? []).map((one) => one.source.id).join('; '), hidden: true },
            ]}
          />
        </>
      )}
    </>
  );
}
