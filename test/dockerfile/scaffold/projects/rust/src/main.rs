use std::io::{Read, Write};
use std::net::TcpListener;

fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "8082".into());
    for stream in TcpListener::bind(format!("0.0.0.0:{port}"))?.incoming() {
        let mut stream = stream?;
        let _ = stream.read(&mut [0; 1024])?;
        stream.write_all(b"HTTP/1.0 200 OK\r\n\r\nok\n")?;
    }
    Ok(())
}
