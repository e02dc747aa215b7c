import type { Core } from 'cytoscape';
import { useEffect, useRef, useState } from 'preact/hooks';
import { download, fileName } from '../page/csv';
import { entityKinds, linkKinds } from '../text/kinds';
import { useText } from '../text/language';
import type { Layout } from './draw';
import { styleOf } from './kindStyles';
import type { Subgraph } from './subgraph';

/**
 * A picture of a part of the graph with its legend. What it shows must also stand in the view as text: a canvas says nothing to a
 * screen reader. Cytoscape is loaded when the first picture is shown.
 */
export function Picture(props: { title: string; graph: Subgraph; layout: Layout; onNode?: (id: string) => void }) {
  const { say, of, language } = useText();
  const { title, graph, layout } = props;
  const container = useRef<HTMLDivElement>(null);
  const cy = useRef<Core | null>(null);
  const onNode = useRef(props.onNode);
  onNode.current = props.onNode;
  const key = layout + JSON.stringify(graph);
  const [drawn, setDrawn] = useState('');
  const ready = drawn === key;
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    let gone = false;
    const start = async () => {
      const { draw, show } = await import('./draw');
      if (gone || !container.current) {
        return;
      }

      cy.current ??= draw(container.current, dark.matches, (id) => onNode.current?.(id));
      show(cy.current, graph, layout, (kind) => of(linkKinds, kind));
      // For tests and measurements: the drawing of the element.
      Object.assign(container.current, { drawing: cy.current });
      setDrawn(key);
    };
    const redraw = () => {
      cy.current?.destroy();
      cy.current = null;
      void start();
    };
    void start();
    dark.addEventListener('change', redraw);
    return () => {
      gone = true;
      dark.removeEventListener('change', redraw);
    };
  }, [key, language]);
  useEffect(() => () => {
    cy.current?.destroy();
    cy.current = null;
  }, []);

  const exportSvg = async () => {
    if (cy.current) {
      const { svgOf } = await import('./svg');
      download(fileName(title, 'svg'), new Blob([svgOf(cy.current, title)], { type: 'image/svg+xml' }));
    }
  };
  const exportPng = async () => {
    const blob = await cy.current?.png({ output: 'blob-promise', full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: '#ffffff' });
    if (blob) {
      download(fileName(title, 'png'), blob);
    }
  };
  const kinds = [...new Set(graph.nodes.map((node) => node.kind))].sort();
  return (
    <figure class="picture" {...(ready ? { 'data-ready': '' } : {})}>
      <div class="tools">
        <button type="button" class="quiet" disabled={!ready} onClick={() => cy.current?.fit(undefined, 24)}>{say('fit')}</button>
        <button type="button" class="quiet" disabled={!ready} onClick={() => void exportPng()}>{say('exportPng')}</button>
        <button type="button" class="quiet" disabled={!ready} onClick={() => void exportSvg()}>{say('exportSvg')}</button>
        {!ready && <span role="status">{say('loading')}</span>}
      </div>
      <div
        class="canvas"
        role="img"
        aria-label={say('pictureOf', { name: title, nodes: graph.nodes.length, edges: graph.edges.length })}
        ref={container}
      />
      <figcaption>
        <ul class="legend" aria-label={say('legend')}>
          {kinds.map((kind) => (
            <li><svg viewBox="0 0 16 16" aria-hidden="true"><path d={styleOf(kind).path} fill={styleOf(kind).colour} /></svg>{of(entityKinds, kind)}</li>
          ))}
        </ul>
        {graph.total > graph.nodes.length && <p class="cut" role="status">{say('tooManyNodes', { shown: graph.nodes.length, total: graph.total })}</p>}
      </figcaption>
    </figure>
  );
}
