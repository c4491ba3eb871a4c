// A script of the page itself: the policy does not apply to code that Playwright evaluates.
try {
  document.body.textContent = String(Function('return 1')());
} catch (error) {
  document.body.textContent = error instanceof Error ? error.name : String(error);
}
document.body.dataset['done'] = 'yes';
