export function CrosswalkView() { return null; }
