import type { Core } from 'cytoscape';
import { styleOf } from './kindStyles';

const space = 'http://www.w3.org/2000/svg';

/** The drawn graph as an SVG document, with names as text. Built of nodes and serialized, so that no name becomes markup. */
export function svgOf(cy: Core, title: string): string {
  const box = cy.elements().boundingBox({ includeLabels: true });
  const root = document.createElementNS(space, 'svg');
  root.setAttribute('xmlns', space);
  root.setAttribute('viewBox', [box.x1 - 10, box.y1 - 10, box.w + 20, box.h + 20].map((n) => n.toFixed(1)).join(' '));
  const add = (name: string, attributes: Readonly<Record<string, string | number>>, text?: string, into: Element = root) => {
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, typeof value === 'number' ? value.toFixed(1) : value);
    }

    element.textContent = text ?? null;
    into.append(element);
    return element;
  };

  add('title', {}, title);
  add('rect', { x: box.x1 - 10, y: box.y1 - 10, width: box.w + 20, height: box.h + 20, fill: '#ffffff' });
  cy.edges().forEach((edge) => {
    const from = edge.source().position();
    const to = edge.target().position();
    add('line', {
      x1: from.x, y1: from.y, x2: to.x, y2: to.y,
      stroke: edge.data('strong') ? '#2f7fd1' : '#93a0ad',
      'stroke-width': edge.data('strong') ? 3 : 1.2,
      ...(edge.data('evidence') === 'CURATED' ? { 'stroke-dasharray': '5 3' } : {}),
    });

    // The arrow's tip lies on the edge of the target.
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
    const back = edge.target().width() / 2;
    const [x, y] = [to.x - dx * back, to.y - dy * back];
    add('path', { d: `M${x.toFixed(1)} ${y.toFixed(1)}l${(-7 * dx - 3.5 * dy).toFixed(1)} ${(-7 * dy + 3.5 * dx).toFixed(1)}l${(7 * dy).toFixed(1)} ${(-7 * dx).toFixed(1)}Z`, fill: '#6d7b8a' });
  });
  cy.nodes().forEach((node) => {
    const { x, y } = node.position();
    const scale = node.width() / 16;
    const shape = add('path', { d: styleOf(String(node.data('kind'))).path, fill: String(node.data('colour')), transform: `translate(${(x - node.width() / 2).toFixed(1)} ${(y - node.height() / 2).toFixed(1)}) scale(${scale.toFixed(3)})` });
    add('title', {}, String(node.data('name')), shape);
    String(node.data('label')).split('\n').forEach((line, n) => {
      add('text', { x, y: y + node.height() / 2 + 13 + 12 * n, 'text-anchor': 'middle', 'font-size': '11', 'font-family': 'sans-serif', fill: '#17202a' }, line);
    });
  });
  return new XMLSerializer().serializeToString(root);
}
