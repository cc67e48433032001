/** A dot in a ring: a world in its orbit. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="28" height="28" fill="#9a3412"><path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6Z"/><circle cx="8" cy="8" r="2.6"/></svg>';

export const ICON_URL = `data:image/svg+xml,${encodeURIComponent(ICON)}`;
