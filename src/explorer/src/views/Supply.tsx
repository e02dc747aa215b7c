export function SupplyView() { return null; }
