FROM debian:trixie-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends golang-go && rm -rf /var/lib/apt/lists/*
ENV GOPATH=/go
