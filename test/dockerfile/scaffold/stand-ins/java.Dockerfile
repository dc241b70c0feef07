FROM debian:trixie-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends default-jdk-headless maven && rm -rf /var/lib/apt/lists/*
