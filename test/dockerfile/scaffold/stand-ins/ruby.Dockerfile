FROM debian:trixie-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ruby ruby-bundler && rm -rf /var/lib/apt/lists/*
