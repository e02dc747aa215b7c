import cytoscape, { type Core, type ElementDefinition, type LayoutOptions, type StylesheetJson } from 'cytoscape';
import dagre from 'cytoscape-dagre';
import fcose from 'cytoscape-fcose';
import { styleOf } from './kindStyles';
import { labelLines } from './label';
import { separate } from './separate';
import type { Subgraph } from './subgraph';

// It warns of every link between nodes that touch, which in a dense picture are many and no fault.
cytoscape.warnings(false);
cytoscape.use(dagre);
cytoscape.use(fcose);

export type Layout = 'force' | 'layered';

/** Draws into an element; the only module that knows Cytoscape, and loaded when the first picture is needed. */
export function draw(container: HTMLElement, dark: boolean, onNode: (id: string) => void): Core {
  const cy = cytoscape({
    container,
    style: stylesheet(dark),
    minZoom: 0.05,
    maxZoom: 4,
    // What a picture of thousands of nodes needs to stay smooth while it moves.
    textureOnViewport: true,
    hideEdgesOnViewport: false,
    pixelRatio: 1,
  });
  // Cytoscape keeps where the element stands, and hears of scrolling and of a changed window only: what is written above it may have moved it.
  const end = new AbortController();
  container.addEventListener('pointerdown', () => cy.resize(), { capture: true, signal: end.signal });
  cy.on('destroy', () => end.abort());
  cy.on('tap', 'node', (event) => onNode(String(event.target.id())));
  return cy;
}

/** Puts a graph in place of what is drawn; nodes that stay keep their places as the start of the layout. */
export function show(cy: Core, graph: Subgraph, layout: Layout, verbs: (kind: string) => string): void {
  const places = new Map(cy.nodes().map((node) => [node.id(), { ...node.position() }]));
  cy.batch(() => {
    cy.elements().remove();
    cy.add(elements(graph, verbs, places));
  });
  cy.layout(layoutOptions(layout, graph.nodes.length)).run();
  if (graph.nodes.length <= crowded) {
    partLabels(cy);
  }

  cy.fit(undefined, padding);
  const centre = cy.nodes('[centre = 1]');
  if (cy.zoom() > largest) {
    cy.zoom(largest);
    cy.center();
  } else if (cy.zoom() < readable && graph.nodes.length <= crowded && centre.nonempty()) {
    cy.zoom(readable);
    cy.center(centre);
  }
}

/** A picture of more nodes is an overview: it is laid out roughly, and its labels, too small to read at first, may lie on each other. */
const crowded = 400;

const padding = 24;

/** A picture of few nodes is not blown up to fill its frame. */
const largest = 1.5;

const fontSize = 11;
const smallestFont = 8;

/** A picture that does not fit with its labels legible starts at what it is about; the reader moves from there. */
const readable = smallestFont / fontSize + 0.03;

/** Moves nodes apart until no label lies on another or on a node: no layout here sees to that. */
function partLabels(cy: Core): void {
  const nodes = cy.nodes().toArray();
  const places = nodes.map((node) => {
    const { x1, y1, w, h } = node.boundingBox({ includeEdges: false, includeOverlays: false });
    const { x, y } = node.position();
    const box = { x: x1 + w / 2, y: y1 + h / 2, w, h };
    return { node, box, dx: x - box.x, dy: y - box.y };
  });
  separate(places.map(({ box }) => box), 4);
  cy.batch(() => places.forEach(({ node, box, dx, dy }) => node.position({ x: box.x + dx, y: box.y + dy })));
}

function elements(graph: Subgraph, verbs: (kind: string) => string, places: ReadonlyMap<string, { x: number; y: number }>): ElementDefinition[] {
  return [
    ...graph.nodes.map((node): ElementDefinition => {
      const place = places.get(node.id);
      return {
        group: 'nodes',
        data: { id: node.id, name: node.name, label: labelLines(node.name).join('\n'), kind: node.kind, hit: node.hit ?? 0, centre: node.centre ? 1 : 0, colour: styleOf(node.kind).colour, shape: styleOf(node.kind).shape },
        ...(place ? { position: { ...place } } : {}),
      };
    }),
    ...graph.edges.map((edge): ElementDefinition => ({
      group: 'edges',
      // An edge's id is its own even where a node is called the same.
      data: { id: 'link ' + edge.id, source: edge.from, target: edge.to, label: verbs(edge.kind), evidence: edge.evidence, strong: edge.strong ? 1 : 0 },
    })),
  ];
}

function layoutOptions(layout: Layout, nodes: number): LayoutOptions {
  const common = { animate: false, fit: false, nodeDimensionsIncludeLabels: true };
  return (layout === 'layered'
    ? { ...common, name: 'dagre', rankDir: 'LR', nodeSep: 10, rankSep: 70 }
    : { ...common, name: 'fcose', quality: nodes > crowded ? 'draft' : 'default', randomize: true, nodeSeparation: 90, idealEdgeLength: 90 }) as unknown as LayoutOptions;
}

function stylesheet(dark: boolean): StylesheetJson {
  const ground = dark ? '#11161c' : '#ffffff';
  const text = dark ? '#e8edf2' : '#17202a';
  const line = dark ? '#6d7b8a' : '#93a0ad';
  return [
    {
      selector: 'node',
      style: {
        'background-color': 'data(colour)',
        shape: 'data(shape)' as 'ellipse',
        label: 'data(label)',
        color: text,
        'font-size': fontSize,
        'min-zoomed-font-size': smallestFont,
        'text-valign': 'bottom',
        'text-margin-y': 3,
        'text-wrap': 'wrap',
        'line-height': 1.15,
        'text-background-color': ground,
        'text-background-opacity': 0.8,
        width: 20,
        height: 20,
      },
    },
    { selector: 'node[centre = 1]', style: { width: 34, height: 34, 'border-width': 4, 'border-color': text, 'font-size': 14, 'font-weight': 'bold' } },
    { selector: 'node[hit > 0]', style: { 'border-width': 'mapData(hit, 0, 1, 2, 9)' as unknown as number, 'border-color': '#d43a3a' } },
    {
      selector: 'edge',
      style: {
        width: 1.2,
        'line-color': line,
        'target-arrow-color': line,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8,
        'curve-style': 'straight',
        label: '',
        color: text,
        'font-size': 9,
        'min-zoomed-font-size': 8,
      },
    },
    { selector: 'edge[evidence = "CURATED"]', style: { 'line-style': 'dashed' } },
    {
      selector: 'edge[strong = 1]',
      style: { width: 3, label: 'data(label)', 'text-background-color': ground, 'text-background-opacity': 0.85, 'line-color': '#2f7fd1', 'target-arrow-color': '#2f7fd1' },
    },
  ];
}
