const PATTERNS = [
  // PORT with a default: os.environ.get("PORT", "8000"), process.env.PORT || 3000, var("PORT").unwrap_or("8080")
  /\bPORT\b[^\n\d]{0,40}?(\d{4,5})\b/,
  // port=8081, port: 8081, server.port=8081
  /\bport\s*[=:]\s*["']?(\d{4,5})\b/i,
  // listen(3000, …), bind("0.0.0.0:8080"), ListenAndServe(":8080", …)
  /\b(?:listen|bind|ListenAndServe(?:TLS)?|TcpListener::bind|TCPServer\.new)\s*\(?[^)\n]{0,40}?[:,( "'](\d{4,5})\b/,
];

/** The port that a source names as its default; undefined where it is not plain to see, or privileged. */
export function portInCode(text: string | undefined): number | undefined {
  for (const pattern of PATTERNS) {
    const port = Number(pattern.exec(text ?? '')?.[1]);
    if (port >= 1024 && port <= 65_535) return port;
  }
  return undefined;
}
