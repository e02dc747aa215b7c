export function PictureView() { return null; }
