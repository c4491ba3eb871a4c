// A script of the page itself: what Playwright evaluates is above the policy.
try {
  document.body.textContent = String(Function('return 1')());
} catch (error) {
  document.body.textContent = error instanceof Error ? error.name : String(error);
}
document.body.dataset['done'] = 'yes';
