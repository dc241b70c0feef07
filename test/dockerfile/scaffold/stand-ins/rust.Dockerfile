FROM debian:trixie-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends cargo && rm -rf /var/lib/apt/lists/*
ENV CARGO_HOME=/usr/local/cargo
