//! The floor: what a server in this language, on this machine, answers at best. It reads the JSON of an ask and says
//! what an ask is answered, and does nothing between.

use axum::routing::{any, get};
use axum::{Json, Router};
use clap::Args;
use serde::Deserialize;

use crate::Outcome;

/// Where to listen.
#[derive(Debug, Args)]
pub struct Floor {
    /// Address and port
    #[arg(long)]
    listen: std::net::SocketAddr,
}

#[derive(Deserialize)]
struct Ask {
    email: String,
}

impl Floor {
    /// Serves until it is killed.
    pub fn run(self) -> Outcome<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(self.listen).await?;
            let app = Router::new()
                .route("/livez", get(async || "ok"))
                .route("/readyz", get(async || "ok"))
                .fallback(any(answer));
            Ok(axum::serve(axum::serve::ListenerExt::tap_io(listener, no_delay), app).await?)
        })
    }
}

async fn answer(Json(ask): Json<Ask>) -> Json<&'static str> {
    Json(if ask.email.is_empty() {
        "Insufficient inputs"
    } else {
        "An OTP has been sent to your email address"
    })
}

fn no_delay(stream: &mut tokio::net::TcpStream) {
    // Without it the floor may be lower than it is, which the table would show; nothing to stop for.
    drop(stream.set_nodelay(true));
}
