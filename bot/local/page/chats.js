// The chats of teams: the cards that everybody sees, and one view in this window that is its person's own.

const RETRY = 2000; // milliseconds
const EVERYBODY = "page.for-everybody";
const YOU = "page.for-you";
const FIELDS = "input, textarea, select";

/** Hold a window's place in a chat. `page` is what the page lends: its server, its drawing, its turns. */
export function teamChats(page) {
  let here = null; // {person, chat}; null in private.
  let shared = new Map(); // id -> the card that everybody sees.
  let own = null; // {element, id, newest, open, touched, at}; id 0 stands by itself below.
  let answers = 0;
  let coming = 0; // News that waits for its turn.
  let hearing = Promise.resolve();

  const file = (key) => `/local/chat/file?${new URLSearchParams({ ...here, file: key })}`;

  function everybodys(message) {
    const element = page.theirs(message, { press, file, seen: EVERYBODY });
    element.dataset.shared = "";
    return element;
  }

  // A form, or what somebody has touched, is not thrown away because others go on.
  const kept = () => {
    const focus = document.activeElement;
    return own.open || own.touched || (own.element.contains(focus) && focus.matches(FIELDS));
  };

  const newest = () => Math.max(0, ...shared.keys());

  // Where it stands ------------------------------------------------------------------------------------

  /** Put the window's own view where it belongs; the card that everybody sees is back where it was before. */
  function place(answer, below = false) {
    const element = page.theirs({ ...answer, id: answer.id || "own" }, { press, file, seen: YOU });
    element.dataset.own = "";
    const before = own;
    const { id, open, at } = answer;
    const fresh = { element, id, newest: newest(), open, touched: false, at };
    element.addEventListener("input", () => (fresh.touched = true));
    own = fresh;
    if (before?.id === answer.id && !below) {
      before.element.replaceWith(element);
      return element;
    }
    if (before) {
      const card = shared.get(before.id);
      if (card) before.element.replaceWith(everybodys(card));
      else before.element.remove();
    }
    const stands = answer.id && page.shown(answer.id);
    if (stands) stands.replaceWith(element);
    else page.conversation.append(element);
    return element;
  }

  function answered(answer) {
    if ([own.element, page.shown(answer.id)].some(page.isNews)) page.settle();
    page.focusOn(place(answer));
  }

  // Looking changes nothing about where it stands: below, until there is a newer card of everybody's.
  async function look() {
    const answer = await page.ask("/local/chat/look", here);
    return own.id === 0 && answer.id === own.newest ? { ...answer, id: 0 } : answer;
  }

  // What a person does ---------------------------------------------------------------------------------

  function press(id, pressed) {
    if (pressed.verb === "company-private") return page.open(here.person, "");
    return page.turn(async () => {
      const answer = await page.ask("/local/chat/press", { ...here, ...pressed, message: Number(id) || 0 });
      if (answer.own) answered(answer);
      else page.focusOn(remark(answer));
    });
  }

  // What is not about a session stands by itself, and stays as it is.
  function remark(answer) {
    answers += 1;
    const element = page.theirs({ ...answer, id: `answer-${answers}` }, { press, file, seen: YOU });
    page.conversation.append(element);
    return element;
  }

  // The words stand in this window only, until it goes elsewhere.
  function say(text) {
    return page.turn(async () => {
      const answer = await page.ask("/local/chat/say", { ...here, text });
      page.words.value = "";
      const bubble = page.mine(text);
      page.conversation.append(bubble);
      page.reveal(answer.own ? place(answer, true) : remark(answer), bubble);
    });
  }

  /** Ask for the cards of a chat, and return what draws them. */
  async function open(person, chat) {
    const { messages, own: view, at } = await page.ask("/local/chat/open", { person, chat });
    return () => {
      here = { person, chat };
      own = null;
      shared = new Map(messages.map((message) => [message.id, message]));
      for (const message of messages) page.conversation.append(everybodys(message));
      place(view);
      const mine = here;
      coming = 0;
      hearing = Promise.resolve();
      page.listen("/local/chat/events", here, at, (message) => {
        coming += 1;
        hearing = hearing.then(() => here === mine && hear(message));
      });
    };
  }

  const leave = () => (here = null);

  // What others do -------------------------------------------------------------------------------------

  async function hear(message) {
    const mine = here;
    await page.idle(); // A press that is on its way may be what changed the card.
    coming -= 1;
    if (here !== mine) return;
    const fresh = !shared.has(message.id);
    shared.set(message.id, message);
    const before = page.shown(message.id);
    if (!before) {
      const card = everybodys(message);
      page.conversation.append(card);
      page.announce(card);
    } else if (before !== own.element) {
      page.quietly(before, () => {
        const card = everybodys(message);
        before.replaceWith(card);
        return card;
      });
    }
    if (Math.max(message.id, message.changed) <= own.at) return; // Its own press did that.
    if (!fresh) page.tell(page.changed, "page.chat-changed", own.element);
    if (!coming) await refresh();
  }

  // Ask for the own view anew, unless something is open in it.
  async function refresh() {
    const mine = here;
    while (here === mine && !kept()) {
      const before = own;
      const answer = await look().catch(() => null);
      await page.idle();
      if (here !== mine) return;
      if (own !== before) return; // A press was answered meanwhile, with what is newer.
      page.lost(!answer);
      if (!answer) await new Promise((resolve) => setTimeout(resolve, RETRY));
      else if (!kept()) return void renew(answer);
    }
    if (here === mine) moved();
  }

  // It goes to the newest card; what says that there is news stays with the card that is.
  function renew(answer) {
    const stands = answer.id === own.id ? null : page.shown(answer.id);
    const news = stands && page.isNews(stands);
    page.quietly(own.element, () => place(answer));
    if (news) page.announce(own.element);
  }

  // The chat went on, and what somebody has open stays: say so under it, and offer to leave it.
  function moved() {
    if (own.element.querySelector(".moved")) return;
    const box = document.createElement("div");
    const words = document.createElement("p");
    const button = document.createElement("button");
    box.className = "moved";
    button.type = "button";
    page.tell(words, "page.chat-moved", own.element);
    page.tell(button, "page.look-now", own.element);
    button.onclick = () => page.turn(async () => answered(await look()));
    box.append(words, button);
    own.element.append(box);
  }

  return { leave, open, say };
}
