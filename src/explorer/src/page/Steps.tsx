import type { PathStep } from '../api/types';
import { linkKinds } from '../text/kinds';
import { useText } from '../text/language';
import { EntityName, Sources } from './facts';

/** A step as a sentence reads it: the link's own direction, whichever way the path travels it. */
function ends(step: PathStep) {
  return step.along ? { subject: step.from, object: step.to } : { subject: step.to, object: step.from };
}

export function StepSentence(props: { step: PathStep }) {
  const { of } = useText();
  const { subject, object } = ends(props.step);
  const { link } = props.step;
  return (
    <>
      <EntityName entity={subject} /> <span class="verb">{of(linkKinds, link.kind)}</span> <EntityName entity={object} />
      {link.citations && <> <Sources of={`${subject.name} ${of(linkKinds, link.kind)} ${object.name}`} evidence={link.evidence} citations={link.citations} /></>}
    </>
  );
}

/** The steps of a path as one text, for CSV and narrow cells. */
export function useStepsText(): (steps: readonly PathStep[]) => string {
  const { of, language } = useText();
  return (steps) => steps.map((step) => {
    const { subject, object } = ends(step);
    return `${subject.name} ${of(linkKinds, step.link.kind)} ${object.name}`;
  }).join(language === 'zh' ? '；' : '; ');
}
