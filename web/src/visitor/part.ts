/** A part of the page that is a script of its own, by the id of its element in index.html (early.ts). */
export function loadPart<Part>(id: string): Promise<Part> {
  return window.luwteParts?.load<Part>(id) ?? Promise.reject(new Error(id));
}
