//! Of the newest server that is tested: that in which the oldest differs.

use crate::GRACE;
use anyhow::Result;
use micromegas::analytics::lakehouse::lakehouse_context::LakehouseContext;
use micromegas::analytics::lakehouse::session_configurator::NoOpSessionConfigurator;
use micromegas::analytics::lakehouse::view_definition_store::PgViewDefinitionStore;
use micromegas::analytics::lakehouse::view_factory::default_view_factory;
use micromegas::analytics::lakehouse::view_registry::ViewRegistry;
use micromegas::servers::maintenance::daemon;
use micromegas::settings::{EnvFallbacks, SettingsSource};
pub use micromegas::telemetry::time_range::TimeRange;
use std::future::pending;
use std::sync::Arc;

/// Runs until the process is killed.
pub async fn maintain(lakehouse: Arc<LakehouseContext>) -> Result<()> {
    let (runtime, lake) = (lakehouse.runtime().clone(), lakehouse.lake().clone());
    let views =
        default_view_factory(runtime.clone(), lake.clone(), lakehouse.default_audience()).await?;
    let registry = Arc::new(ViewRegistry::new(
        Arc::new(views),
        Arc::new(PgViewDefinitionStore::new(lake.db_pool.clone())),
        runtime,
        lake,
        Arc::new(NoOpSessionConfigurator),
    ));
    let settings = Arc::new(SettingsSource::env_only(EnvFallbacks::from_env()?));
    daemon(lakehouse, registry, settings, pending(), GRACE).await
}
