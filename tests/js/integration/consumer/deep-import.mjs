for (const path of ['dist/esm/index.js', 'dist/esm/embedded-core.js', 'js/index.js']) {
  await import(`micromegas-tracing/${path}`).then(
    () => console.log(`${path} is open`),
    (error) => console.log(error.code),
  );
}
