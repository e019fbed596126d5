// Turns the little Markdown our cards use into HTML. Everything else stays the text it was.

const HTML = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

// A backslash takes the meaning from the sign that follows it, as in Teams. Such signs wait as private-use
// characters, one for each ASCII sign, so that the rules below do not see them.
const HIDDEN = 0xf000;
const hide = (_, sign) => String.fromCharCode(HIDDEN + sign.charCodeAt(0));
const unhide = (sign) => escaped(String.fromCharCode(sign.charCodeAt(0) - HIDDEN));
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => HTML[sign]);

/** Return HTML that holds only strong, em and br, whatever the text says. */
export function toHtml(text) {
  const plain = text.replace(/[\uf000-\uf07f]/g, "").replace(/\\([!-/:-@[-`{-~])/g, hide);
  return escaped(plain)
    .replace(/\*\*(?=\S)(.+?)(?<=\S)\*\*/g, "<strong>$1</strong>")
    .replace(/(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])/g, "<em>$1</em>")
    .replace(/(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/g, "<em>$1</em>")
    .replace(/\r?\n/g, "<br>")
    .replace(/[\uf000-\uf07f]/g, unhide);
}
