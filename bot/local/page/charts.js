// Draws the bars of a card as one picture, with a text in its place. Every figure is in the table below it too.

const NAME = "Bars";

/** Make the renderer draw bars; it knows no charts of its own. Once is enough. */
export function teachBars({ CardElement, GlobalRegistry }) {
  if (GlobalRegistry.elements.findByName(NAME)) return;
  class Bars extends CardElement {
    getJsonTypeName() {
      return NAME;
    }

    internalParse(source, context) {
      super.internalParse(source, context);
      this.source = source;
    }

    internalRender() {
      return picture(this.source);
    }
  }
  GlobalRegistry.elements.register(NAME, Bars);
}

function picture({ text, data, most }) {
  const chart = part("chart");
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", text);
  for (const { label, figure, value } of data) {
    const line = part("line");
    const bar = part("bar");
    bar.style.inlineSize = `${(100 * value) / most}%`; // The longest fills the room there is.
    const room = part("room");
    room.append(bar);
    const row = part("bar-row");
    line.append(room, part("figure", figure));
    row.append(part("label", label), line);
    chart.append(row);
  }
  return chart;
}

function part(kind, words = "") {
  const element = document.createElement("div");
  element.className = kind;
  element.textContent = words;
  return element;
}
