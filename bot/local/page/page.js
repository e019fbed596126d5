// The chat: who is acted as and where, what was said in this window, and what the bot answered.

import { canDraw, drawCard } from "/page/cards.js";
import { teamChats } from "/page/chats.js";

const find = (id) => document.getElementById(id);
const conversation = find("conversation");
const person = find("person");
const where = find("where");
const words = find("words");

let sentences = {};
let names = new Map();
let stream = null;
let news = {}; // The card that came by itself and was not seen yet, and what watches for that.
let busy = false;
let idle = Promise.resolve(); // Kept when the turn that is on its way is over.

// Whose cards are on the screen. The list may say somebody else while they are on their way, or when they
// could not be reached; whatever is pressed or typed comes from the person whose cards these are.
let speaking = "";
let there = ""; // The chat of a team whose cards these are; empty in the private conversation.
let labels = new Map(); // chat -> its label

const RETRY = 2000; // milliseconds
let unsent = { text: "", id: "" };

// What people typed lives here, in this window, and nowhere else: person -> [{after: message id, text}].
const typed = new Map();

// Texts ----------------------------------------------------------------------------------------------

function spell(node, text) {
  if (text.en === text.fr) return void (node.textContent = text.en);
  node.replaceChildren(piece("en", text.en), " ", piece(null, "/"), " ", piece("fr", text.fr));
}

function piece(language, text) {
  const span = document.createElement("span");
  if (language) span.lang = language;
  else span.setAttribute("aria-hidden", "true");
  span.textContent = text;
  return span;
}

const inOneLine = (text) => (text.en === text.fr ? text.en : `${text.en} / ${text.fr}`);

// The server -------------------------------------------------------------------------------------------

