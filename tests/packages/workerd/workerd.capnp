using Workerd = import "/workerd/workerd.capnp";

# The bundle imports "../micromegas_core.wasm", as the package does.
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [
    (name = "dist/worker.js", esModule = embed "dist/worker.js"),
    (name = "micromegas_core.wasm", wasm = embed "node_modules/micromegas-tracing/dist/micromegas_core.wasm"),
    (name = "dist/probe_external.wasm", wasm = embed "probe_external.wasm"),
  ],
  compatibilityDate = "2025-01-01",
);
