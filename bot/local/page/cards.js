// Draws Adaptive Cards with the reference renderer, and mends what it leaves undone for accessibility.

import { teachBars } from "/page/charts.js";
import { toHtml } from "/page/markdown.js";

const colour = (name) => ({ default: `var(--${name})`, subtle: `var(--${name})` });
const colours = {
  default: { default: "var(--ink)", subtle: "var(--soft-ink)" },
  dark: colour("ink"),
  light: colour("soft-ink"),
  accent: colour("accent-ink"),
  good: colour("good"),
  warning: colour("warning"),
  attention: colour("attention"),
};
const container = (background) => ({
  backgroundColor: `var(--${background})`,
  borderColor: "var(--line)",
  foregroundColors: colours,
});

const HOST = {
  fontFamily: "inherit",
  fontSizes: { small: 14, default: 16, medium: 18, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
  lineHeights: { small: 20, default: 24, medium: 26, large: 27, extraLarge: 31 },
  spacing: { small: 6, default: 10, medium: 16, large: 22, extraLarge: 28, padding: 18 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  containerStyles: {
    default: container("card"),
    emphasis: container("emphasis"),
    accent: container("emphasis"),
    good: container("emphasis"),
    attention: container("emphasis"),
    warning: container("emphasis"),
  },
  textBlock: { headingLevel: 2 },
  textStyles: { heading: { weight: "bolder", size: "large" }, columnHeader: { weight: "bolder", size: "default" } },
  inputs: {
    label: { inputSpacing: "small", requiredInputs: { weight: "bolder", suffix: "\u00a0*", suffixColor: "attention" } },
    errorMessage: { weight: "bolder", color: "attention" },
  },
  actions: {
    maxActions: 10,
    buttonSpacing: 0,
    spacing: "medium",
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
  },
};

let drawn = 0;

/** Tell whether the renderer arrived. */
export const canDraw = () => Boolean(window.AdaptiveCards);

/**
 * Draw a card. `press` is called with {verb, token, inputs} when a button is pressed and every input it
 * needs is filled; the renderer itself shows what is missing.
 */
export function drawCard(json, press) {
  const { AdaptiveCard, GlobalSettings, HostConfig } = window.AdaptiveCards;
  teachBars(window.AdaptiveCards);
  GlobalSettings.setTabIndexAtCardRoot = false;
  GlobalSettings.useMarkdownInRadioButtonAndCheckbox = false;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = toHtml(text);
    result.didProcess = true;
  };
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(HOST);
  card.onExecuteAction = (action) => press(pressed(card, action));
  card.parse(json);
  const element = card.render();
  drawn += 1;
  nameLanguages(card, json);
  nameButtons(card);
  nameInputs(card, element, `card-${drawn}`);
  mend(element, `card-${drawn}`);
  new MutationObserver(() => mend(element, null)).observe(element, { childList: true, subtree: true });
  return element;
}

function pressed(card, action) {
  const data = action.data ?? {};
  const inputs = {};
  if (action.associatedInputs !== "none") {
    for (const input of card.getAllInputs()) {
      if (input.id && input.isSet()) inputs[input.id] = String(input.value);
    }
  }
  return { verb: action.verb || data.verb || action.id || "", token: data.token ?? "", inputs };
}

// The renderer reads `lang` for dates and forgets it: say it to screen readers, part by part.
function nameLanguages(part, json) {
  const language = json?.lang ?? /^lang-(en|fr)$/.exec(json?.id)?.[1]; // A half of a card in both languages.
  if (language && part?.renderedElement) part.renderedElement.lang = language;
  const children = json?.body ?? json?.items ?? json?.columns ?? json?.rows ?? json?.cells ?? [];
  if (!Array.isArray(children) || !part?.getItemAt) return;
  children.slice(0, part.getItemCount()).forEach((child, at) => nameLanguages(part.getItemAt(at), child));
}

// The renderer gives what it draws the id that it has on the card: an input may be called as a part of the page.
function nameInputs(card, element, name) {
  for (const input of card.getAllInputs()) {
    if (input.renderedElement) input.renderedElement.dataset.input = input.id;
  }
  for (const part of element.querySelectorAll("[id]")) {
    if (!/^(__)?ac-/.test(part.id)) part.id = `${name}-${part.id}`;
  }
}

function nameButtons(card) {
  for (const action of card.getAllActions()) {
    const button = action.renderedElement;
    if (!button) continue;
    button.dataset.verb = action.id || action.verb || "";
    const language = /^language-(en|fr)$/.exec(button.dataset.verb);
    if (language) button.lang = language[1]; // Each language is offered in its own words.
    button.removeAttribute("title"); // It only repeats the label.
  }
}

// Once for a new card (with its name) and again whenever the renderer adds an error message (without).
function mend(element, name) {
  for (const part of element.querySelectorAll("[style*='font-size']")) relative(part);
  for (const group of element.querySelectorAll(".ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect")) {
    groupChoices(group, name);
  }
  for (const table of element.querySelectorAll("[role=table]")) nameCells(table);
  for (const field of element.querySelectorAll(".ac-input")) {
    const failed = field.classList.contains("ac-input-validation-failed");
    if (field.matches("div[role], input, textarea")) field.setAttribute("aria-invalid", String(failed));
  }
}

// Sizes in pixels ignore the size of text a person chose; rem does not.
function relative(part) {
  const size = /^([\d.]+)px$/.exec(part.style.fontSize);
  if (!size) return;
  const line = /^([\d.]+)px$/.exec(part.style.lineHeight);
  part.style.fontSize = `${size[1] / 16}rem`;
  if (line) part.style.lineHeight = String(line[1] / size[1]);
}

const SHORT = 32; // Letters.
const FIGURE = /^\d[\d\s,]*%?$/;

// A narrow table shows its columns' names beside the values.
function nameCells(table) {
  const columns = [...table.querySelectorAll("[role=columnheader]")].map((cell) => cell.textContent);
  for (const row of table.querySelectorAll("[role=row]")) {
    [...row.querySelectorAll("[role=cell]")].forEach((cell, at) => (cell.dataset.column = columns[at] ?? ""));
  }
  // A figure fits beside what it counts, on any screen.
  const figures = [...table.querySelectorAll("[role=cell]:nth-child(2)")].map((cell) => cell.textContent.trim());
  if (columns.length === 2 && figures.every((figure) => FIGURE.test(figure))) table.dataset.figures = "";
}

function groupChoices(group, name) {
  const choices = [...group.querySelectorAll("input")];
  const own = new Set([...group.querySelectorAll("[id]")].map((part) => part.id));
  const labels = (choices[0]?.getAttribute("aria-labelledby") ?? "").split(" ").filter((id) => id && !own.has(id));
  group.setAttribute("role", choices[0]?.type === "radio" ? "radiogroup" : "group");
  if (labels.length) group.setAttribute("aria-labelledby", labels.join(" "));
  // Boxes of a few words stand beside each other where there is room.
  const words = [...group.querySelectorAll("label")].map((label) => label.textContent.length);
  if (choices[0]?.type === "checkbox" && Math.max(...words) <= SHORT) group.dataset.short = "";
  for (const choice of choices) {
    if (choice.hasAttribute("aria-required")) {
      choice.removeAttribute("aria-required");
      if (choice.type === "radio") group.setAttribute("aria-required", "true");
    }
    // Radios of one name are one group in the whole page: keep the cards apart.
    if (name) choice.name = `${name}-${choice.name}`;
  }
}