async function ask(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(path, options || undefined);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// One turn at a time; a second click while the first is on its way would only meet an old card.
async function turn(work) {
  if (busy) return;
  busy = true;
  let over;
  idle = new Promise((resolve) => (over = resolve));
  const choosing = [person, where].find((list) => list === document.activeElement);
  person.disabled = where.disabled = true;
  conversation.setAttribute("aria-busy", "true");
  try {
    await work();
    lost(false);
  } catch {
    lost(true);
  } finally {
    busy = false;
    person.disabled = where.disabled = false;
    if (speaking) person.value = speaking;
    where.value = there;
    if (choosing) (find("places").hidden ? person : choosing).focus({ preventScroll: true });
    conversation.removeAttribute("aria-busy");
    over();
  }
}

function lost(yes) {
  if (yes && find("lost").hidden) spell(find("lost"), sentences["page.connection-lost"]);
  find("lost").hidden = !yes;
}

// Bubbles ----------------------------------------------------------------------------------------------

function bubble(kind, who, content) {
  const element = document.createElement("div");
  element.className = `bubble ${kind}`;
  const label = document.createElement("p");
  label.className = "who";
  label.append(who);
  element.append(label, content);
  return element;
}

function mine(text) {
  const spoken = document.createElement("p");
  spoken.className = "words";
  spoken.textContent = text;
  return bubble("mine", names.get(speaking) ?? "", spoken);
}

// In private, a press is answered in the place of its card, and a file is the person's own.
const alone = {
  press: (id, press) => pressButton(id, press),
  file: (file) => `/local/file?${new URLSearchParams({ person: speaking, file })}`,
};

function theirs(message, way = alone) {
  const element = bubble("theirs", document.title, content(message, way));
  element.dataset.message = message.id;
  if (message.card.lang) {
    element.querySelector(".ac-adaptiveCard")?.setAttribute("lang", message.card.lang);
    if (way.seen !== "page.for-everybody") document.documentElement.lang = message.card.lang;
  }
  if (way.seen) element.querySelector(".who").append(" ", seenBy(way.seen, element));
  if (message.card.file) element.append(download(way.file(message.card.file)));
  return element;
}

// In a chat of several people a card says who sees it.
function seenBy(name, card) {
  const span = document.createElement("span");
  span.className = "seen-by";
  tell(span, name, card);
  return span;
}

// A file is made when its link is followed, for whoever the person is by then.
function download(address) {
  const link = document.createElement("a");
  link.className = "file";
  link.href = address;
  link.download = "";
  spell(link, sentences["page.download"]);
  return link;
}

function content(message, way) {
  if (message.card.type === "Text") return written(message.card);
  if (canDraw()) return drawCard(message.card, (press) => way.press(message.id, press));
  const plain = document.createElement("p");
  spell(plain, sentences["page.no-renderer"]);
  return plain;
}

// For somebody who asked for text only: the same heading, and whatever can be typed.
function written(text) {
  const element = document.createElement("div");
  element.className = "written";
  for (const part of text.parts) {
    const box = document.createElement("div");
    box.lang = part.lang;
    if (part.note) box.append(wordsIn("p", part.note));
    if (part.title) {
      const title = wordsIn("p", part.title);
      title.setAttribute("role", "heading");
      title.setAttribute("aria-level", "2");
      box.append(title);
    }
    box.append(wordsIn("pre", part.text));
    element.append(box);
  }
  return element;
}

function wordsIn(kind, text) {
  const element = document.createElement(kind);
  element.textContent = text;
  return element;
}

const shown = (id) => conversation.querySelector(`[data-message="${id}"]`);

function append(message) {
  shown(message.id)?.remove();
  const element = theirs(message);
  conversation.append(element);
  return element;
}

const heading = (element) => element.querySelector("[role=heading]") ?? element;
const footerTop = () => document.querySelector("footer").getBoundingClientRect().top;

function hold(element) {
  const target = heading(element);
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function focusOn(element) {
  hold(element);
  reveal(element);
}

// Scroll only when it must be: `from` is where reading begins, `element` what should be in sight.
function reveal(element, from = element) {
  const floor = Math.min(footerTop(), window.innerHeight);
  const header = document.querySelector("header");
  const ceiling = getComputedStyle(header).position === "sticky" ? header.offsetHeight : 0;
  const inSight = from.getBoundingClientRect().top >= ceiling && element.getBoundingClientRect().bottom <= floor;
  if (!inSight) from.scrollIntoView({ block: "start" });
}

// What a person does -----------------------------------------------------------------------------------

function pressButton(id, press) {
  return turn(async () => {
    const answer = await ask("/local/press", { person: speaking, ...press, message: id });
    const fresh = theirs(answer);
    const before = shown(id);
    if (before === news.card) settle();
    before.replaceWith(fresh);
    focusOn(fresh);
  });
}

function say(text) {
  if (unsent.text !== text) unsent = { text, id: crypto.randomUUID() };
  return turn(async () => {
    const said = { after: Number(conversation.lastElementChild?.dataset.message ?? 0), text };
    const answer = await ask("/local/say", { person: speaking, ...unsent });
    unsent = { text: "", id: "" };
    typed.set(speaking, [...(typed.get(speaking) ?? []), said]);
    words.value = "";
    const bubbled = mine(text);
    conversation.append(bubbled);
    reveal(append(answer), bubbled);
  });
}

// Until their cards are here, the conversation before stays, with its person, its news and its list entries.
// Who is not in that chat is shown their private conversation.
function open(whom, wanted) {
  return turn(async () => {
    const { chats } = await ask(`/local/chats?person=${encodeURIComponent(whom)}`);
    const chat = chats.some((one) => one.id === wanted) ? wanted : "";
    const opened = await (chat ? team.open(whom, chat) : openAlone(whom));
    stream?.close();
    settle();
    conversation.replaceChildren();
    speaking = whom;
    there = chat;
    choosePlaces(chats);
    opened();
    sessionStorage.setItem("person", whom);
    sessionStorage.setItem("where", chat);
    if (conversation.childElementCount > 1) reveal(conversation.lastElementChild);
    else window.scrollTo(0, 0);
  });
}

// Ask for a private conversation, and return what draws it.
async function openAlone(whom) {
  const { messages } = await ask("/local/open", { person: whom });
  return () => {
    team.leave();
    const own = typed.get(whom) ?? [];
    for (const message of [{ id: 0 }, ...messages]) {
      if (message.id) append(message);
      for (const said of own.filter((one) => one.after === message.id)) conversation.append(mine(said.text));
    }
    const after = Math.max(0, ...messages.map((message) => Math.max(message.id, message.changed)));
    listen("/local/events", { person: whom }, after, (message) => {
      if (!shown(message.id)) announce(append(message));
      else if (message.changed) change(message);
    });
  };
}

// What the bot says by itself --------------------------------------------------------------------------

// A broken line mends itself; one that was refused is closed for good, and a new one is tried.
function listen(path, who, after, hear) {
  const line = new EventSource(`${path}?${new URLSearchParams({ ...who, after })}`);
  let seen = after;
  stream = line;
  line.onopen = () => lost(false);
  line.onerror = () => {
    lost(true);
    if (line.readyState !== EventSource.CLOSED) return;
    setTimeout(() => line === stream && listen(path, who, seen, hear), RETRY);
  };
  line.onmessage = (event) => {
    seen = Number(event.lastEventId);
    hear(JSON.parse(event.data));
  };
}

// A card was corrected: it changes where it stands, and one quiet sentence says so.
function change(message) {
  const fresh = theirs(message);
  const before = shown(message.id);
  quietly(before, () => (before.replaceWith(fresh), fresh));
  tell(find("changed"), "page.message-changed", fresh);
}

// Draw a card in the place of another that nobody pressed: what has the focus keeps it, and news stays news.
function quietly(before, draw) {
  const focus = document.activeElement;
  const held = before.contains(focus);
  const fresh = draw();
  fresh.setAttribute("aria-live", "off"); // A sentence says it; the log would read the whole card out.
  if (before === news.card) announce(fresh);
  if (!held) return;
  const same = fresh.querySelector(`[data-verb="${focus.dataset.verb}"]`);
  if (same) same.focus({ preventScroll: true });
  else hold(fresh);
}

// The new card was seen, answered, or left with its conversation.
function settle() {
  news.watch?.disconnect();
  news = {};
  find("news").hidden = true;
}

// Say one of the page's sentences in the language of a card; in both, when it has none, or both.
function tell(node, name, card) {
  const both = card.querySelector(".ac-adaptiveCard > [lang=en] ~ [lang=fr], .ac-adaptiveCard > [lang=fr] ~ [lang=en]");
  const language = card.querySelector(".ac-adaptiveCard, .written > [lang]")?.lang;
  if (language && !both) node.replaceChildren(piece(language, sentences[name][language]));
  else spell(node, sentences[name]);
}

// Nothing moves under the reader's eyes: until its heading is seen, a button leads to the new card.
function announce(element) {
  settle();
  const button = find("news");
  const floor = Math.round(window.innerHeight - Math.min(footerTop(), window.innerHeight));
  const watch = new IntersectionObserver(([seen]) => {
    if (seen.isIntersecting) settle();
    else button.hidden = false;
  }, { rootMargin: `0px 0px -${floor}px` });
  watch.observe(heading(element));
  news = { card: element, watch };
  tell(button, "page.new-message", element);
  button.onclick = () => focusOn(element);
}

// Beginning ------------------------------------------------------------------------------------------

function choosePeople(groups) {
  for (const group of groups) {
    const box = document.createElement("optgroup");
    box.label = inOneLine(group.label);
    for (const one of group.people) {
      names.set(one.id, one.name);
      const title = one.title ? `${one.name}, ${inOneLine(one.title)}` : one.name;
      box.append(new Option(title, one.id));
    }
    person.append(box);
  }
  const everyone = groups.flatMap((group) => group.people);
  const before = sessionStorage.getItem("person");
  const first = everyone.find((one) => one.id === before) ?? everyone.find((one) => one.role === "employee");
  if (first) person.value = first.id;
}

// Somebody in no team is offered no other place.
function choosePlaces(chats) {
  const teams = document.createElement("optgroup");
  teams.label = inOneLine(sentences["page.teams"]);
  labels = new Map(chats.map((one) => [one.id, one.label]));
  for (const [id, label] of labels) teams.append(new Option(inOneLine(label), id));
  where.replaceChildren(new Option(inOneLine(sentences["page.private"]), ""), teams);
  where.value = there;
  find("places").hidden = !chats.length;
  spell(find("talk"), labels.get(there) ?? sentences["page.title"]);
}

async function begin() {
  sentences = await ask("/local/strings");
  for (const node of document.querySelectorAll("[data-sentence]")) spell(node, sentences[node.dataset.sentence]);
  if (!canDraw()) {
    spell(find("no-renderer"), sentences["page.no-renderer"]);
    find("no-renderer").hidden = false;
  }
  choosePeople(await ask("/local/people"));
  for (const list of [person, where]) list.addEventListener("change", () => open(person.value, where.value));
  find("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (text) there ? team.say(text) : say(text);
  });
  await meet();
}

// Nothing is on the screen yet, so the page has to try again by itself.
async function meet() {
  if (speaking || !person.value) return;
  await open(person.value, sessionStorage.getItem("where"));
  if (!speaking) setTimeout(meet, RETRY);
}

const team = teamChats({
  ...{ announce, ask, conversation, focusOn, listen, lost, mine, open, quietly, reveal, settle, shown, tell, theirs, turn },
  changed: find("changed"),
  idle: () => idle,
  isNews: (element) => element !== null && element === news.card,
  words,
});

const start = () => begin().catch(() => {
  if (sentences["page.connection-lost"]) lost(true);
  setTimeout(start, RETRY);
});
start();
