//! A connection whose other side must keep reading.
//!
//! In: a stream. Out: the same, which breaks when nobody takes for a while what is written to it. A
//! browser that has gone to sleep loses its connection and gets a new one; one that never reads holds
//! a place that others wait for. It must not know what is written.

use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A stream that waits for its reader only so long.
pub struct Impatient<S> {
    stream: S,
    within: Duration,
    /// Runs while nothing can be written.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S> Impatient<S> {
    /// `stream`, which ends with an error when nothing could be written for as long as `within`.
    pub fn new(stream: S, within: Duration) -> Self {
        Self { stream, within, waiting: None }
    }

    fn judged<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(self.within)));
        waiting.as_mut().poll(context).map(|()| Err(ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judged(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.judged(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.judged(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    fn run(test: impl Future<Output = ()>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime").block_on(test);
    }

    #[test]
    fn whoever_does_not_read_is_given_up() {
        run(async {
            let (ours, theirs) = duplex(16);
            let mut stream = Impatient::new(ours, Duration::from_millis(5));
            let error = stream.write_all(&[0; 64]).await.expect_err("nobody reads");
            assert_eq!(error.kind(), ErrorKind::TimedOut);
            drop(theirs);
        });
    }

    #[test]
    fn whoever_reads_slowly_gets_everything() {
        run(async {
            let (ours, mut theirs) = duplex(16);
            let mut stream = Impatient::new(ours, Duration::from_secs(60));
            let read = async {
                let mut all: Vec<u8> = Vec::new();
                let mut piece = [0; 8];
                while all.len() < 640 {
                    let n = theirs.read(&mut piece).await.expect("it is open");
                    all.extend(&piece[..n]);
                    tokio::task::yield_now().await;
                }
                all
            };
            let sent: Vec<u8> = (0..640).map(|n| (n % 251) as u8).collect();
            let (written, all) = tokio::join!(stream.write_all(&sent), read);
            assert!(written.is_ok());
            assert_eq!(all, sent);
        });
    }
}
