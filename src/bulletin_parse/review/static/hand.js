// Whether the mouse or a finger is pressed. What changes the page by itself waits for the release: between the two it would move what is pressed
// from under the hand, and the click would be lost without a word.

let isDown = false;
let waiting = [];

export const isPressed = () => isDown;

// Resolves at once, or when the press is over and its click has been heard.
export const released = () => (isDown ? new Promise((resolve) => { waiting.push(resolve); }) : Promise.resolve());

const up = () => {
  if (!isDown) return;
  isDown = false;
  const ready = waiting;
  waiting = [];
  setTimeout(() => ready.forEach((resolve) => resolve())); // the click is told right after the release
};

addEventListener("pointerdown", (event) => { isDown = event.button === 0; }, true);
addEventListener("pointerup", up, true);
addEventListener("pointercancel", up, true);
addEventListener("pointermove", (event) => { if (!(event.buttons & 1)) up(); }, true); // released where the page did not hear of it
addEventListener("blur", (event) => { if (event.target === window) up(); });
