//! The same of the oldest server that is tested.

use crate::GRACE;
use anyhow::Result;
use micromegas::analytics::lakehouse::lakehouse_context::LakehouseContext;
use micromegas::analytics::lakehouse::view_factory::default_view_factory;
pub use micromegas::analytics::time::TimeRange;
use micromegas::servers::maintenance::{daemon, get_global_views_with_update_group};
use std::future::pending;
use std::sync::Arc;

const RETENTION_DAYS: i32 = 90;

/// Runs until the process is killed.
pub async fn maintain(lakehouse: Arc<LakehouseContext>) -> Result<()> {
    let factory =
        default_view_factory(lakehouse.runtime().clone(), lakehouse.lake().clone()).await?;
    let views = get_global_views_with_update_group(&factory);
    daemon(lakehouse, views, RETENTION_DAYS, pending(), GRACE).await
}
